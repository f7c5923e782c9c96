import type { StoredRule } from './stored-rule.ts';

/** What a rule said from an instant on. */
export interface RuleVersion {
	/** 0 = since ever: the first version holds for what happened before it was written, too. */
	validFromMs: number;
	rule: StoredRule;
}

/**
 * The rules as they stood when something happened, whenever it is reckoned: of each rule the latest version that was valid then. A
 * rule edited between a payment and its reckoning gives what was promised when it was paid.
 */
export function rulesAt(versions: readonly RuleVersion[], at: Date): StoredRule[] {
	const standing = new Map<string, StoredRule>();
	for (const { validFromMs, rule } of versions) {
		if (validFromMs > at.getTime()) continue;
		const before = standing.get(rule.id);
		if (!before || before.version < rule.version) standing.set(rule.id, rule);
	}
	return [...standing.values()];
}
