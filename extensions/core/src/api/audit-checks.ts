import { coreSchema } from '@guanxi/schema/core/index';
import { appendOnlyCheck, appendOnlyOf } from './append-only/append-only.ts';
import type { AuditCheck } from './audit.ts';
import { SOURCES, wrongCustomers } from './activity-dates.ts';
import { PAYMENT_TIMES_CHECK } from './triggers/payment-times.ts';

/** As many rows as are named for one check. */
const LIMIT = 20;

/** What must hold of core's rows, whatever happened. */
export const CORE_CHECKS: AuditCheck[] = [
	{
		name: 'core.every_customer_has_a_code',
		violations: ({ database }) => database('crm_customers').whereNull('code').limit(LIMIT).pluck('id'),
	},
	{
		name: 'core.merged_customers_are_archived',
		violations: ({ database }) =>
			database('crm_customers').whereNotNull('merged_into').where('status', 'active').limit(LIMIT).pluck('id'),
	},
	{
		name: 'core.refunds_do_not_exceed_orders',
		violations: ({ database }) =>
			database('crm_orders')
				.whereRaw('?? > ?? AND ?? > 0', ['refunded_amount', 'amount', 'amount'])
				.limit(LIMIT)
				.pluck('number'),
	},
	{
		name: 'core.last_activity_matches',
		violations: async ({ database }) => {
			const found = await Promise.all(SOURCES.map((source) => wrongCustomers(database, source).limit(LIMIT).pluck('c.id')));
			return [...new Set(found.flat() as string[])];
		},
	},
	{
		name: 'core.no_dead_actions',
		violations: ({ database }) => database('crm_actions').where({ state: 'dead' }).orderBy('id').limit(LIMIT).pluck('id'),
	},
	PAYMENT_TIMES_CHECK,
	...appendOnlyOf(coreSchema).map((rule) => appendOnlyCheck('core.events_are_append_only', rule)),
];
