import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readItems, shapeOf } from '../../extensions/core/src/api/items.ts';
import type { SchemaOverview } from '../../extensions/core/src/api/directus.ts';
import { conditionOf } from '../../extensions/core/src/domain/conditions/condition.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Instance } from '../support/instance.ts';
import { readSchema } from '../support/schema-overview.ts';

type Json = Record<string, unknown>;

const RUNS = process.env['GUANXI_TEST_SHORT'] ? 80 : 200;
const TEXTS = ['online', 'store', 'on', 'e', 'new york', '0'];
const AMOUNTS = [-5, 0, 0.1, 0.3, 99.99, 100, 100.01, 12345678.9];
const INSTANTS = ['2026-01-01T00:00:00Z', '2026-01-31T23:59:59Z', '2026-02-01T00:00:00Z', '2026-03-08T12:30:00Z'];
const DAYS = ['2026-01-01', '2026-02-28', '2026-03-01'];

eachInstance('conditions in memory find what Directus finds', ({ reference }, database) => {
	let crm: Instance;
	let schema: SchemaOverview;
	const ids: string[] = [];
	const customers: string[] = [];

	beforeAll(async () => {
		crm = await startInstance(reference);
		for (const [field, type] of [['x_gift', 'boolean'], ['x_day', 'date'], ['x_count', 'bigInteger']]) {
			await crm.call('POST', '/fields/crm_orders', { field, type, schema: {}, meta: {} });
		}
		schema = await readSchema(crm);
		await plant();
	});
	afterAll(() => crm.stop());

	/** Every combination would be too many: what is drawn for a row comes from its number. */
	async function plant(): Promise<void> {
		const pick = <T>(list: readonly T[], index: number): T | null => list[(index * 7 + 3) % (list.length + 1)] ?? null;
		for (let index = 0; index < 6; index++) {
			const id = randomUUID();
			customers.push(id);
			await crm.knex('crm_customers').insert({
				id, name: `c${index}`, code: `c${index}`, region: pick(TEXTS, index), do_not_contact: index % 3 === 0, kind: 'company',
				birthday: pick(DAYS, index), tags: index % 2 ? 'vip,new' : null,
			});
		}
		const products = await Promise.all([null, 'coffee', 'tea'].map(async (category, index) => {
			const id = randomUUID();
			await crm.knex('crm_products').insert({ id, sku: `s${index}`, name: `p${index}`, category });
			return id;
		}));
		const orders = Array.from({ length: 48 }, (_, index) => ({
			number: `n${index}`, customer: customers[index % 6], status: pick(['draft', 'paid', 'confirmed'], index) ?? 'paid',
			amount: pick(AMOUNTS, index * 5) ?? 1, refunded_amount: pick(AMOUNTS.slice(1), index), channel: pick(TEXTS, index),
			placed_at: pick(INSTANTS, index) ?? INSTANTS[0], paid_at: pick(INSTANTS, index * 3 + 1), x_gift: [true, false, null][index % 3],
			x_day: pick(DAYS, index), x_count: [null, 0, 9007199254740991, 7][index % 4],
			lines: Array.from({ length: index % 3 }, (__, line) => ({
				description: pick(TEXTS, index + line), amount: pick(AMOUNTS, index * 2 + line), product: pick(products, index + line),
			})),
		}));
		const { data } = await crm.call<{ id: string }[]>('POST', '/items/crm_orders', orders);
		ids.push(...data.map(({ id }) => id));
	}

	const found = async (filter: Json): Promise<string[]> => {
		const { data, errors } = await crm.call<{ id: string }[]>('SEARCH', '/items/crm_orders', { query: { filter, fields: ['id'], limit: -1 } });
		if (!data) throw new Error(`${JSON.stringify(filter)}: ${JSON.stringify(errors)}`);
		return data.map(({ id }) => id).sort();
	};
	const matched = async (filter: Json): Promise<string[]> => {
		const condition = conditionOf(filter, 'crm_orders', shapeOf(schema));
		expect(condition.problem).toBeNull();
		const items = await readItems(crm.knex, schema, { collection: 'crm_orders', ids, fields: condition.fields });
		const now = new Date();
		return ids.filter((id) => condition.matches(items.get(id)!, now)).sort();
	};

	const number = (values: readonly unknown[]) => {
		const one = fc.constantFrom(...values);
		return fc.oneof(
			fc.record({ _eq: one }), fc.record({ _neq: one }), fc.record({ _gt: one }), fc.record({ _gte: one }), fc.record({ _lt: one }),
			fc.record({ _lte: one }), fc.record({ _in: fc.array(one, { minLength: 1, maxLength: 3 }) }),
			fc.record({ _nin: fc.array(one, { minLength: 1, maxLength: 3 }) }), fc.record({ _between: fc.tuple(one, one) }),
			fc.record({ _nbetween: fc.tuple(one, one) }), empties,
		);
	};
	const numbers = (values: readonly unknown[]) => {
		const one = fc.constantFrom(...values);
		return fc.oneof(number(values), fc.record({ _gt: one, _lt: one }));
	};
	const empties = fc.oneof(fc.record({ _null: fc.boolean() }), fc.record({ _nnull: fc.boolean() }), fc.constant({ _eq: null }), fc.constant({ _neq: null }));
	const text = fc.constantFrom(...TEXTS);
	const texts = fc.oneof(
		...['_eq', '_neq', '_contains', '_ncontains', '_icontains', '_starts_with', '_nstarts_with', '_ends_with', '_niends_with'].map((operator) =>
			text.map((value): Json => ({ [operator]: value })),
		),
		fc.record({ _in: fc.array(text, { minLength: 1, maxLength: 3 }) }), fc.record({ _nin: fc.array(text, { minLength: 1, maxLength: 3 }) }),
		fc.record({ _empty: fc.boolean() }), fc.record({ _nempty: fc.boolean() }), empties,
	);
	const yesNo = fc.oneof(fc.record({ _eq: fc.boolean() }), fc.record({ _neq: fc.boolean() }), empties);
	const of = (field: string, comparison: fc.Arbitrary<Json>): fc.Arbitrary<Json> => comparison.map((asked) => ({ [field]: asked }));
	// A date is compared as a text by Directus on SQLite, with a number: nothing to agree with.
	const days = (field: string): fc.Arbitrary<Json>[] => (database === 'SQLite' ? [] : [of(field, numbers(DAYS))]);
	/** `_some` and `_none` ask one thing only: Directus takes no notice of more. */
	const oneOfLine = fc.oneof(of('amount', number(AMOUNTS)), of('description', texts), of('product', of('category', texts)));
	const line = fc.oneof(
		oneOfLine, of('amount', numbers(AMOUNTS)),
		fc.record({ _and: fc.tuple(of('amount', numbers(AMOUNTS)), of('description', texts)) }),
		fc.record({ amount: numbers(AMOUNTS), description: texts }),
	);
	const customer = fc.oneof(
		of('region', texts), of('do_not_contact', yesNo), of('tags', fc.constantFrom({ _contains: 'vip' }, { _null: true })), ...days('birthday'),
		fc.record({ region: texts, kind: fc.constant({ _eq: 'company' }) }),
	);
	const leaf: fc.Arbitrary<Json> = fc.oneof(
		of('amount', numbers(AMOUNTS)), of('refunded_amount', numbers(AMOUNTS)), of('channel', texts), of('status', texts),
		of('placed_at', numbers(INSTANTS)), of('placed_at', fc.constantFrom({ _lt: '$NOW' }, { _gte: '$NOW(-1 year)' }, { _gt: '$NOW(+2 months)' })), of('paid_at', numbers(INSTANTS)), of('x_gift', yesNo),
		of('x_count', numbers([0, 7, 9007199254740991])), ...days('x_day'), of('customer', customer), of('lines', line),
		of('customer', fc.constantFrom(...Array.from({ length: 6 }, (_, index) => index)).map((index) => ({ _eq: customers[index] }))),
		of('lines', oneOfLine.map((some) => ({ _some: some }))), of('lines', oneOfLine.map((none) => ({ _none: none }))),
		fc.record({ channel: texts, amount: numbers(AMOUNTS) }),
	);
	const { filter } = fc.letrec<{ filter: Json }>((tie) => ({
		filter: fc.oneof(
			{ maxDepth: 3, depthIdentifier: 'filter' },
			leaf,
			fc.record({ _and: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
			fc.record({ _or: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
		),
	}));

	it('whatever is asked', async () => {
		expect(ids).toHaveLength(48);
		await fc.assert(
			fc.asyncProperty(filter, async (asked) => {
				expect(await matched(asked)).toEqual(await found(asked));
			}),
			{ numRuns: RUNS },
		);
	});
});
