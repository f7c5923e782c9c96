import type { EventContext } from '@directus/types';
import { validateFilter } from '@guanxi/core/conditions';
import type { Host, Knex } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { requirePermission, type Action } from '@guanxi/core/rights';
import { ROUTING_WORDS } from '../../domain/routing/routing-words.ts';
import type { Register } from '../case/case-hooks.ts';
import type { Row } from '../rows.ts';

const RULES = 'crm_routing_rules';
const FILTERS = [
	{ field: 'complaint_filter', collection: 'crm_complaints' },
	{ field: 'customer_filter', collection: 'crm_customers' },
	{ field: 'order_filter', collection: 'crm_orders' },
] as const;

/** A rule whose filters could not be asked would strand every complaint. */
export function guardRoutingRules({ filter }: Register, host: Host): void {
	const check = async (payload: unknown, event: EventContext, action: Action): Promise<unknown> => {
		const { accountability, database, schema } = event;
		// Directus asks hooks before it checks rights, and what they refuse would tell about fields.
		if (accountability) await requirePermission({ ...host, database: database as Knex }, { accountability }, action, RULES);
		for (const { field, collection } of FILTERS) {
			const wrong = await validateFilter(host, collection, (payload as Row)[field], { database: database as Knex, schema: schema ?? undefined });
			if (wrong) throw refusal(400, ROUTING_WORDS, { ...wrong, field: wrong.field ? `${field}.${wrong.field}` : field });
		}
		return payload;
	};
	filter(`${RULES}.items.create`, (payload, _meta, event) => check(payload, event, 'create'));
	filter(`${RULES}.items.update`, (payload, _meta, event) => check(payload, event, 'update'));
}
