import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { crmCustomerScores } from '@guanxi/schema/abc-scoring/crm-customer-scores';
import { crmScoringModels } from '@guanxi/schema/abc-scoring/crm-scoring-models';
import { customerValueFields } from '@guanxi/schema/abc-scoring/customer-fields';
import { ABC_INDEXES, ABC_TABLES } from '@guanxi/schema/abc-scoring/tables';
import { crmCustomers } from '@guanxi/schema/core/crm-customers';
import { crmInteractions } from '@guanxi/schema/core/crm-interactions';
import { crmOrders } from '@guanxi/schema/core/crm-orders';
import { coreIndexes } from '@guanxi/schema/core/indexes';
import type { Conditions, Ports } from '../../extensions/abc-scoring/src/application/ports.ts';
import { createPorts, type Surroundings } from '../../extensions/abc-scoring/src/api/ports.ts';
import { DURABLE_TABLES } from '@guanxi/schema/core/tables-durable';
import { createTestTables } from './tables.ts';

export const NOW = new Date('2026-03-01T00:00:00Z');
export const RECENT = new Date('2026-02-01T00:00:00Z');

/** Everything scoring reads and writes. */
export async function createScoringTables(knex: Knex): Promise<void> {
	const collections = [
		{ spec: crmCustomers, extra: customerValueFields },
		{ spec: crmOrders },
		{ spec: crmInteractions },
		{ spec: crmScoringModels },
		{ spec: crmCustomerScores },
	];
	const known = new Set(collections.map(({ spec }) => spec.collection));
	const indexes = [...coreIndexes, ...ABC_INDEXES].filter(
		({ table }) => known.has(table) || ABC_TABLES.some((spec) => spec.table === table),
	);
	await createTestTables(knex, { collections, tables: [...ABC_TABLES, ...DURABLE_TABLES], indexes });
}

export type Row = Record<string, unknown>;

export interface OrderInput {
	amount: number | string;
	refunded?: number | string;
	currency?: string | null;
	placedAt?: Date;
	status?: string;
	id?: string;
}

let sequence = 0;

/** Adds customers with their orders; returns their ids in input order. */
export async function addCustomers(
	knex: Knex,
	customers: { orders?: OrderInput[]; fields?: Row }[],
): Promise<string[]> {
	const ids = customers.map(({ fields }) => String(fields?.['id'] ?? randomUUID()));
	const customerRows = customers.map(({ fields }, index) => ({
		id: ids[index],
		code: `T${++sequence}`,
		name: `Customer ${index}`,
		status: 'active',
		growth_potential: null,
		risk: 'none',
		region: null,
		merged_into: null,
		owner: null,
		...fields,
	}));
	const orderRows = customers.flatMap(({ orders = [] }, index) =>
		orders.map((order) => ({
			id: order.id ?? randomUUID(),
			number: `N${++sequence}`,
			customer: ids[index],
			status: order.status ?? 'paid',
			placed_at: order.placedAt ?? RECENT,
			amount: order.amount,
			refunded_amount: order.refunded ?? 0,
			currency: order.currency === undefined ? 'CNY' : order.currency,
		})),
	);
	await insertAll(knex, 'crm_customers', customerRows);
	await insertAll(knex, 'crm_orders', orderRows);
	return ids;
}

/** One customer per amount, each with one order. */
export function addAmounts(knex: Knex, amounts: (number | string)[]): Promise<string[]> {
	return addCustomers(knex, amounts.map((amount) => ({ orders: [{ amount }] })));
}

export async function addModel(knex: Knex, fields: Row): Promise<string> {
	const id = String(fields['id'] ?? randomUUID());
	const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
	await knex('crm_scoring_models').insert({
		id,
		name: String(fields['key']),
		basis: 'turnover',
		window_months: 12,
		hysteresis_percent: 0,
		is_primary: false,
		enabled: true,
		...fields,
		classes: json(fields['classes']),
		potential_matrix: json(fields['potential_matrix']),
		customer_filter: json(fields['customer_filter']),
		order_filter: json(fields['order_filter']),
	});
	return id;
}

export const TURNOVER: Row = {
	key: 'turnover',
	method: 'thresholds',
	classes: [
		{ code: 'A', label: 'A', bound: 5_000_000 },
		{ code: 'B', label: 'B', bound: 1_000_000 },
		{ code: 'C', label: 'C' },
	],
};

export const PARETO: Row = {
	key: 'pareto',
	method: 'cumulative_share',
	is_primary: true,
	classes: [
		{ code: 'A', label: 'A', bound: 0.7 },
		{ code: 'B', label: 'B', bound: 0.9 },
		{ code: 'C', label: 'C' },
	],
};

export const PYRAMID: Row = {
	key: 'pyramid',
	method: 'percentile',
	classes: [
		{ code: 'VIP', label: 'VIP', bound: 0.01 },
		{ code: 'key', label: 'Key', bound: 0.05 },
		{ code: 'ordinary', label: 'Ordinary', bound: 0.2 },
		{ code: 'small', label: 'Small' },
	],
};

/** Stands for Directus filters: `{ "_ids": [...] }` matches exactly these ids. */
export const idConditions: Conditions = {
	async *matchingIds(_collection, filter) {
		const ids = [...((filter['_ids'] as string[] | undefined) ?? [])];
		while (ids.length > 0) yield ids.splice(0, 2);
	},
};

export function portsOn(knex: Knex, extra: Partial<Surroundings> = {}): Ports {
	return createPorts({
		knex,
		settings: { timezone: 'Asia/Shanghai', currency: 'CNY', exchangeRates: null },
		now: NOW,
		conditions: idConditions,
		locale: 'en-US',
		...extra,
	});
}

/** Class by customer id as stored for a model. */
export async function classesOf(knex: Knex, model: string): Promise<Map<string, string>> {
	const rows: Row[] = await knex('crm_customer_scores').where({ model }).select('customer', 'class');
	return new Map(rows.map((row) => [String(row['customer']), String(row['class'])]));
}

export async function insertAll(knex: Knex, table: string, rows: Row[]): Promise<void> {
	for (let from = 0; from < rows.length; from += 500) await knex(table).insert(rows.slice(from, from + 500));
}
