import type { FieldSpec } from '@guanxi/schema/model';
import { crmScoringModels } from '@guanxi/schema/abc-scoring/crm-scoring-models';
import { crmContacts } from '@guanxi/schema/core/crm-contacts';
import { crmCustomers } from '@guanxi/schema/core/crm-customers';
import { crmInteractions } from '@guanxi/schema/core/crm-interactions';
import { crmOrderLines } from '@guanxi/schema/core/crm-order-lines';
import { crmOrders } from '@guanxi/schema/core/crm-orders';
import { crmProducts } from '@guanxi/schema/core/crm-products';
import { crmTasks } from '@guanxi/schema/core/crm-tasks';
import knex, { type Knex } from 'knex';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoCompany, STORY } from './company.ts';
import { loadDemo } from './load.ts';

const TODAY = '2026-11-22';
const NOW = new Date('2026-11-22T04:00:00Z');
const COLLECTIONS = [
	crmProducts, crmCustomers, crmContacts, crmOrders, crmOrderLines, crmInteractions, crmTasks,
	crmScoringModels,
];

describe('loading the demo company', () => {
	let database: Knex;

	beforeEach(async () => {
		database = knex({
			client: 'sqlite3', connection: ':memory:', useNullAsDefault: true, pool: { min: 1, max: 1 },
		});
		await database.raw('PRAGMA foreign_keys = ON');
		await createTables(database);
	});
	afterEach(() => database.destroy());

	test('every row goes in, and every foreign key holds', async () => {
		const company = demoCompany(TODAY);
		expect(await loadDemo(database, TODAY, { now: NOW })).toBe(true);
		expect(await count(database, 'directus_users')).toBe(company.users.length);
		expect(await count(database, 'crm_customers')).toBe(company.customers.length);
		expect(await count(database, 'crm_orders')).toBe(company.orders.length);
		expect(await count(database, 'crm_order_lines')).toBe(company.orderLines.length);
		expect(await count(database, 'crm_interactions')).toBe(company.interactions.length);
		expect(await count(database, 'crm_scoring_models')).toBe(3);
		expect(await database.raw('PRAGMA foreign_key_check')).toEqual([]);
	});

	test('a second load, even on another day, adds nothing', async () => {
		await loadDemo(database, TODAY, { now: NOW });
		expect(await loadDemo(database, '2026-12-01', { now: NOW })).toBe(false);
		expect(await count(database, 'crm_customers')).toBe(405);
	});

	test('a load that fails on the way leaves no row behind', async () => {
		await database('crm_scoring_models').insert({ id: 'someone', key: 'region-west', name: 'Ours' });
		await expect(loadDemo(database, TODAY, { now: NOW })).rejects.toThrow(/UNIQUE/);
		expect(await count(database, 'directus_users')).toBe(0);
		expect(await count(database, 'crm_customers')).toBe(0);
	});

	test('without the scoring plugin its models stay out and the rest goes in', async () => {
		await database.schema.dropTable('crm_scoring_models');
		expect(await loadDemo(database, TODAY, { now: NOW })).toBe(true);
		expect(await count(database, 'crm_tasks')).toBe(152);
	});

	test('last order, last contact and next task are filled in as by the hooks: drafts do not count', async () => {
		await loadDemo(database, TODAY, { now: NOW });
		const stored = await database('crm_customers')
			.select('id', 'last_order_at', 'last_interaction_at', 'next_task_at');
		for (const row of stored) {
			const orders = database('crm_orders').where({ customer: row.id })
				.whereNotIn('status', ['draft', 'cancelled']).max('placed_at as at').first();
			expect(row.last_order_at).toBe((await orders)?.at ?? null);
			const tasks = database('crm_tasks').where({ customer: row.id, status: 'open' }).min('due_at as at').first();
			expect(row.next_task_at).toBe((await tasks)?.at ?? null);
		}
		const prospect = stored.find((row) => row.id === STORY.hotProspect);
		expect(prospect?.last_order_at).toBeNull();
		expect(prospect?.last_interaction_at).toBeGreaterThan(0);
	});

	test('lists are stored as Directus stores them', async () => {
		await loadDemo(database, TODAY, { now: NOW });
		const model = await database('crm_scoring_models').where({ key: 'region-east' }).first();
		expect(JSON.parse(model.customer_filter)).toEqual({ region: { _eq: '华东' } });
		expect(JSON.parse(model.classes)[0]).toMatchObject({ code: 'A', bound: 5_000_000 });
		const tags = await database('crm_customers').where('tags', 'like', '%,%').pluck('tags');
		expect(tags.length).toBeGreaterThan(50);
		expect(tags.filter((text: string) => /[[\]"]/.test(text))).toEqual([]);
	});
});

describe('the forms know every value', () => {
	const company = demoCompany(TODAY);
	const rows: Record<string, object[]> = {
		crm_products: company.products,
		crm_customers: company.customers,
		crm_contacts: company.contacts,
		crm_orders: company.orders,
		crm_order_lines: company.orderLines,
		crm_interactions: company.interactions,
		crm_tasks: company.tasks,
		crm_scoring_models: company.regionalModels,
	};

	test.each(COLLECTIONS)('$collection: values come from the choices of the form', (collection) => {
		for (const field of collection.fields) {
			if (!field.choices || field.options?.['allowOther']) continue;
			const known = field.choices.map((one) => one.value);
			const used = new Set((rows[collection.collection] as Record<string, unknown>[])
				.map((row) => row[field.field]).filter((value) => value !== null && value !== undefined));
			expect(known).toEqual(expect.arrayContaining([...used]));
		}
	});
});

/**
 * Plain tables with the columns, unique keys and foreign keys of the schema: enough to load into.
 */
async function createTables(database: Knex): Promise<void> {
	const users = [
		'first_name', 'last_name', 'email', 'status', 'language', 'title', 'provider', 'role',
	];
	await database.schema.createTable('directus_users', (table) => {
		table.string('id').primary();
		for (const column of users) table.string(column);
		table.unique(['email']);
	});
	for (const { collection, fields } of COLLECTIONS) {
		await database.schema.createTable(collection, (table) => {
			for (const field of fields) addColumn(table, field);
		});
	}
}

function addColumn(table: Knex.CreateTableBuilder, field: FieldSpec): void {
	if (field.type === 'alias') return;
	const column = field.type === 'timestamp' ? table.integer(field.field) : table.string(field.field);
	if (field.field === 'id') column.primary();
	if (field.unique) column.unique();
	if (field.relation) column.references('id').inTable(field.relation.collection);
}

async function count(database: Knex, table: string): Promise<number> {
	const row = await database(table).count('* as rows').first();
	return Number(row?.['rows']);
}
