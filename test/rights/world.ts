import { randomUUID } from 'node:crypto';
import { ROLES } from '../../schema/core/roles.ts';
import type { RoleId } from '../../schema/roles/model.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';
import { ADMIN_TOKEN, type Template } from '../support/templates.ts';

/** Everybody the rights are about; `public` has no token, `directus` is a Directus administrator. */
export const EVERYBODY = ['public', 'representative', 'service', 'manager', 'integrator', 'admin', 'directus'] as const;
export type Who = (typeof EVERYBODY)[number];
/** Where time is short, one of each kind: who reads some rows, some collections, and all of both. */
export const TRIED: readonly Who[] = process.env['GUANXI_TEST_SHORT'] ? ['representative', 'service', 'manager'] : EVERYBODY;
export const STAFF = ['representative', 'service', 'manager', 'integrator', 'admin'] as const satisfies RoleId[];

/** Whose row it is: the asker's own in every respect, or another representative's. */
export type Whose = 'own' | 'foreign';
export const WHOSE = ['own', 'foreign'] as const;

type Row = Record<string, unknown>;

/** A served instance with one user per role, a second representative, and rows of both in every collection. */
export interface World {
	crm: Instance;
	/** Ids of users. */
	users: Record<RoleId | 'colleague', string>;
	/** A customer of the representative, one of the colleague, and one of nobody. */
	customers: { own: string; foreign: string; pool: string };
	tokenOf: (who: Who) => string | null;
	as: <T = never>(who: Who, method: string, path: string, body?: unknown) => Promise<Answer<T>>;
	/** Inserts a row below Directus and returns its id; `given` are columns that matter to the test. */
	plant: (collection: string, who: Who, whose: Whose, given?: Row) => Promise<string>;
	stop: () => Promise<void>;
}

const tokenOf = (who: Who): string | null | undefined =>
	who === 'public' ? null : who === 'directus' ? undefined : `token-${who}`;

export async function createWorld(template: Template, env: Record<string, string> = {}): Promise<World> {
	const crm = await startInstance(template, env);
	const users = await createUsers(crm);
	const customer = async (name: string, owner: string | null): Promise<string> => {
		const id = randomUUID();
		await crm.knex('crm_customers').insert({ id, name, code: name, owner, phone: `555-${name}` });
		return id;
	};
	const customers = {
		own: await customer('Own', users.representative),
		foreign: await customer('Foreign', users.colleague),
		pool: await customer('Pool', null),
	};
	return {
		crm,
		users,
		customers,
		tokenOf: (who) => tokenOf(who) ?? (who === 'directus' ? ADMIN_TOKEN : null),
		as: (who, method, path, body) => crm.call(method, path, body, { token: tokenOf(who) }),
		plant: (collection, who, whose, given = {}) => plant({ crm, users, customers }, { collection, who, whose, given }),
		stop: () => crm.stop(),
	};
}

async function createUsers(crm: Instance): Promise<World['users']> {
	const create = async (name: string, role: RoleId): Promise<string> => {
		const user = {
			first_name: name,
			email: `${name}@rights.example.com`,
			password: `password-${name}`,
			token: `token-${name}`,
			role: ROLES.find(({ id }) => id === role)!.role,
		};
		const { data, errors } = await crm.call<{ id: string }>('POST', '/users', user);
		if (!data) throw new Error(JSON.stringify(errors));
		return data.id;
	};
	const ids: [string, string][] = [];
	for (const role of STAFF) ids.push([role, await create(role, role)]);
	return { ...Object.fromEntries(ids), colleague: await create('colleague', 'representative') } as World['users'];
}

