import type { Knex } from 'knex';
import { demoCompany } from './company.ts';
import { DEMO_PROGRAM, demoRules } from './members.ts';
import type { DemoCompany } from './types.ts';

/** SQLite joins at most 500 rows in one insert. */
const BATCH_ROWS = 250;

type Row = Record<string, unknown>;

/** Ids of roles; null where an admin has removed one. */
export interface DemoRoles {
	manager: string | null;
	representative: string | null;
}

/**
 * Loads the demo company as of `today` (ISO date in Asia/Shanghai) below Directus, all or nothing:
 * a killed load leaves no row. Returns false, and writes nothing, where the company is there
 * already. Classes are not part of it: score afterwards. `roles` are given to the salespeople.
 */
export async function loadDemo(
	knex: Knex,
	today: string,
	options: { now: Date; roles?: DemoRoles },
): Promise<boolean> {
	const company = demoCompany(today);
	const first = company.customers[0]?.id;
	return knex.transaction(async (trx) => {
		if (await trx('crm_customers').where({ id: first }).first('id')) return false;
		for (const [table, rows] of tablesOf(company, options)) {
			// Plugins may not be installed; everything else belongs to core.
			if (await trx.schema.hasTable(table)) await insertAll(trx, table, rows);
		}
		return true;
	});
}

/** Rows in an order in which every foreign key finds its target. */
function tablesOf(
	company: DemoCompany,
	{ now, roles }: { now: Date; roles?: DemoRoles },
): [string, object[]][] {
	const roleOf = ({ title }: { title: string }): string | null =>
		(title.endsWith('经理') && title.includes('销售') ? roles?.manager : roles?.representative) ?? null;
	const users = company.users.map((user) => ({ ...user, provider: 'default', role: roleOf(user) }));
	return [
		['directus_users', users],
		['crm_products', company.products],
		['crm_customers', withLastActivity(company)],
		['crm_contacts', company.contacts],
		['crm_orders', company.orders],
		['crm_order_lines', company.orderLines],
		['crm_interactions', company.interactions],
		['crm_tasks', company.tasks],
		['crm_loyalty_programs', [{ ...DEMO_PROGRAM, date_created: now }]],
		['crm_loyalty_rules', demoRules(now)],
		['crm_loyalty_rewards', company.rewards],
		['crm_scoring_models', company.regionalModels.map((model) => ({ ...model, date_created: now }))],
	];
}

/** The instants that the hooks on orders, interactions and tasks keep, which this load goes past. */
function withLastActivity(company: DemoCompany): Row[] {
	const orders = company.orders.filter(({ status }) => status !== 'draft' && status !== 'cancelled');
	const isNewer = (a: Date, b: Date): boolean => a > b;
	const lastOrder = foremost(isNewer, orders.map((row) => [row.customer, row.placed_at]));
	const lastInteraction = foremost(isNewer, company.interactions.map((row) => [row.customer, row.occurred_at]));
	const open = company.tasks.filter(({ status }) => status === 'open');
	const nextTask = foremost((a, b) => a < b, open.map((row) => [row.customer, row.due_at]));
	return company.customers.map((customer) => ({
		...customer,
		last_order_at: lastOrder.get(customer.id) ?? null,
		last_interaction_at: lastInteraction.get(customer.id) ?? null,
		next_task_at: nextTask.get(customer.id) ?? null,
	}));
}

function foremost(isBefore: (a: Date, b: Date) => boolean, instants: [string, Date][]): Map<string, Date> {
	const first = new Map<string, Date>();
	for (const [customer, instant] of instants) {
		const known = first.get(customer);
		if (!known || isBefore(instant, known)) first.set(customer, instant);
	}
	return first;
}

async function insertAll(trx: Knex, table: string, rows: object[]): Promise<void> {
	for (let start = 0; start < rows.length; start += BATCH_ROWS) {
		await trx(table).insert(rows.slice(start, start + BATCH_ROWS).map(storable));
	}
}

/**
 * Below Directus lists are stored as it would: tags with commas, all other structures as JSON
 * text.
 */
function storable(row: object): Row {
	return Object.fromEntries(Object.entries(row).map(([column, value]: [string, unknown]) => {
		if (column === 'tags') return [column, (value as string[]).join(',') || null];
		const isJson = typeof value === 'object' && value !== null && !(value instanceof Date);
		return [column, isJson ? JSON.stringify(value) : value];
	}));
}
