import type { Host } from '@guanxi/core/directus';
import { requireUsableFilter } from '@guanxi/core/given-filter';
import type { HookCall, WriteGuards } from '@guanxi/core/guard';
import { ROUTING_WORDS } from '../../domain/routing/routing-words.ts';
import type { Row } from '../rows.ts';

export const RULES = 'crm_routing_rules';
const FILTERS = [
	{ field: 'complaint_filter', collection: 'crm_complaints' },
	{ field: 'customer_filter', collection: 'crm_customers' },
	{ field: 'order_filter', collection: 'crm_orders' },
] as const;

/** A rule whose filters could not be asked would strand every complaint. */
export function ruleGuards(host: Host): WriteGuards {
	const check = async (hook: HookCall, payload: Row): Promise<Row> => {
		for (const { field, collection } of FILTERS) {
			const filter = payload[field] as Row | null | undefined;
			if (filter !== null && filter !== undefined) await requireUsableFilter(host, hook, { field, collection, filter }, ROUTING_WORDS);
		}
		return payload;
	};
	return { create: check, update: check };
}