/** A row of each collection; rows that hang on others bring those along. */
async function plant(
	{ crm, users, customers }: Pick<World, 'crm' | 'users' | 'customers'>,
	{ collection, who, whose, given }: { collection: string; who: Who; whose: Whose; given: Row },
): Promise<string> {
	const self = who === 'public' || who === 'directus' ? users.admin : users[who];
	const author = whose === 'own' ? self : users.colleague;
	const customer = whose === 'own' && who === 'representative' ? customers.own : customers.foreign;
	const insert = async (table: string, row: Row): Promise<string> => {
		const id = randomUUID();
		await crm.knex(table).insert({ id, ...row });
		return id;
	};
	const text = randomUUID().slice(0, 13);
	const order = (): Row => ({ number: text, customer, status: 'draft', amount: 5, placed_at: new Date(), user_created: author });
	const model = async (): Promise<string> => (await crm.knex('crm_scoring_models').where({ key: 'turnover' }).first('id')).id;
	const program = async (): Promise<string> => (await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id;
	const member = async (): Promise<Row> => ({
		program: await program(),
		customer: await insert('crm_customers', { name: text, code: text, owner: who === 'representative' ? author : users.colleague }),
	});
	const ROWS: Record<string, () => Row | Promise<Row>> = {
		crm_customers: () => ({ name: text, code: text, owner: author }),
		crm_contacts: () => ({ customer, name: text }),
		crm_products: () => ({ sku: text, name: text }),
		crm_orders: order,
		crm_order_lines: async () => ({ order: await insert('crm_orders', order()), description: text }),
		crm_interactions: () => ({ customer, channel: 'phone', occurred_at: new Date(), user: author, user_created: author }),
		crm_tasks: () => ({ title: text, customer, assignee: author, user_created: author }),
		crm_calendars: () => ({ key: text, name: text }),
		crm_events: () => ({ type: 'crm.test.seen', customer, dedupe_key: text, seq: Date.now() * 1000 + Math.floor(Math.random() * 1000) }),
		directus_files: () => ({ storage: 'local', filename_download: text, uploaded_by: author }),
		crm_scoring_models: () => ({
			key: `m${text}`, name: text, method: 'thresholds', classes: JSON.stringify([{ code: 'A', bound: 1 }, { code: 'B', bound: null }]),
		}),
		crm_customer_scores: async () => ({
			model: await model(), customer: await insert('crm_customers', { name: text, code: text, owner: who === 'representative' ? author : users.colleague }), class: 'A', base_class: 'A', value: 7, scored_at: new Date(),
		}),
		crm_complaints: () => ({ customer, subject: text, type: 'complaint', state: 'received' }),
		crm_routing_rules: () => ({ name: text, queue: text }),
		crm_sla_policies: async () => ({ key: `s${text}`, name: text, calendar: (await crm.knex('crm_calendars').first('id')).id }),
		crm_agents: () => ({ user: author, notes: text }),
		crm_loyalty_programs: () => ({ key: `p${text}`, name: text, timezone: 'UTC' }),
		crm_loyalty_rules: async () => ({ key: `r${text}`, name: text, program: await program(), status: 'draft', version: 0, trigger: 'manual', effect: 'fixed', points: 5 }),
		crm_loyalty_rewards: async () => ({ key: `w${text}`, name: text, program: await program(), status: 'draft', points: 5, issued: 0 }),
		crm_loyalty_accounts: member,
		crm_loyalty_entries: async () => ({
			account: await insert('crm_loyalty_accounts', await member()), seq: Math.ceil(Math.random() * 1e9), txn: text, type: 'accrual', points: 5, open_points: 5,
			status: 'open', contra: 'issuance', effective_at: new Date(), available_on: '2026-01-01', expires_on: '9999-12-31',
		}),
	};
	// A user is one agent only: the row of an earlier test is nobody's from now on.
	if (collection === 'crm_agents') await crm.knex('crm_agents').where({ user: given['user'] ?? author }).update({ user: null });
	if (collection === 'crm_settings') {
		if (Object.keys(given).length > 0) await crm.knex('crm_settings').update(given);
		return (await crm.knex('crm_settings').first('id')).id;
	}
	if (collection === 'directus_users') {
		await crm.knex('directus_users').where({ id: author }).update({ title: text, ...given });
		return author;
	}
	const make = ROWS[collection];
	if (!make) throw new Error(`No row for ${collection} yet: add one to test/rights/world.ts`);
	return insert(collection, { ...(await make()), ...given });
}
