import type { Knex } from '@guanxi/core/directus';
import type { RuleVersion } from '../../domain/rules/rules-at.ts';
import { storedRuleOf, type StoredRule } from '../../domain/rules/stored-rule.ts';
import { points, type Row } from '../ledger/rows.ts';

export const RULES = 'crm_loyalty_rules';
export const VERSIONS = 'crm_loyalty_rule_versions';

/** Kept versions of published rules, as stored. A number that its rule does not say yet belongs to a change that was never saved. */
const keptVersions = (reader: Knex) =>
	reader(`${VERSIONS} as kept`)
		.join(`${RULES} as rule`, (on) => {
			void on.on('rule.id', 'kept.rule').on('kept.version', '<=', 'rule.version');
		});

/**
 * The versions of a program's rules that may have been in force at `at`: of each rule the latest by then, or all of them without `at`. A published
 * rule without any, such as one that an installation brings, is its own first version.
 */
export async function readVersions(reader: Knex, program: string, at?: Date): Promise<RuleVersion[]> {
	const kept = keptVersions(reader).where({ 'rule.program': program });
	if (at) {
		const latest = keptVersions(reader)
			.where({ 'rule.program': program })
			.where('kept.valid_from_ms', '<=', at.getTime())
			.groupBy('kept.rule')
			.select('kept.rule as rule')
			.max({ version: 'kept.version' })
			.as('latest');
		void kept.join(latest, (on) => {
			void on.on('latest.rule', 'kept.rule').on('latest.version', 'kept.version');
		});
	}
	const rows: Row[] = await kept.select('kept.version as version', 'kept.valid_from_ms as valid_from_ms', 'kept.snapshot as snapshot');
	return [...rows.map(versionOf), ...(await readUnkept(reader, program))];
}

/** A rule as one of its versions says it. One that was never kept is what the rule says itself; one that is gone has no limits. */
export async function readVersion(reader: Knex, { rule, version }: { rule: string; version: number }): Promise<StoredRule> {
	const kept: Row | undefined = await reader(VERSIONS).where({ rule, version }).first();
	return kept ? versionOf(kept).rule : storedRuleOf(((await reader(RULES).where({ id: rule }).first()) as Row | undefined) ?? { id: rule });
}

async function readUnkept(reader: Knex, program: string): Promise<RuleVersion[]> {
	const rows: Row[] = await reader(`${RULES} as rule`)
		.where({ program })
		.where('rule.version', '>', 0)
		.whereNotExists(reader(`${VERSIONS} as kept`).whereRaw('?? = ??', ['kept.rule', 'rule.id']).whereRaw('?? <= ??', ['kept.version', 'rule.version']))
		.select('rule.*');
	return rows.map((row) => ({ validFromMs: 0, rule: storedRuleOf(row) }));
}

/** The same version is the same rule object, as often as it is read: what is made of it can be kept with it. */
export function versionOf(row: Row): RuleVersion {
	const [version, snapshot] = [Number(row['version']), String(row['snapshot'])];
	const name = `${version} ${snapshot}`;
	const rule = KNOWN.get(name) ?? storedRuleOf({ ...(JSON.parse(snapshot) as Row), version });
	if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
	KNOWN.set(name, rule);
	return { validFromMs: points(row['valid_from_ms']), rule };
}

const MOST_KNOWN = 2000;
const KNOWN = new Map<string, StoredRule>();
