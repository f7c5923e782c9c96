import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { Knex } from 'knex';
import type { Reclassification } from '../../../extensions/abc-scoring/src/application/ports.ts';
import { findRun } from '../../../extensions/abc-scoring/src/api/sql/run-records.ts';
import { createScoringStore } from '../../../extensions/abc-scoring/src/api/sql/scoring-store.ts';
import { announceMoves } from '../../../extensions/abc-scoring/src/application/announce-moves.ts';
import { explainCustomer } from '../../../extensions/abc-scoring/src/application/explain-customer.ts';
import { previewModel } from '../../../extensions/abc-scoring/src/application/preview-model.ts';
import { readChanges } from '../../../extensions/abc-scoring/src/application/read-changes.ts';
import { readEffort } from '../../../extensions/abc-scoring/src/application/read-effort.ts';
import { runModel, type RunInput } from '../../../extensions/abc-scoring/src/application/run-model.ts';
import { readModel } from '../../../extensions/abc-scoring/src/domain/model.ts';
import { eachDatabase } from '../../support/databases.ts';
import {
	addAmounts,
	addCustomers,
	addModel,
	classesOf,
	createScoringTables,
	insertAll,
	NOW,
	PARETO,
	portsOn,
	RECENT,
	TURNOVER,
} from '../../support/scoring.ts';

const DAY_MS = 86_400_000;
const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

