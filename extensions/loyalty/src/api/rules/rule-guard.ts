import { randomUUID } from 'node:crypto';
import type { Host } from '@guanxi/core/directus';
import { requireUsableFilter } from '@guanxi/core/given-filter';
import type { HookCall, WriteGuards } from '@guanxi/core/guard';
import { refusal } from '@guanxi/core/http';
import { REWARDS } from '../../domain/rewards/reward.ts';
import { checkRule } from '../../domain/rules/check-rule.ts';
import { RULE_WORDS } from '../../domain/rules/rule-words.ts';
import { snapshotOf, storedRuleOf, type StoredRule } from '../../domain/rules/stored-rule.ts';
import type { Row } from '../ledger/rows.ts';
import { keepVersion } from './keep-version.ts';
import { RULES } from './read-versions.ts';

const FILTERS = [
	{ field: 'customer_filter', collection: 'crm_customers' },
	{ field: 'order_filter', collection: 'crm_orders' },
	{ field: 'interaction_filter', collection: 'crm_interactions' },
] as const;

/** `version` is refused from everybody else before. */
export const ruleGuards = (host: Host): WriteGuards => ({
	create: (hook, payload) => createRule(host, hook, payload),
	update: (hook, payload, keys) => updateRules(host, hook, payload, keys),
	/** Entries and awards may name whatever was ever published. */
	delete: async ({ knex }, keys) => {
		const published: Row | undefined = await knex(RULES).whereIn('id', keys).where('version', '>', 0).first('id');
		if (published) throw refusal(409, RULE_WORDS, { reason: 'rule_in_use' });
	},
});

/** Refuses a rule that could not be used, and keeps its first version when it is published at once. */
async function createRule(host: Host, hook: HookCall, payload: Row): Promise<Row> {
	const id = (payload['id'] as string | undefined) ?? randomUUID();
	const draft = storedRuleOf({ ...payload, id, version: 0 });
	await requireUsable(host, hook, { rule: draft, before: null, given: payload });
	if (draft.status === 'draft') return { ...payload, version: 0 };
	await keepVersion(hook.knex, { before: null, after: { ...draft, version: 1 } }, new Date());
	return { ...payload, id, version: 1 };
}

/** A change of a published rule, or its publishing, gets the next number; all rules of one change get the same one. */
async function updateRules(host: Host, hook: HookCall, payload: Row, keys: string[]): Promise<Row> {
	const rows: Row[] = await hook.knex(RULES).whereIn('id', keys);
	const changes = rows.map((row) => ({ before: storedRuleOf(row), rule: storedRuleOf({ ...row, ...payload, id: row['id'] }) }));
	for (const { before, rule } of changes) await requireUsable(host, hook, { rule, before, given: payload });
	const published = changes.filter(({ before, rule }) => rule.status !== 'draft' && (before.version === 0 || snapshotOf(rule) !== snapshotOf(before)));
	if (published.length === 0) return payload;
	if (changes.some(({ rule }) => rule.status === 'draft')) throw refusal(400, RULE_WORDS, { reason: 'drafts_apart' });
	const version = Math.max(...changes.map(({ before }) => before.version)) + 1;
	const now = new Date();
	for (const { before, rule } of changes) await keepVersion(hook.knex, { before, after: { ...rule, version } }, now);
	return { ...payload, version };
}

interface Change {
	rule: StoredRule;
	before: StoredRule | null;
	/** Only what is set now is asked of the database. */
	given: Row;
}

async function requireUsable(host: Host, hook: HookCall, { rule, before, given }: Change): Promise<void> {
	const problems = checkRule(rule, before);
	if (problems.length > 0) throw refusal(400, RULE_WORDS, problems);
	if (given['program'] !== undefined && !(await hook.knex('crm_loyalty_programs').where({ id: rule.program }).first('id'))) {
		throw refusal(400, RULE_WORDS, { field: 'program', reason: 'unknown_program' });
	}
	if (rule.reward !== null && (given['reward'] !== undefined || given['program'] !== undefined)) await requireOwnReward(hook, rule);
	await requireUsableFilters(host, hook, rule, given);
}

async function requireOwnReward({ knex }: HookCall, { reward, program }: StoredRule): Promise<void> {
	const row: Row | undefined = await knex(REWARDS).where({ id: reward, program }).first('id');
	if (!row) throw refusal(400, RULE_WORDS, { field: 'reward', reason: 'reward_of_other_program' });
}

async function requireUsableFilters(host: Host, hook: HookCall, rule: StoredRule, given: Row): Promise<void> {
	for (const { field, collection } of FILTERS) {
		const filter = rule[field];
		if (given[field] !== undefined && filter !== null) await requireUsableFilter(host, hook, { field, collection, filter, inMemory: true }, RULE_WORDS);
	}
}
