import type { AuditCheck } from '@guanxi/core/audit';
import type { Knex } from '@guanxi/core/directus';
import { EARNINGS } from '../../domain/events/earn-event.ts';
import { EARNED_LINES, SEEN_ORDERS } from '../../domain/orders/reckon-order.ts';
import { RULE_AWARDS } from '../../domain/rules/count-rules.ts';

const MOST = 20;

/** What there is once, whatever became of the unique indexes that keep it so. */
const ONCE: { table: string; by: string[] }[] = [
	{ table: 'crm_commands', by: ['idem_hash'] },
	{ table: EARNINGS, by: ['account', 'trigger', 'source'] },
	{ table: EARNED_LINES, by: ['account', 'order_id', 'line'] },
	{ table: SEEN_ORDERS, by: ['account', 'order_id'] },
	{ table: RULE_AWARDS, by: ['account', 'rule', 'source'] },
];

/** A-I6: one key, one effect. A-I7: what was answered under a key is kept for good, also that it was refused. */
export const ONCE_AUDIT: AuditCheck[] = [
	{ name: 'loyalty.what_happens_once_is_kept_once', violations: ({ database }) => twice(database) },
	{
		name: 'loyalty.answers_are_kept_for_good',
		violations: async ({ database }) =>
			((await database('crm_commands').where('command', 'like', 'loyalty.%').whereNotNull('idem_hash').whereNotNull('keep_until_ms').limit(MOST).pluck('id')) as number[]).map((id) => `command ${id}`),
	},
];

async function twice(database: Knex): Promise<string[]> {
	const wrong: string[] = [];
	for (const { table, by } of ONCE) {
		const query = database(table).groupBy(...by).havingRaw('COUNT(*) > 1').limit(MOST).select(...by);
		const found = (await (table === 'crm_commands' ? query.whereNotNull('idem_hash') : query)) as Record<string, unknown>[];
		wrong.push(...found.map((row) => `${table}: ${by.map((column) => String(row[column])).join(', ')}`));
	}
	return wrong.slice(0, MOST);
}
