import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../scripts/lib/database.ts';
import { crm } from '../support/crm.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Instance } from '../support/instance.ts';

interface Check {
	name: string;
	ok: boolean;
	examples: string[];
	error: string | null;
}

interface Report {
	ok: boolean;
	at: string;
	checks: Check[];
}

eachInstance('the audit', ({ reference }, database) => {
	let instance: Instance;
	let knex: Knex;
	let customer: string;
	const audit = async (): Promise<Report> => (await instance.call<Report>('POST', '/crm/system/audit', {})).data;
	const failed = async (): Promise<Record<string, string[]>> =>
		Object.fromEntries((await audit()).checks.filter(({ ok }) => !ok).map(({ name, examples }) => [name, examples]));

	beforeAll(async () => {
		instance = await startInstance(reference);
		knex = connect(instance.env);
		customer = (await instance.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Audited' })).data.id;
		const order = { number: 'A-1', customer, amount: 5, status: 'paid', placed_at: new Date(Date.now() - 86_400_000).toISOString() };
		await instance.call('POST', '/items/crm_orders', order);
		await instance.call('POST', '/items/crm_interactions', { customer, channel: 'phone', occurred_at: '2026-01-02T00:00:00Z' });
		await instance.call('POST', '/crm/abc/models/pareto/run', {});
	});
	afterAll(async () => {
		await knex.destroy();
		await instance.stop();
	});

	it('is run when somebody asks for it; the status shows the last one with its time', async () => {
		const status = async (): Promise<Report | null> =>
			(await instance.call<{ audit: Report | null }>('GET', '/crm/system/status')).data.audit;
		expect((await status())?.ok, 'the first one who asks has it run').toBe(true);
		const report = await audit();
		expect(report.ok).toBe(true);
		expect(report.checks.length).toBeGreaterThan(8);
		expect(Math.abs(Date.parse(report.at) - Date.now())).toBeLessThan(60_000);
		await knex('crm_customers').where({ id: customer }).update({ code: null });
		expect(await status()).toEqual(report);
		const { code, json } = await crm(instance.env, 'audit');
		expect(code).toBe(1);
		expect(await status()).toEqual(json);
		await knex('crm_customers').where({ id: customer }).update({ code: 'C000001' });
	});

	it.each<[string, (id: string) => Promise<unknown>, (id: string) => Promise<unknown>]>([
		[
			'core.last_activity_matches',
			(id) => knex('crm_customers').where({ id }).update({ last_order_at: null }),
			(id) => knex('crm_customers').where({ id }).update({ last_order_at: knex('crm_orders').max('placed_at') }),
		],
		[
			'core.last_activity_matches',
			(id) => knex('crm_interactions').where({ customer: id }).update({ occurred_at: new Date('2026-02-02T00:00:00Z') }),
			(id) => knex('crm_customers').where({ id }).update({ last_interaction_at: knex('crm_interactions').max('occurred_at') }),
		],
		[
			'abc.value_class_matches_primary_score',
			(id) => knex('crm_customers').where({ id }).update({ value_class: 'C' }),
			(id) => knex('crm_customers').where({ id }).update({ value_class: 'A' }),
		],
		[
			'loyalty.customers_show_their_points',
			(id) => knex('crm_customers').where({ id }).update({ points_available: 5 }),
			(id) => knex('crm_customers').where({ id }).update({ points_available: 0 }),
		],
	])('%s names the customer', async (name, harm, mend) => {
		await harm(customer);
		expect(await failed()).toEqual({ [name]: [customer] });
		await mend(customer);
		expect(await failed()).toEqual({});
	});

	it('core.no_dead_actions names the action', async () => {
		const action = { kind: 'core.tell', due_at_ms: 0, state: 'dead', attempts: 8, payload: '{}', dedupe_key: randomUUID(), created_at_ms: 0 };
		await knex('crm_actions').insert(action);
		const { id } = await knex('crm_actions').where({ state: 'dead' }).first('id');
		expect(await failed()).toEqual({ 'core.no_dead_actions': [String(id)] });
		await knex('crm_actions').where({ id }).del();
	});

	it('core.events_are_append_only names the trigger; on SQLite the next change of a field makes it again', async () => {
		const event = (await knex('crm_events').first('id')) ?? (await instance.call<{ id: string }>('POST', '/items/crm_events', { type: 'x' })).data;
		await expect(knex('crm_events').where({ id: event.id }).update({ type: 'forged' })).rejects.toThrow(/append-only/);
		const name = await aTrigger(knex, database);
		await knex.raw(database === 'PostgreSQL' ? `DROP TRIGGER ${name} ON crm_events` : `DROP TRIGGER ${name}`);
		expect(await failed()).toEqual({ 'core.events_are_append_only': [name] });
		if (database !== 'SQLite') return;
		const field = { field: 'my_note', type: 'string', meta: {}, schema: {} };
		expect((await instance.call('POST', '/fields/crm_events', field)).status).toBe(200);
		while (Object.keys(await failed()).length > 0); // Directus tells of it after its answer.
	});

	it('a check that cannot be made is reported with the reason, and the others are made', async () => {
		await knex.schema.renameTable('crm_actions', 'crm_actions_away');
		const { ok, checks } = await audit();
		await knex.schema.renameTable('crm_actions_away', 'crm_actions');
		expect(ok).toBe(false);
		const broken = checks.find(({ name }) => name === 'core.no_dead_actions');
		expect(broken).toMatchObject({ ok: false, examples: [], error: expect.stringContaining('crm_actions') as unknown });
		const failed = checks.filter(({ error }) => error !== null);
		expect(failed.filter(({ error }) => !error!.includes('crm_actions')), 'only what looks there').toEqual([]);
		expect(failed.length).toBeLessThan(4);
	});
});

async function aTrigger(knex: Knex, database: string): Promise<string> {
	const sql = {
		SQLite: `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'crm_events'`,
		PostgreSQL: `SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = 'crm_events'::regclass`,
		MariaDB: `SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_TABLE = 'crm_events' AND TRIGGER_SCHEMA = DATABASE()`,
	}[database]!;
	const answer = await knex.raw(sql);
	const rows = (answer.rows ?? (database === 'MariaDB' ? answer[0] : answer)) as { name: string }[];
	return rows.map(({ name }) => name).sort()[0]!;
}
