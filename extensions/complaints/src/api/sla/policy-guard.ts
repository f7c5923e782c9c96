import type { Host } from '@guanxi/core/directus';
import { requireUsableFilter } from '@guanxi/core/given-filter';
import type { HookCall, WriteGuards } from '@guanxi/core/guard';
import { refusal } from '@guanxi/core/http';
import { checkPolicy } from '../../domain/sla/check-policy.ts';
import { SLA_WORDS } from '../../domain/sla/sla-words.ts';
import type { Row } from '../rows.ts';

export const POLICIES = 'crm_sla_policies';
const FILTERS = [
	{ field: 'complaint_filter', collection: 'crm_complaints' },
	{ field: 'customer_filter', collection: 'crm_customers' },
] as const;

/** Refuses a policy that could not be kept to: it would promise nothing, and nobody would notice. */
export const policyGuards = (host: Host): WriteGuards => ({
	create: async (hook, payload) => {
		await requireUsable(host, hook, payload, payload);
		return payload;
	},
	update: async (hook, payload, keys) => {
		const rows: Row[] = await hook.knex(POLICIES).whereIn('id', keys);
		for (const row of rows) await requireUsable(host, hook, { ...row, ...payload }, payload);
		return payload;
	},
});

/** Only the filters that are set now are asked of the database. */
async function requireUsable(host: Host, hook: HookCall, policy: Row, given: Row): Promise<void> {
	const problems = checkPolicy(policy);
	if (problems.length > 0) throw refusal(400, SLA_WORDS, problems);
	for (const { field, collection } of FILTERS) {
		const filter = given[field];
		if (filter === null || filter === undefined) continue;
		await requireUsableFilter(host, hook, { field, collection, filter: filter as Row, inMemory: true }, SLA_WORDS);
	}
}
