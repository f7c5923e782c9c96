import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directus } from '../../scripts/lib/directus.ts';
import { exec } from '../../scripts/lib/exec.ts';
import { DIRECTUS_CLI, ROOT } from '../../scripts/lib/paths.ts';
import { enqueueActions, factAction } from '../../extensions/core/src/api/actions/enqueue.ts';
import { serve, type Instance } from '../support/instance.ts';
import { freePort, whyNoPostgres } from '../support/postgres-cluster.ts';
import { startRedis, whyNoRedis, type RedisServer } from '../support/redis-server.ts';
import { copyTemplate } from '../support/templates.ts';

const reason = whyNoRedis() ?? whyNoPostgres();
const suite = reason ? describe.skip : describe;

suite(`two servers on one PostgreSQL with Redis${reason ? ` (skipped: ${reason})` : ''}`, () => {
	let redis: RedisServer;
	let both: Instance[];
	let first: Instance;

	beforeAll(async () => {
		redis = await startRedis();
		const env = await copyTemplate('pg-bare', {
			REDIS: redis.url,
			SYNCHRONIZATION_STORE: 'redis',
			CACHE_ENABLED: 'true',
			CACHE_STORE: 'redis',
			CACHE_NAMESPACE: randomUUID(),
			CRM_SCHEDULES: 'on',
			CRM_SEED: 'reference',
		});
		// Both are set up and started at the same moment.
		await Promise.all([1, 2].map(() => directus(['crm', 'setup', '--fingerprint', 'test'], env)));
		both = await Promise.all([1, 2].map(async () => serve({ ...env, PORT: String(await freePort()) })));
		first = both[0]!;
	});
	afterAll(async () => {
		await Promise.all(both.map((instance) => instance.stop()));
		await redis.stop();
	});

	async function until(check: () => Promise<boolean>): Promise<void> {
		while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 200));
	}

	it('the race of the first start leaves one of everything', async () => {
		const names: string[] = await first.knex('directus_extensions').pluck('folder');
		expect(new Set(names).size).toBe(names.length);
		for (const collection of ['crm_calendars', 'crm_scoring_models']) {
			const keys: string[] = await first.knex(collection).pluck('key');
			expect(keys.length).toBeGreaterThan(1);
			expect(new Set(keys).size).toBe(keys.length);
		}
		for (const { call } of both) expect((await call('GET', '/crm/system/status')).status).toBe(200);
	});

	it('facts put down once are told once', async () => {
		const facts = Array.from({ length: 60 }, (_, i) => ({
			type: 'crm.example.thing_done',
			subjectCollection: 'crm_customers',
			subjectId: `s${i}`,
			payload: {},
			occurredAt: new Date(),
			dedupeKey: `cluster:${i}`,
		}));
		await first.knex.transaction((trx) => enqueueActions(trx, facts.map((fact) => factAction(fact, new Date())), new Date()));
		await until(async () => (await first.knex('crm_actions').whereNot('state', 'done')).length === 0);
		const told: string[] = await first.knex('crm_events').where({ type: 'crm.example.thing_done' }).pluck('subject_id');
		expect(told.sort()).toEqual(facts.map(({ subjectId }) => subjectId).sort());
	});

	it('refused rows of an import are handed out by both', async () => {
		const file = 'number,placed_at,customer,amount\nR-1,,RC,5\nR-2,2026-01-05,RC,5\n';
		const started = await first.call<{ id: string }>('POST', '/crm/system/imports', file);
		const path = `/crm/system/imports/${started.data.id}`;
		await until(async () => (await first.call<{ state: string }>('GET', path)).data.state === 'done');
		for (const { call } of both) {
			const { data } = await call<{ reject_file: string }>('GET', path);
			expect(data.reject_file).toBe(`${path}/rejects`);
			const rejects = await call('GET', data.reject_file);
			expect(rejects.status).toBe(200);
			expect(rejects.text).toContain('R-1,,RC,5,2,placed_at,');
		}
	});

	it.each([
		{ why: 'inside Directus', script: DIRECTUS_CLI, args: ['crm'] },
		{ why: 'as npm run crm does it', script: join(ROOT, 'scripts', 'import.ts'), args: [] },
	])('after an import on the command line, $why, both forget what they had cached', async ({ script, args }) => {
		const code = `IC${args.length}`;
		const { data: customer } = await first.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Imported', code });
		const read = async (crm: Instance) =>
			(await crm.call<{ last_order_at: string | null }>('GET', `/items/crm_customers/${customer.id}?fields=last_order_at`)).data.last_order_at;
		for (const crm of both) expect([await read(crm), await read(crm)], 'the second from the cache').toEqual([null, null]);
		const file = join(first.env['CRM_DATA_DIR']!, `${code}.csv`);
		writeFileSync(file, `number,placed_at,customer,amount\n${code}-1,2026-01-05,${code},5\n`);
		const done = await exec(process.execPath, [script, ...args, 'import', 'orders', file, '--json'], { cwd: ROOT, env: first.env });
		expect(done.code, done.output).toBe(0);
		for (const crm of both) expect(await read(crm)).not.toBeNull();
	});

	it('a scheduled run happens once, and both forget what they had cached', async () => {
		const { data: customer } = await first.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Cached' });
		const placed = new Date(Date.now() - 86_400_000).toISOString();
		await first.call('POST', '/items/crm_orders', { number: 'C-1', customer: customer.id, amount: 10, status: 'paid', placed_at: placed });
		const read = (crm: Instance) => crm.call<{ value_class: string | null }>('GET', `/items/crm_customers/${customer.id}?fields=value_class`);
		for (const crm of both) {
			expect((await read(crm)).data.value_class).toBeNull();
			expect((await read(crm)).data.value_class, 'now from the cache').toBeNull();
		}
		const longAgo = new Date('2026-01-01T00:00:00Z');
		const { id: model } = await first.knex('crm_scoring_models').where({ key: 'pareto' }).first('id');
		const runs = () => first.knex('crm_score_runs').where({ model, state: 'done' });
		const before = (await runs()).length;
		await first.knex('crm_scoring_models').where({ id: model }).update({ date_created: longAgo, date_updated: longAgo });
		await Promise.all(both.map(({ env }) => directus(['crm', 'sweep'], env)));
		await until(async () => (await runs()).length > before);
		expect(await runs()).toHaveLength(before + 1);
		for (const crm of both) expect((await read(crm)).data.value_class).toBe('A');
	});
});
