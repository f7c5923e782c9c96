import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { orderOf } from '../../extensions/loyalty/src/api/orders/order-row.ts';
import { readRuleInputs } from '../../extensions/loyalty/src/api/rules/read-rules.ts';
import { orderEventOf } from '../../extensions/loyalty/src/domain/orders/order-event.ts';
import { decideAward } from '../../extensions/loyalty/src/domain/rules/decide-award.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';
import { readSchema } from '../support/schema-overview.ts';

type Json = Record<string, unknown>;
interface Told { key: string; version: number; outcome: string; points: number; tier_points: number; by?: string; message: string }
interface Simulated { points: number; tier_points: number; rules: Told[]; lines: { line: string; amount: number; points: number }[] }
interface Tested { orders: number; matched: number; points: number; customers: number; by_month: { month: string; points: number }[]; examples: { order: string }[] }

eachInstance('rules of a program', ({ reference }) => {
	let crm: Instance;
	let program: string;
	let customer: string;
	beforeAll(async () => {
		crm = await startInstance(reference);
		customer = await newRow('crm_customers', { name: 'Member', region: 'north' });
	});
	afterAll(() => crm.stop());
	/** What was published once holds for what happened before it ended: each test has rules of its own. */
	beforeEach(async () => {
		program = await newProgram();
	});

	const newRow = async (collection: string, row: Json): Promise<string> => {
		const { data, text } = await crm.call<{ id: string }>('POST', `/items/${collection}`, row);
		if (!data) throw new Error(text);
		return data.id;
	};
	const newProgram = (key = `p${randomUUID().slice(0, 8)}`): Promise<string> => newRow('crm_loyalty_programs', { key, name: 'P', timezone: 'UTC' });
	const ruleRow = (values: Json = {}): Json => ({
		key: `r${randomUUID().slice(0, 8)}`, name: 'Rule', program, status: 'active', trigger: 'order_paid', effect: 'per_amount', points: 1, per_amount: 1, ...values,
	});
	const newRule = (values: Json = {}): Promise<string> => newRow('crm_loyalty_rules', ruleRow(values));
	const newOrder = (values: Json = {}): Promise<string> =>
		newRow('crm_orders', { number: randomUUID(), customer, amount: 100, status: 'paid', placed_at: '2026-05-01T00:00:00Z', paid_at: '2026-05-02T00:00:00Z', ...values });
	const change = (id: string, row: Json): Promise<Answer<Json>> => crm.call('PATCH', `/items/crm_loyalty_rules/${id}`, row);
	const versions = async (rule: string): Promise<Json[]> => crm.knex('crm_loyalty_rule_versions').where({ rule }).orderBy('version');
	const refused = ({ status, errors }: Answer<unknown>): unknown[] => [status, errors?.[0]?.extensions.field, errors?.[0]?.extensions.reason];
	const simulate = async (body: Json, headers: Record<string, string> = {}): Promise<Answer<Simulated>> =>
		crm.call<Simulated>('POST', '/crm/loyalty/simulate', { program: (await crm.knex('crm_loyalty_programs').where({ id: program }).first('key')).key, customer, ...body }, { headers });

	it('an installation brings one rule that gives a point for 1.00', async () => {
		const { data } = await crm.call<Simulated>('POST', '/crm/loyalty/simulate', { program: 'club', customer, order: { amount: '12.90' } });
		expect(data).toMatchObject({ points: 12, tier_points: 12, rules: [{ key: 'club_purchase', version: 1, outcome: 'applied', points: 12 }] });
	});

	it('a draft has no version; publishing makes the first one, which holds since ever, and each change the next', async () => {
		const rule = await newRule({ status: 'draft' });
		await change(rule, { points: 2 });
		expect(await versions(rule)).toEqual([]);
		const before = Date.now();
		await change(rule, { status: 'active' });
		await change(rule, { points: 3 });
		await change(rule, { name: 'Rule' });
		const kept = await versions(rule);
		expect(kept.map(({ version, snapshot }) => [version, JSON.parse(String(snapshot)).points])).toEqual([[1, 2], [2, 3]]);
		expect(Number(kept[0]!['valid_from_ms'])).toBe(0);
		expect(Number(kept[1]!['valid_from_ms'])).toBeGreaterThanOrEqual(before);
		expect((await crm.knex('crm_loyalty_rules').where({ id: rule }).first()).version).toBe(2);
	});

	it('edge case 13: an order is reckoned by the rules as they stood when it was paid', async () => {
		const rule = await newRule({ points: 1 });
		await change(rule, { points: 5 });
		const then = await newOrder();
		const later = await newOrder({ paid_at: new Date(Date.now() + 60_000).toISOString() });
		expect((await simulate({ order: then })).data.points).toBe(100);
		expect((await simulate({ order: later })).data.points).toBe(500);
	});

	it('a rule that an installation brought keeps what it said before it is changed for the first time', async () => {
		const seeded = await crm.knex('crm_loyalty_rules').where({ key: 'club_purchase' }).first();
		await change(seeded.id, { points: 7 });
		expect((await versions(seeded.id)).map(({ version, snapshot }) => [version, JSON.parse(String(snapshot)).points])).toEqual([[1, 1], [2, 7]]);
		const { data } = await crm.call<Simulated>('POST', '/crm/loyalty/simulate', { program: 'club', customer, order: { amount: 10, paid_at: '2026-01-01' } });
		expect(data.points).toBe(10);
	});

	it('a save that Directus refuses leaves no version in force', async () => {
		const rule = await newRule();
		expect((await change(rule, { points: 9, priority: 0 })).status).toBe(400);
		expect((await simulate({ order: { amount: 10 } })).data.points).toBe(10);
		await change(rule, { points: 3 });
		expect((await versions(rule)).map(({ version, snapshot }) => [version, JSON.parse(String(snapshot)).points])).toEqual([[1, 1], [2, 3]]);
	});

	it.each([
		{ row: { points: null }, field: 'points', reason: 'points_missing' },
		{ row: { per_amount: 0 }, field: 'per_amount', reason: 'amount_missing' },
		{ row: { starts_at: '2026-02-01T00:00:00Z', ends_at: '2026-01-01T00:00:00Z' }, field: 'ends_at', reason: 'ends_before_start' },
		{ row: { status: 'draft', trigger: 'birthday', effect: 'fixed', order_filter: { status: { _eq: 'paid' } } }, field: 'order_filter', reason: 'not_for_trigger' },
		{ row: { program: randomUUID() }, field: 'program', reason: 'unknown_program' },
		{ row: { order_filter: { gone: { _eq: 1 } } }, field: 'order_filter.gone', reason: 'unknown_field' },
		{ row: { order_filter: {} }, field: 'order_filter', reason: 'empty_condition' },
		{ row: { order_filter: { 'year(placed_at)': { _eq: 2026 } } }, field: 'order_filter.year(placed_at)', reason: 'function_in_memory' },
		{ row: { customer_filter: { owner: { _eq: '$CURRENT_USER' } } }, field: 'customer_filter.owner._eq', reason: 'depends_on_user' },
	])('refuses $field: $reason', async ({ row, field, reason }) => {
		expect(refused(await crm.call('POST', '/items/crm_loyalty_rules', ruleRow(row)))).toEqual([400, field, reason]);
	});

	it('what was published keeps its key and program, is no draft again, and cannot be deleted', async () => {
		const [rule, draft] = [await newRule(), await newRule({ status: 'draft' })];
		expect(refused(await change(rule, { key: 'other' }))).toEqual([400, 'key', 'stays_as_published']);
		expect(refused(await change(rule, { program: await newProgram() }))).toEqual([400, 'program', 'stays_as_published']);
		expect(refused(await change(rule, { status: 'draft' }))).toEqual([400, 'status', 'never_a_draft_again']);
		expect(refused(await change(rule, { version: 9 }))).toEqual([403, undefined, 'computed_field']);
		expect(refused(await crm.call('DELETE', `/items/crm_loyalty_rules/${rule}`))).toEqual([409, undefined, 'rule_in_use']);
		expect((await crm.call('DELETE', `/items/crm_loyalty_rules/${draft}`)).status).toBe(204);
	});

	it('says what an order would earn, and why, in the language of whoever asks', async () => {
		await Promise.all([
			newRule({ key: 'base', priority: 1 }),
			newRule({ key: 'double', priority: 2, effect: 'multiplier', percent: 200, gives: 'points', customer_filter: { region: { _eq: 'north' } } }),
			newRule({ key: 'online', priority: 3, effect: 'fixed', points: 50, gives: 'points', order_filter: { channel: { _eq: 'online' } } }),
			newRule({ key: 'coffee', priority: 4, effect: 'fixed', points: 5, gives: 'points', stack_group: 'g', order_filter: { lines: { product: { category: { _eq: 'coffee' } } } } }),
			newRule({ key: 'least', priority: 5, effect: 'fixed', points: 1, gives: 'points', stack_group: 'g' }),
		]);
		const product = await newRow('crm_products', { sku: randomUUID(), name: 'Beans', category: 'coffee' });
		const lines = [{ amount: 60, product }, { amount: 40, product: null }];
		const order = await newOrder({ channel: 'store', lines });
		const { data } = await simulate({ order });
		// (100 + 5) doubled.
		expect(data).toMatchObject({ points: 210, tier_points: 100 });
		expect(data.rules.map(({ key, outcome, points, by }) => [key, outcome, points, by])).toEqual([
			['base', 'applied', 100, undefined], ['double', 'applied', 105, undefined], ['online', 'not_matched', 0, undefined],
			['coffee', 'applied', 5, undefined], ['least', 'outdone', 0, 'coffee'],
		]);
		expect(data.rules.find(({ key }) => key === 'online')!.message).toBe('Does not apply: its conditions do not hold.');
		expect(data.lines.map(({ amount, points }) => [amount, points]).sort()).toEqual([[40, 84], [60, 126]]);
		const chinese = (await simulate({ order }, { 'accept-language': 'zh-CN' })).data.rules.find(({ key }) => key === 'base')!.message;
		expect(chinese).toBe('适用：100 积分，100 成长值。');
		// The same order, only thought of, and through one connection inside a transaction, earns the same.
		expect((await simulate({ order: { amount: 100, channel: 'store', paid_at: '2026-05-02T00:00:00Z', lines } })).data).toMatchObject({ points: 210 });
		const schema = await readSchema(crm);
		const award = await crm.knex.transaction(async (trx) => {
			const event = orderEventOf(orderOf(await trx('crm_orders').where({ id: order }).first(), await trx('crm_order_lines').where({ order })));
			return decideAward(event, (await readRuleInputs(trx, schema, { program, customer, event }))!);
		});
		expect([award.points, award.tierPoints, [...award.lines.values()].sort()]).toEqual([210, 100, [126, 84]]);
		expect(award.byRule.map(({ points }) => points)).toEqual([100, 105, 5]);
	});

	it('a draft can be tried as if it were published', async () => {
		const draft = await newRule({ status: 'draft', effect: 'fixed', points: 30 });
		expect((await simulate({ order: { amount: 10 } })).data.points).toBe(0);
		expect((await simulate({ order: { amount: 10 }, rule: draft })).data.points).toBe(30);
	});

	it.each([
		{ order: { amount: 'much' }, told: [400, 'order.amount', 'not_an_amount'] },
		{ order: { amount: 1, paid_at: 'soon' }, told: [400, 'order.paid_at', 'not_a_date'] },
		{ order: { amount: 1, lines: [{ amount: 'x' }] }, told: [400, 'order.lines.0.amount', 'not_an_amount'] },
	])('refuses to think of $order', async ({ order, told }) => {
		expect(refused(await simulate({ order }))).toEqual(told);
	});

	it('back-tests a draft over paid orders of members, month by month', async () => {
		const [own, key] = [await newProgram(), `b${randomUUID().slice(0, 8)}`];
		const { key: programKey } = await crm.knex('crm_loyalty_programs').where({ id: own }).first('key');
		const [member, other, guest] = await Promise.all(['A', 'B', 'C'].map((name) => newRow('crm_customers', { name })));
		for (const id of [member, other]) await crm.call('POST', '/crm/loyalty/accounts', { program: programKey, customer: id });
		const order = (owner: string, amount: number, paid: string, values: Json = {}) => newOrder({ customer: owner, amount, paid_at: paid, ...values });
		await order(member!, 10, '2026-01-31T23:59:59Z');
		await order(member!, 20, '2026-02-01T00:00:00Z');
		await order(other!, 40, '2026-02-10T00:00:00Z');
		await order(other!, 5, '2026-02-11T00:00:00Z');
		await order(member!, 80, '2026-03-01T00:00:00Z');
		await order(member!, 160, '2026-02-10T00:00:00Z', { status: 'confirmed' });
		await order(guest!, 320, '2026-02-10T00:00:00Z');
		await newRule({ key, program: own, status: 'draft', order_filter: { amount: { _gte: 10 } } });
		const ask = (body: Json) => crm.call<Tested>('POST', '/crm/loyalty/rules/backtest', { rule: key, from: '2026-01-01', to: '2026-03-01T00:00:00Z', ...body });
		const { data } = await ask({});
		expect(data).toMatchObject({ orders: 4, matched: 3, points: 70, tier_points: 70, customers: 2 });
		expect(data.by_month.map(({ month, points }) => [month, points])).toEqual([['2026-01', 10], ['2026-02', 60]]);
		expect(data.examples).toHaveLength(3);
		expect(refused(await ask({ to: '2025-01-01' }))).toEqual([400, 'to', 'not_a_period']);
		expect(refused(await ask({ from: '1980-01-01' }))).toEqual([400, 'to', 'period_too_long']);
		expect(refused(await ask({ from: 'ever' }))).toEqual([400, 'from', 'not_a_date']);
		expect((await ask({ rule: 'nope' })).status).toBe(404);
	});

	it('the audit finds a rule that was changed below Directus', async () => {
		const found = async (): Promise<string[]> => {
			const { data } = await crm.call<{ checks: { name: string; examples: string[] }[] }>('POST', '/crm/system/audit', {});
			return data.checks.find(({ name }) => name.includes('rules_say'))!.examples;
		};
		const rule = await newRule({ order_filter: { amount: { _gt: 1 } }, starts_at: '2026-01-01T00:00:00.900Z' });
		expect(await found()).toEqual([]);
		await crm.knex('crm_loyalty_rules').where({ id: rule }).update({ points: 1000 });
		expect(await found()).toEqual([rule]);
	});
}, { isLong: true });
