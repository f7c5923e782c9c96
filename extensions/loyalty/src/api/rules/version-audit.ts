import type { AuditCheck } from '@guanxi/core/audit';
import type { Knex } from '@guanxi/core/directus';
import { snapshotOf, storedRuleOf } from '../../domain/rules/stored-rule.ts';
import type { Row } from '../ledger/rows.ts';
import { RULES, VERSIONS, versionOf } from './read-versions.ts';

const MOST = 20;

/** What a published rule says is what its last version keeps; else somebody changed it below Directus. */
export const RULE_AUDIT: AuditCheck[] = [
	{ name: 'loyalty.rules_say_what_their_last_version_keeps', violations: ({ database }) => changedBelow(database) },
];

async function changedBelow(database: Knex): Promise<string[]> {
	const rules = ((await database(RULES).where('version', '>', 0).orderBy('id')) as Row[]).map(storedRuleOf);
	const wrong: string[] = [];
	for (const rule of rules) {
		const kept: Row[] = await database(VERSIONS).where({ rule: rule.id }).where('version', '<=', rule.version).orderBy('version', 'desc').limit(1);
		// A rule that an installation brings has no kept version until somebody changes it.
		if (!kept[0]) continue;
		const last = versionOf(kept[0]).rule;
		if (last.version !== rule.version || snapshotOf(last) !== snapshotOf(rule)) wrong.push(rule.id);
	}
	return wrong.slice(0, MOST);
}
