import { expect, it } from 'vitest';
import { fieldsOf } from './declared.ts';

/**
 * The required fields that each collection was born with. A collection of a released version is full of rows somewhere: a
 * database adds no required column to them unless it has a default, and the upgrade would end half-way.
 */
const BORN_WITH: Record<string, string[]> = {
	crm_customers: ['name'],
	crm_contacts: ['customer', 'name'],
	crm_products: ['sku', 'name'],
	crm_orders: ['number', 'customer', 'placed_at', 'amount'],
	crm_order_lines: ['order'],
	crm_interactions: ['customer', 'channel', 'occurred_at'],
	crm_tasks: ['title'],
	crm_calendars: ['name', 'key'],
	crm_settings: [],
	crm_events: [],
	crm_scoring_models: ['name', 'key', 'method', 'classes'],
	crm_customer_scores: [],
	crm_loyalty_programs: ['name', 'key'],
	crm_loyalty_accounts: [],
	crm_loyalty_entries: [],
	crm_loyalty_rules: ['name', 'key', 'program'],
	crm_loyalty_rewards: ['name', 'key', 'program'],
};

it.each(Object.entries(BORN_WITH))('%s gets no required field later: give it a default, or ask for it by validation', (collection, born) => {
	const needed = fieldsOf(collection).filter(({ required, default: value }) => required && (value ?? null) === null);
	expect(needed.map(({ field }) => field).filter((field) => !born.includes(field))).toEqual([]);
});
