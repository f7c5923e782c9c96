import { randomUUID } from 'node:crypto';
import type { Action } from '../../schema/roles/model.ts';
import type { Answer } from '../support/instance.ts';
import type { Who, World } from './world.ts';

type Row = Record<string, unknown>;

/** A change that every role which may change the collection at all may make. */
const CHANGES: Record<string, Row> = {
	crm_customers: { notes: 'changed' },
	crm_contacts: { title: 'changed' },
	crm_products: { category: 'changed' },
	crm_orders: { channel: 'phone' },
	crm_order_lines: { description: 'changed' },
	crm_interactions: { outcome: 'changed' },
	crm_tasks: { title: 'changed' },
	crm_calendars: { name: 'changed' },
	crm_settings: { organisation_name: 'changed' },
	crm_events: { type: 'crm.test.changed' },
	crm_scoring_models: { name: 'changed' },
	crm_customer_scores: { class: 'B' },
	crm_complaints: { subject: 'changed' },
	crm_routing_rules: { name: 'changed' },
	crm_sla_policies: { name: 'changed' },
	crm_agents: { availability: 'away' },
	crm_loyalty_programs: { name: 'changed' },
	crm_loyalty_rules: { name: 'changed' },
	crm_loyalty_rewards: { name: 'changed' },
	crm_loyalty_accounts: { available: 1000 },
	crm_loyalty_entries: { points: 1000 },
};

export const changeOf = (collection: string): Row => {
	const change = CHANGES[collection];
	if (!change) throw new Error(`No change for ${collection} yet: add one to test/rights/attempts.ts`);
	return change;
};

/** A new row on a customer of the representative, or on a foreign one. */
export async function newRow(world: World, collection: string, whose: 'own' | 'foreign'): Promise<Row> {
	const { crm, customers } = world;
	const customer = customers[whose];
	const text = randomUUID().slice(0, 13);
	const order = async (): Promise<string> => {
		const id = randomUUID();
		const row = { id, number: text, customer, status: 'draft', amount: 1, placed_at: new Date() };
		await crm.knex('crm_orders').insert(row);
		return id;
	};
	const ROWS: Record<string, () => Row | Promise<Row>> = {
		crm_customers: () => ({ name: text }),
		crm_contacts: () => ({ customer, name: text }),
		crm_products: () => ({ sku: text, name: text }),
		crm_orders: () => ({ customer, number: text, amount: 1, placed_at: '2026-01-01T00:00:00Z' }),
		crm_order_lines: async () => ({ order: await order(), description: text }),
		crm_interactions: () => ({ customer, channel: 'phone', occurred_at: '2026-01-01T00:00:00Z' }),
		crm_tasks: () => ({ customer, title: text }),
		crm_calendars: () => ({ key: text, name: text }),
		crm_settings: () => ({ organisation_name: text }),
		crm_events: () => ({ type: 'crm.test.made' }),
		crm_scoring_models: () => ({
			key: text, name: text, method: 'thresholds', classes: [{ code: 'A', label: 'A', bound: 1 }, { code: 'B', label: 'B', bound: null }],
		}),
		crm_customer_scores: () => ({ customer, class: 'A' }),
		crm_complaints: () => ({ customer, subject: text }),
		crm_routing_rules: () => ({ name: text, queue: text }),
		crm_sla_policies: async () => ({ key: text, name: text, calendar: (await crm.knex('crm_calendars').first('id')).id }),
		crm_agents: () => ({ notes: text }),
		crm_loyalty_programs: () => ({ key: text, name: text, timezone: 'UTC' }),
		crm_loyalty_rules: async () => ({
			key: text, name: text, program: (await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id, trigger: 'manual', effect: 'fixed', points: 5,
		}),
		crm_loyalty_rewards: async () => ({
			key: text, name: text, program: (await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id, points: 5,
		}),
		crm_loyalty_accounts: () => ({ customer, available: 1000 }),
		crm_loyalty_entries: () => ({ type: 'accrual', points: 1000 }),
	};
	const make = ROWS[collection];
	if (!make) throw new Error(`No new row for ${collection} yet: add one to test/rights/attempts.ts`);
	return make();
}

/** Which rows hang on a customer, so that their creation depends on whose it is. */
export const HANGING = ['crm_contacts', 'crm_orders', 'crm_order_lines', 'crm_interactions', 'crm_tasks', 'crm_complaints'];

/** Reads, changes or deletes one stored row by its address. */
export function attempt(world: World, who: Who, action: Action, at: { collection: string; id: string }): Promise<Answer> {
	const single = at.collection === 'crm_settings';
	const path = `/items/${at.collection}${single ? '' : `/${at.id}`}`;
	if (action === 'read') return world.as(who, 'GET', path);
	if (action === 'delete') return world.as(who, 'DELETE', path);
	return world.as(who, 'PATCH', path, changeOf(at.collection));
}

export const isDone = ({ status }: Answer): boolean => status === 200 || status === 204;
/** Not logged in or not allowed. */
export const isRefused = ({ status }: Answer): boolean => status === 401 || status === 403;
