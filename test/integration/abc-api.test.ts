import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Instance } from '../support/instance.ts';

interface ClassRow {
	code: string;
	customers: number;
	customer_share: number;
	value: number;
	value_share: number;
}
interface Run {
	run: string;
	customers: number;
	changed: number;
	classes: ClassRow[];
	incomplete?: { orders: number; examples: { number: string; currency: string }[] };
}
interface Model {
	id: string;
	key: string;
}

const CLASSES = [
	{ code: 'A', label: 'A', color: '#18845A', bound: 1000 },
	{ code: 'B', label: 'B', color: '#2563EB', bound: 100 },
	{ code: 'C', label: 'C', color: '#6B7280', bound: null },
];
const model = (change: object = {}): object => ({
	key: `m${Math.random().toString(36).slice(2, 8)}`,
	name: 'Test',
	method: 'thresholds',
	classes: CLASSES,
	...change,
});

eachInstance('/crm/abc', ({ reference }) => {
	let crm: Instance;
	const ids = new Map<string, string>();

	const customer = async (name: string, extra: object = {}): Promise<string> => {
		const { data } = await crm.call<{ id: string }>('POST', '/items/crm_customers', { name, ...extra });
		ids.set(name, data.id);
		return data.id;
	};
	const order = (number: string, name: string, amount: number, extra: object = {}) =>
		crm.call('POST', '/items/crm_orders', {
			number,
			customer: ids.get(name),
			amount,
			status: 'paid',
			placed_at: '2026-06-15T00:00:00Z',
			...extra,
		});
	const run = (key: string, body: object = { as_of: '2026-11-01' }) =>
		crm.call<Run>('POST', `/crm/abc/models/${key}/run`, body);

	beforeAll(async () => {
		crm = await startInstance(reference);
		for (const name of ['Big', 'Middle', 'Small', 'Prospect']) await customer(name);
		await customer('Gifted', { growth_potential: 'high' });
		await customer('Broke', { risk: 'insolvent' });
		await order('O-1', 'Big', 6_000_000);
		await order('O-2', 'Middle', 1_500_000);
		await order('O-3', 'Small', 10);
		await order('O-4', 'Gifted', 20);
		await order('O-5', 'Broke', 2_000_000);
		await order('O-6', 'Small', 9_000_000, { status: 'cancelled' });
		await order('O-7', 'Small', 9_000_000, { placed_at: '2025-10-31T15:59:59Z' });
		await order('O-8', 'Small', 500, { currency: 'XTS' });
	});
	afterAll(() => crm.stop());

	it('scores, says what it left out, and a repeated run changes nothing', async () => {
		const first = await run('turnover');
		expect(first.status).toBe(200);
		expect(first.data.customers).toBe(6);
		expect(first.data.classes.map(({ code, customers }) => [code, customers])).toEqual([['A', 2], ['B', 1], ['C', 3]]);
		expect(first.data.incomplete).toMatchObject({ orders: 1, examples: [{ number: 'O-8', currency: 'XTS' }] });
		const shares = first.data.classes.reduce((sum, row) => sum + row.value_share, 0);
		expect(shares).toBeCloseTo(1, 6);
		expect((await run('turnover')).data.changed).toBe(0);
	});

	it('a dry run writes nothing', async () => {
		const before = await crm.knex('crm_customer_scores').count({ n: '*' });
		const { data } = await run('pyramid', { as_of: '2026-11-01', dry_run: true });
		expect(data.run).toBeNull();
		expect(await crm.knex('crm_customer_scores').count({ n: '*' })).toEqual(before);
	});

	it('the primary model gives customers their class and their figures', async () => {
		await run('pareto');
		const { data } = await crm.call<Record<string, unknown>>(
			'GET', `/items/crm_customers/${ids.get('Big')}?fields=value_class,turnover_12m,order_count_12m,value_class_since`,
		);
		expect(data).toMatchObject({ value_class: 'A', order_count_12m: 1 });
		expect(Number(data['turnover_12m'])).toBe(6_000_000);
		expect(data['value_class_since']).not.toBeNull();
	});

	it('explains each step of a class', async () => {
		await run('turnover');
		const explain = async (name: string) =>
			(await crm.call<Record<string, never>>('GET', `/crm/abc/models/turnover/customers/${ids.get(name)}`)).data;
		expect(await explain('Big')).toMatchObject({ class: 'A', base_class: 'A', value: 6_000_000, rank: 1 });
		expect(await explain('Gifted')).toMatchObject({ class: 'A', base_class: 'C' });
		expect(await explain('Broke')).toMatchObject({ class: 'C', base_class: 'B' });
		const { reasons } = (await explain('Broke')) as unknown as { reasons: { code: string; message: string }[] };
		expect(reasons.length).toBeGreaterThanOrEqual(2);
		for (const { message } of reasons) expect(message).not.toBe('');
	});

	it('answers summary, Pareto curve, changes and effort', async () => {
		await run('pareto');
		const summary = await crm.call<Run>('GET', '/crm/abc/models/pareto/summary');
		expect(summary.data.classes.map(({ code }) => code)).toEqual(['A', 'B', 'C']);
		const { data: curve } = await crm.call<{ customer_share: number; value_share: number }[]>(
			'GET', '/crm/abc/models/pareto/pareto?points=50',
		);
		expect(curve[0]).toEqual({ customer_share: 0, value_share: 0 });
		expect(curve.at(-1)).toEqual({ customer_share: 1, value_share: 1 });
		const changes = await crm.call('GET', '/crm/abc/models/pareto/changes?from=2026-01-01&to=2027-12-31');
		expect(changes.status).toBe(200);
		const effort = await crm.call<{ classes: { code: string; effort_index: number | null }[]; findings: unknown[] }>(
			'GET', '/crm/abc/effort?model=pareto',
		);
		expect(effort.data.classes.map(({ code }) => code)).toEqual(['A', 'B', 'C']);
	});

	it('previews an unsaved model without writing', async () => {
		const before = await crm.knex('crm_customer_scores').count({ n: '*' });
		const { status, data } = await crm.call<{ classes: ClassRow[] }>('POST', '/crm/abc/models/preview', {
			model: model(), as_of: '2026-11-01',
		});
		expect(status).toBe(200);
		expect(data.classes.map(({ customers }) => customers).reduce((a, b) => a + b)).toBe(6);
		expect(await crm.knex('crm_customer_scores').count({ n: '*' })).toEqual(before);
	});

	it.each([
		{ why: 'bounds do not fall', change: { classes: [{ ...CLASSES[0], bound: 50 }, CLASSES[1], CLASSES[2]] }, field: 'classes' },
		{ why: 'a second primary model takes everybody', change: { is_primary: true }, field: 'is_primary' },
		{ why: 'the matrix names an unknown class', change: { potential_matrix: [{ class: 'X', potential: 'high', result: 'A' }] }, field: 'potential_matrix' },
		{ why: 'an empty filter object means nothing', change: { customer_filter: {} }, field: 'customer_filter' },
		{ why: 'a filter on a field that does not exist', change: { customer_filter: { nope: { _eq: 1 } } }, field: 'customer_filter' },
		{ why: 'an order filter with an unknown operator', change: { order_filter: { amount: { _about: 1 } } }, field: 'order_filter' },
		{ why: 'the schedule is not a cron expression', change: { schedule: 'sometimes' }, field: 'schedule' },
		{ why: 'the risk class is unknown', change: { risk_class: 'Z' }, field: 'risk_class' },
		{ why: 'the method is unknown', change: { method: 'guess' }, field: 'method' },
		{ why: 'the window is empty', change: { window_months: 0 }, field: 'window_months' },
	])('refuses to save a model when $why, naming the field', async ({ change, field }) => {
		const { status, errors } = await crm.call('POST', '/items/crm_scoring_models', model(change));
		expect(status).toBe(400);
		expect(errors[0]?.message).toContain(field);
	});

	it('refuses a bad change of a saved model, and keeps the model', async () => {
		const { data } = await crm.call<Model>('POST', '/items/crm_scoring_models', model());
		const answer = await crm.call('PATCH', `/items/crm_scoring_models/${data.id}`, { schedule: 'sometimes' });
		expect(answer.status).toBe(400);
		expect(answer.errors[0]?.message).toContain('schedule');
	});

	it('a model with its own customer filter scores only those, also by a field an admin added', async () => {
		await crm.call('POST', '/fields/crm_customers', { field: 'vip_hint', type: 'string', schema: {}, meta: {} });
		await crm.call('PATCH', `/items/crm_customers/${ids.get('Small')}`, { vip_hint: 'yes' });
		const own = { key: 'own', customer_filter: { vip_hint: { _eq: 'yes' } } };
		expect((await crm.call('POST', '/items/crm_scoring_models', model(own))).status).toBe(200);
		const { data } = await run('own');
		expect(data.customers).toBe(1);
	});

	it('one step puts another model in the place of the primary one', async () => {
		const primaries = async (): Promise<string[]> =>
			(await crm.call<Model[]>('GET', '/items/crm_scoring_models?filter[is_primary][_eq]=true')).data.map(({ key }) => key);
		expect((await crm.call('POST', '/crm/abc/models/turnover/primary', {})).status).toBe(200);
		expect(await primaries()).toEqual(['turnover']);
		expect((await crm.call('POST', '/crm/abc/models/own/primary', {})).errors[0]?.extensions.reason).toBe('has_customer_filter');
		const back = [1, 2].map(() => crm.call('POST', '/crm/abc/models/pareto/primary', {}, { headers: { 'idempotency-key': 'back' } }));
		const [one, other] = await Promise.all(back);
		expect(one!.data, 'a double click is one change').toEqual({ primary: 'pareto', before: ['turnover'] });
		expect(other!.data).toEqual(one!.data);
		expect(await primaries()).toEqual(['pareto']);
		const facts = await crm.call<{ payload: object; actor: string }[]>(
			'GET', '/items/crm_events?filter[type][_eq]=crm.abc.primary_model_changed&sort=seq&fields=payload,actor',
		);
		expect(facts.data.map(({ payload }) => payload)).toEqual([
			{ primary: 'turnover', before: ['pareto'] },
			{ primary: 'pareto', before: ['turnover'] },
		]);
		expect(facts.data[0]!.actor).not.toBeNull();
	});

	it('a primary model with a filter comes before the one that takes everybody, whatever its sort', async () => {
		const region = { key: 'region', is_primary: true, customer_filter: { region: { _eq: 'X' } }, sort: 900 };
		const made = await crm.call<Model>('POST', '/items/crm_scoring_models', model(region));
		expect(made.status).toBe(200);
		await crm.call('PATCH', `/items/crm_customers/${ids.get('Small')}`, { region: 'X' });
		await run('pareto');
		await run('region');
		const { data } = await crm.call<{ value_class: string }>('GET', `/items/crm_customers/${ids.get('Big')}?fields=value_class`);
		expect(data.value_class).toBe('A');
		await crm.call('DELETE', `/items/crm_scoring_models/${made.data.id}`);
	});

	it('plain tables cannot be written through /items, not even by an administrator', async () => {
		await run('pareto');
		const { data: kept } = await crm.call<{ work_table: string }[]>('GET', '/items/crm_score_work?fields=work_table');
		const plain = ['crm_score_runs', 'crm_score_work', 'crm_score_dirty', ...kept.map((row) => row.work_table)];
		expect(plain.length).toBeGreaterThan(3);
		for (const table of [...plain, 'crm_class_history', 'crm_meta', 'crm_counters', 'crm_imports']) {
			const answer = await crm.call('POST', `/items/${table}`, {});
			expect([table, answer.status]).toEqual([table, 403]);
		}
	});

	it('callers without rights learn nothing about models, not even why a model would be refused', async () => {
		const answer = await crm.call('POST', '/items/crm_scoring_models', model({ method: 'guess' }), { token: null });
		expect(answer.status).toBe(403);
	});

	it('values outside a closed list are refused', async () => {
		const answer = await crm.call('POST', '/items/crm_customers', { name: 'X', risk: 'bogus' });
		expect(answer.status).toBe(400);
	});

	it('a model with scores can be deleted; the only primary one cannot', async () => {
		const { data } = await crm.call<Model>('POST', '/items/crm_scoring_models', model({ key: 'short' }));
		await run('short');
		expect((await crm.call('DELETE', `/items/crm_scoring_models/${data.id}`)).status).toBe(204);
		const { data: primary } = await crm.call<Model[]>('GET', '/items/crm_scoring_models?filter[key][_eq]=pareto');
		const refused = await crm.call('DELETE', `/items/crm_scoring_models/${primary[0]!.id}`);
		expect(refused.status).toBe(400);
		expect(refused.errors[0]?.message).toContain('is_primary');
	});

	it.each([
		['POST', '/crm/abc/models/nope/run', {}, 404],
		['POST', '/crm/abc/models/pareto/run', { as_of: 'yesterday' }, 400],
		['POST', '/crm/abc/models/pareto/run', { nonsense: 1 }, 400],
		['GET', '/crm/abc/models/nope/summary', undefined, 404],
		['GET', '/crm/abc/models/pareto/customers/not-a-uuid', undefined, 404],
		['GET', '/crm/abc/models/pareto/customers/00000000-0000-4000-8000-00000000dead', undefined, 404],
		['GET', '/crm/abc/models/pareto/pareto?points=x', undefined, 400],
		['GET', '/crm/abc/models/pareto/changes?from=x', undefined, 400],
		['GET', '/crm/abc/models/pareto/changes?from=2026-02-01&to=2026-01-01', undefined, 400],
		['POST', '/crm/abc/models/pareto/run', { as_of: '-271821-04-20T00:00:00Z' }, 400],
		['POST', '/crm/abc/models/preview', { model: model({ classes: [{ ...CLASSES[0], bound: [5] }, CLASSES[1], CLASSES[2]] }) }, 400],
		['POST', '/crm/abc/models/preview', { model: model({ customer_filter: { nope: { _eq: 1 } } }) }, 400],
		['POST', '/crm/abc/models/nope/primary', {}, 404],
		['GET', '/crm/abc/effort?model=nope', undefined, 404],
		['GET', '/crm/abc/effort?owner=not-a-uuid', undefined, 404],
		['POST', '/crm/abc/models/preview', { model: { method: 'thresholds', classes: 'x' } }, 400],
		['POST', '/crm/abc/models/preview', { model: model({ classes: [{ ...CLASSES[0], code: true }, CLASSES[1], CLASSES[2]] }) }, 400],
		// Text instead of JSON: without a refusal its dry_run would be lost, and the run be real.
		['POST', '/crm/abc/models/pareto/run', '{"dry_run":true}', 400],
		['POST', '/crm/abc/models/pareto/primary', { dry_run: true }, 400],
		['GET', '/crm/abc/models/%E0%A4%A/summary', undefined, 404],
		['GET', '/crm/system/imports/%E0%A4%A', undefined, 404],
		['GET', '/crm/assets/%', undefined, 404],
		['POST', '/crm/system/actions/retry', { ids: [2 ** 31] }, 400],
	])('%s %s with %j answers %i, never 500', async (method, path, body, status) => {
		const answer = await crm.call(method, path, body);
		expect([answer.status, answer.text.slice(0, 200)]).toEqual([status, expect.any(String)]);
		expect(answer.errors[0]?.extensions.code).toMatch(/^[A-Z_]+$/);
	});

	it.each(['/crm/abc/models/pareto/summary', '/crm/abc/effort', '/crm/system/status'])(
		'%s is closed to callers without a login',
		async (path) => {
			const answer = await crm.call('GET', path, undefined, { token: null });
			expect([401, 403]).toContain(answer.status);
		},
	);

	it('announces who was reclassified, in an event that Flows see, but not on a first run', async () => {
		const { data } = await crm.call<Model>('POST', '/items/crm_scoring_models', model({ key: 'told' }));
		await run('told', { as_of: '2026-11-01' });
		const facts = () =>
			crm.knex('crm_events').where({ type: 'crm.abc.customers_reclassified', subject_id: data.id });
		expect(await facts()).toHaveLength(0);
		await order('O-9', 'Prospect', 5000);
		await run('told', { as_of: '2026-11-01' });
		const told = await facts();
		expect(told).toHaveLength(1);
		const payload = typeof told[0].payload === 'string' ? JSON.parse(told[0].payload) : told[0].payload;
		expect(payload.customers).toMatchObject([{ customer: ids.get('Prospect'), from: 'C', to: 'A' }]);
	});

	it('a run makes nobody undeletable: scores go with their customer, and stay with one that orders hold', async () => {
		const gone = await customer('Gone');
		await run('turnover');
		const scores = (id: string) => crm.knex('crm_customer_scores').where({ customer: id }).pluck('model');
		expect(await scores(gone)).not.toEqual([]);
		const held = await scores(ids.get('Big')!);
		expect((await crm.call('DELETE', '/items/crm_customers', [gone, ids.get('Big')])).status).toBeGreaterThanOrEqual(400);
		expect(await scores(ids.get('Big')!)).toEqual(held);
		expect((await crm.call('DELETE', `/items/crm_customers/${gone}`)).status).toBe(204);
		expect(await scores(gone)).toEqual([]);
		expect((await run('turnover')).status).toBe(200);
	});
});