eachDatabase('runs', (_name, connect) => {
	let knex: Knex;

	beforeEach(async () => {
		knex = await connect();
		await createScoringTables(knex);
	});

	const run = async (input: Partial<RunInput> = {}, extra: Parameters<typeof portsOn>[1] = {}) => {
		const result = await runModel(portsOn(knex, extra), { key: 'turnover', ...input });
		if (!result.ok) throw new Error(JSON.stringify(result));
		return result.data;
	};

	test('hysteresis: exactly the relaxed bound is kept, a cent less falls, and only those who held it are held', async () => {
		const model = await addModel(knex, { ...TURNOVER, hysteresis_percent: 10 });
		const ids = await addAmounts(knex, [5_000_000, 5_000_000, 4_500_000, 5_000_000]);
		await run();
		const set = (index: number, amount: string) => knex('crm_orders').where({ customer: ids[index] }).update({ amount });
		await set(0, '4500000.00');
		await set(1, '4499999.99');
		await set(3, '900000.00');
		await run();
		const classes = await classesOf(knex, model);
		// The last one fell through two bounds: past A's relaxed one, but not past B's (900,000).
		expect(ids.map((id) => classes.get(id))).toEqual(['A', 'B', 'B', 'B']);
		expect((await run()).changed).toBe(0);
		const answer = await explainCustomer(portsOn(knex), 'turnover', ids[0]!);
		expect(answer.ok && answer.data).toMatchObject({
			class: 'A',
			base_class: 'B',
			next_border_up: null,
			next_border_down: 4_500_000,
			reasons: [{ code: 'value', class: 'B' }, { code: 'held', class: 'A', from: 'B' }],
		});
	});

	test('a held customer stays held when the matrix of the model is edited', async () => {
		const model = await addModel(knex, {
			...TURNOVER,
			hysteresis_percent: 10,
			potential_matrix: [{ class: 'A', potential: 'high', result: 'B' }],
		});
		const [id] = await addCustomers(knex, [{ orders: [{ amount: 5_000_000 }], fields: { growth_potential: 'high' } }]);
		await run();
		await knex('crm_orders').update({ amount: '4600000.00' });
		await run();
		await knex('crm_scoring_models').update({ potential_matrix: '[]' });
		await run();
		expect((await classesOf(knex, model)).get(id!)).toBe('A');
	});

	test('a dry run and a preview write nothing and say what would happen', async () => {
		await addModel(knex, TURNOVER);
		await addAmounts(knex, [6_000_000, 2_000_000, 5]);
		const dry = await run({ dryRun: true });
		expect(dry).toMatchObject({ run: null, customers: 3, changed: 3, dry_run: true });
		const draft = readModel({ ...TURNOVER, classes: [{ code: 'A', bound: 2_000_000 }, { code: 'B' }] });
		const preview = await previewModel(portsOn(knex), { model: draft });
		expect(preview.ok && preview.data.classes.map((item) => item.customers)).toEqual([2, 1]);
		for (const table of ['crm_customer_scores', 'crm_score_runs', 'crm_class_history']) {
			expect(await knex(table).first(), table).toBeUndefined();
		}
		await run();
		const compared = await previewModel(portsOn(knex), { model: draft });
		expect(compared.ok && compared.data.moves).toEqual([
			{ from: 'B', to: 'A', customers: 1 },
			{ from: 'C', to: 'B', customers: 1 },
		]);
	});

	test('facts: none on the first run, then at most a thousand customers each, and none when nothing moves', async () => {
		await addModel(knex, TURNOVER);
		await addAmounts(knex, Array.from({ length: 2001 }, () => 100));
		const batches: Reclassification[] = [];
		const store = createScoringStore(knex);
		const collect = (batch: Reclassification) => Promise.resolve(void batches.push(batch));
		const outbox = { actor: null, flush: async (id: string) => announceMoves((await findRun(knex, id))!, store, collect) };
		await run({}, { outbox });
		expect(batches).toEqual([]);
		await knex('crm_orders').update({ amount: 1_000_000 });
		await run({}, { outbox });
		expect(batches.map((batch) => batch.customers.length)).toEqual([1000, 1000, 1]);
		expect(batches[0]!.customers[0]).toMatchObject({ from: 'C', to: 'B', driver: 'own_value' });
		await run({}, { outbox });
		expect(batches).toHaveLength(3);
	});

	test('a run that is killed half-way is told too: the action is put down before the first write', async () => {
		await addModel(knex, TURNOVER);
		await addAmounts(knex, [100]);
		await run();
		await knex('crm_orders').update({ amount: 1_000_000 });
		const told: string[] = [];
		const outbox = { actor: 'somebody', flush: (id: string) => Promise.resolve(void told.push(id)) };
		const ports = portsOn(knex, { outbox });
		const finishRun = () => Promise.reject(new Error('killed'));
		await expect(runModel({ ...ports, store: { ...ports.store, finishRun } }, { key: 'turnover' })).rejects.toThrow('killed');
		expect(told).toEqual([]);
		const { id, lease_until: lease } = await knex('crm_score_runs').where({ state: 'failed' }).first('id', 'lease_until');
		const action = await knex('crm_actions').first();
		expect(action).toMatchObject({ kind: 'abc.announce-moves', state: 'scheduled' });
		expect(JSON.parse(action.payload)).toEqual({ run: id, actor: 'somebody' });
		expect(Number(action.due_at_ms)).toBe(new Date(lease).getTime());
		expect((await ports.store.movesOfRun(id, { after: 0, limit: 10 })).map(({ to }) => to)).toEqual(['B']);
	});

	test('two runs at once: the second is refused; a dead run frees its model after the lease', async () => {
		const model = await addModel(knex, TURNOVER);
		await addAmounts(knex, [5]);
		const dead = { id: randomUUID(), model, model_key: 'turnover', running: model, state: 'running', is_first: true };
		const times = { as_of: NOW, window_start: RECENT, started_at: NOW, lease_until: later(0.01) };
		await knex('crm_score_runs').insert({ ...dead, ...times });
		expect(await runModel(portsOn(knex), { key: 'turnover' })).toEqual({ ok: false, reason: 'already_running' });
		expect((await run({}, { now: later(1) })).customers).toBe(1);
		expect(await knex('crm_score_runs').where({ id: dead.id }).first('state')).toEqual({ state: 'failed' });
	});

	test('refusals name their reason', async () => {
		await addModel(knex, { ...TURNOVER, key: 'broken', risk_class: 'X' });
		await addModel(knex, TURNOVER);
		const reason = async (input: RunInput) => {
			const result = await runModel(portsOn(knex), input);
			return result.ok ? null : result.reason;
		};
		expect(await reason({ key: 'nothing' })).toBe('model_not_found');
		expect(await reason({ key: 'broken' })).toBe('invalid_model');
		expect(await reason({ key: 'turnover', asOf: '2026-02-31' })).toBe('invalid_as_of');
	});

	test('a failing run leaves its error and frees the model', async () => {
		await addModel(knex, TURNOVER);
		const adjustCutPoints = () => Promise.reject(new Error('third party'));
		await expect(run({}, { adjustCutPoints })).rejects.toThrow('third party');
		expect(await knex('crm_score_runs').first('state', 'error')).toEqual({ state: 'failed', error: 'third party' });
		expect((await run()).customers).toBe(0);
	});

	test('a third party may move the cut points, once per run and in order', async () => {
		const model = await addModel(knex, TURNOVER);
		const ids = await addAmounts(knex, [4_000_000, 3_999_999.99]);
		let calls = 0;
		await run({}, {
			adjustCutPoints: (points) => {
				calls++;
				return Promise.resolve(points.map((point) => (point.class === 'A' ? { ...point, value: 4_000_000 } : point)));
			},
		});
		const classes = await classesOf(knex, model);
		expect(ids.map((id) => classes.get(id))).toEqual(['A', 'B']);
		expect(calls).toBe(1);
		const unordered = (points: { class: string; value: number | null; held_value: number | null }[]) =>
			Promise.resolve(points.map((point) => (point.class === 'B' ? { ...point, value: 9e6 } : point)));
		await expect(run({}, { adjustCutPoints: unordered })).rejects.toThrow('above a better one');
	});

	test('regions with bounds of their own: the first primary model that scores a customer gives the value class', async () => {
		const [north, south, far] = await addCustomers(knex, ['north', 'south', 'far'].map((region) => ({ orders: [{ amount: 2_000_000 }], fields: { region } })));
		await addModel(knex, { ...TURNOVER, is_primary: true, sort: 9 });
		const strict = [{ code: 'A', bound: 1_000_000 }, { code: 'B', bound: 10 }, { code: 'C' }];
		await addModel(knex, { ...TURNOVER, key: 'north', classes: strict, is_primary: true, sort: 1, customer_filter: { _ids: [north] } });
		await run({ key: 'turnover' });
		await run({ key: 'north' });
		const valueClass = async (id: string | undefined) => (await knex('crm_customers').where({ id }).first('value_class')).value_class;
		expect([await valueClass(north), await valueClass(south), await valueClass(far)]).toEqual(['A', 'B', 'B']);
		expect((await run({ key: 'turnover' })).changed).toBe(0);
		expect(await valueClass(north)).toBe('A');

		await knex('crm_scoring_models').where({ key: 'north' }).update({ customer_filter: JSON.stringify({ _ids: [south] }) });
		expect(await run({ key: 'north' })).toMatchObject({ customers: 1, changed: 2 });
		expect([await valueClass(north), await valueClass(south)]).toEqual(['B', 'A']);
		await run({ key: 'turnover' });
		expect([await valueClass(north), await valueClass(south)]).toEqual(['B', 'A']);
	});

	test('archived customers lose the score, keep their class and their history', async () => {
		await addModel(knex, { ...TURNOVER, is_primary: true });
		const [gone, kept] = await addAmounts(knex, [6_000_000, 6_000_000]);
		await run();
		await knex('crm_customers').where({ id: gone }).update({ status: 'archived' });
		expect(await run({}, { now: later(1) })).toMatchObject({ customers: 1, changed: 1 });
		expect(await knex('crm_customers').where({ id: gone }).first('value_class')).toEqual({ value_class: 'A' });
		expect(await explainCustomer(portsOn(knex), 'turnover', gone!)).toEqual({ ok: false, reason: 'customer_not_found' });
		const changes = await readChanges(portsOn(knex), { key: 'turnover' });
		expect(changes.ok && changes.data.changes).toMatchObject([{ customer: gone, from: 'A', to: null, driver: 'left' }]);
		expect((await classesOf(knex, (await knex('crm_scoring_models').first('id')).id)).get(kept!)).toBe('A');
	});

	test('a customer\'s own fields: class, since when, turnover and number of orders; "since" stays while the class does', async () => {
		await addModel(knex, { ...TURNOVER, is_primary: true });
		const [id] = await addCustomers(knex, [{ orders: [{ amount: 700, refunded: 100 }, { amount: 400 }] }]);
		await run();
		const fields = async () => {
			const row = await knex('crm_customers').where({ id }).first();
			return [row.value_class, new Date(row.value_class_since).getTime(), Number(row.turnover_12m), row.order_count_12m];
		};
		expect(await fields()).toEqual(['C', NOW.getTime(), 1000, 2]);
		await addCustomerOrder(knex, id!, 5, later(0.5));
		await run({}, { now: later(1) });
		expect(await fields()).toEqual(['C', NOW.getTime(), 1005, 3]);
		await addCustomerOrder(knex, id!, 6_000_000, later(1.5));
		await run({}, { now: later(2) });
		expect(await fields()).toEqual(['A', later(2).getTime(), 6_001_005, 4]);
	});

	test('orders without an exchange rate are left out, counted and listed', async () => {
		await addModel(knex, TURNOVER);
		await addCustomers(knex, [{ orders: [{ amount: 900_000, currency: 'USD' }, { amount: 5, currency: 'XXX' }, { amount: 7, currency: null }] }]);
		const rates = [{ currency: 'USD', rate: 7.1, valid_from: '2026-02-01' }, { currency: 'USD', rate: 1, valid_from: '2025-01-01' }];
		const answer = await run({}, { settings: { timezone: 'Asia/Shanghai', currency: 'CNY', exchangeRates: rates } });
		expect(answer.classes[0]).toMatchObject({ code: 'A', customers: 1, value: 6_390_007 });
		expect(answer.incomplete).toMatchObject({ reason: 'missing_exchange_rate', orders: 1, examples: [{ currency: 'XXX' }] });
		expect((await run({}, { settings: { timezone: 'Asia/Shanghai', currency: 'CNY' } })).incomplete?.orders).toBe(2);
	});

	test('why: ties share the smaller rank, the cumulative share includes them, the borders are values', async () => {
		await addModel(knex, PARETO);
		const ids = await addAmounts(knex, [50, 20, 20, 10]);
		await run({ key: 'pareto' });
		const answer = await explainCustomer(portsOn(knex), 'pareto', ids[2]!);
		if (!answer.ok) throw new Error(answer.reason);
		expect(answer.data).toMatchObject({ class: 'A', rank: 2, customers: 4, value: 20, next_border_up: null, next_border_down: 20 });
		expect(answer.data.cumulative_share).toBeCloseTo(0.9, 12);
		expect(answer.data.reasons[0]!.message).toBe('CNY 20 of turnover in the last 12 months, rank 2 of 4, among the customers who bring the first 70% of value: class A by value.');
		expect(answer.data.history).toMatchObject([{ from: null, to: 'A', driver: 'new' }]);
		const last = await explainCustomer(portsOn(knex, { locale: 'zh-CN' }), 'pareto', ids[3]!);
		expect(last.ok && last.data).toMatchObject({ class: 'C', rank: 4, next_border_up: 20, next_border_down: null });
		expect(last.ok && last.data.reasons[0]!.message).toContain('排名第 4');
	});

	test('why a customer moved: own orders, or the border that others moved', async () => {
		await addModel(knex, PARETO);
		const ids = await addAmounts(knex, [60, 20, 15, 5]);
		await run({ key: 'pareto' });
		await addCustomerOrder(knex, ids[0]!, 1000, RECENT);
		await run({ key: 'pareto' }, { now: later(1) });
		const driver = async (id: string | undefined) => (await knex('crm_class_history').where({ customer: id }).first('driver'))?.driver;
		expect(await driver(ids[1])).toBe('border_moved');
		await addCustomerOrder(knex, ids[3]!, 5000, RECENT);
		await run({ key: 'pareto' }, { now: later(2) });
		expect(await driver(ids[3])).toBe('own_value');
	});

	test('changes between two dates: net moves and customers per class at both ends', async () => {
		await addModel(knex, TURNOVER);
		const ids = await addAmounts(knex, [10, 10, 2_000_000]);
		await run({}, { now: later(0) });
		for (const [day, amount] of [[1, 6_000_000], [2, 10], [3, 2_000_000]] as const) {
			await knex('crm_orders').where({ customer: ids[0] }).update({ amount });
			await run({}, { now: later(day) });
		}
		const read = (from: string, to: string) => readChanges(portsOn(knex), { key: 'turnover', from, to });
		const all = await read(later(0).toISOString(), later(4).toISOString());
		expect(all.ok && all.data.transitions).toEqual([{ from: 'C', to: 'B', customers: 1 }]);
		expect(all.ok && all.data.classes.map((item) => [item.customers_from, item.customers_to])).toEqual([[0, 0], [1, 2], [2, 1]]);
		expect(all.ok && all.data.changes).toHaveLength(3);
		const middle = await read(later(0.5).toISOString(), later(1.5).toISOString());
		expect(middle.ok && middle.data.classes.map((item) => [item.customers_from, item.customers_to])).toEqual([[0, 1], [1, 1], [2, 1]]);
		expect(await read('soon', 'later')).toEqual({ ok: false, reason: 'invalid_period', field: 'from' });
	});

	test('effort of the handbook: shares 70/20/10 of turnover, 15/25/60 of the staff: indices 0.21, 1.25, 6.0', async () => {
		await addModel(knex, PARETO);
		const ids = await addAmounts(knex, [70_000, 10_000, 10_000, ...Array<number>(7).fill(1428.57)]);
		await run({ key: 'pareto' });
		// Twenty people, each working for one class only; nobody logs hours, so interactions decide.
		const people = [...Array(3).fill(0), ...Array(5).fill(1), ...Array(12).fill(9)].map((customer: number) => ({ customer: ids[customer], user: randomUUID() }));
		await insertAll(knex, 'crm_interactions', people.flatMap(({ customer, user }) =>
			[1, 2].map(() => ({ id: randomUUID(), customer, user, channel: 'phone', occurred_at: RECENT }))));
		const answer = await readEffort(portsOn(knex), { key: 'pareto', from: '2026-01-01', to: '2026-03-01' });
		if (!answer.ok) throw new Error(answer.reason);
		const indices = answer.data.classes.map((item) => Math.round(item.effort_index! * 100) / 100);
		expect(indices).toEqual([0.21, 1.25, 6]);
		expect(answer.data.findings.map((finding) => finding.message)).toEqual([
			'60 % of the sales team works on class C, which brings 10 % of turnover.',
			'Class A brings 70 % of turnover but gets only 15 % of the sales team.',
		]);
		const empty = await readEffort(portsOn(knex), { key: 'pareto', to: '2026-01-01' });
		expect(empty.ok && empty.data.findings).toMatchObject([{ code: 'too_few_interactions' }]);
	});
});

async function addCustomerOrder(knex: Knex, customer: string, amount: number, placedAt: Date): Promise<void> {
	const id = randomUUID();
	await knex('crm_orders').insert({ id, number: id, customer, amount, placed_at: placedAt, status: 'paid', currency: 'CNY' });
}
