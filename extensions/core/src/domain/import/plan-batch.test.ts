import { describe, expect, it } from 'vitest';
import { creditsOf, storedCredit } from './credits.ts';
import type { EarlierRows } from './file-duplicates.ts';
import type { OrderRow } from './parse-row.ts';
import { planBatch, type KnownState, type PlanRules, type StoredOrder } from './plan-batch.ts';

const AT = new Date('2024-01-05T00:00:00Z');

function row(values: Partial<OrderRow> = {}): OrderRow {
	return {
		line: 2, cells: [], number: 'A1', placedAt: AT, customer: 'K1', customerName: null, amountMinor: 1000,
		currency: null, status: null, paidAt: null, channel: null, externalId: null, ...values,
	};
}

function stored(values: Partial<StoredOrder> = {}): StoredOrder {
	return {
		id: 'order-1', customer: 'customer-1', placedAt: AT, amountMinor: 1000, refundedMinor: 0, currency: 'CNY',
		status: 'paid', paidAt: null, channel: null, externalId: null, ...values,
	};
}

const NONE: EarlierRows = { repetition: 'first', order: false, credit: false, twin: false, externalIdTaken: false };

/** A refund of 300 at `AT`, which no file gave an external id yet. */
const CREDITED = (): KnownState['credits'] => new Map([['order-1', creditsOf([storedCredit('at 2024-01-05T00:00:00', null, 300)])]]);

interface Case {
	why: string;
	rows: OrderRow[];
	order?: StoredOrder;
	known?: Partial<KnownState>;
	rules?: Partial<PlanRules>;
	earlier?: Partial<EarlierRows>;
	want: object;
	reason?: string;
}

const CASES: Case[] = [
	{ why: 'unknown number: created', rows: [row()], want: { created: 1, updated: 0 } },
	{ why: 'the same as stored: skipped', rows: [row()], order: stored(), want: { skipped: 1, updated: 0 } },
	{ why: 'another amount: updated', rows: [row({ amountMinor: 900 })], order: stored(), want: { updated: 1 } },
	{
		why: 'what the file does not say stays',
		rows: [row()],
		order: stored({ status: 'refunded', currency: 'USD', channel: 'web', refundedMinor: 50 }),
		want: { skipped: 1 },
	},
	{ why: 'less than a second apart is the same', rows: [row()], order: stored({ placedAt: new Date(+AT + 900) }), want: { skipped: 1 } },
	{ why: 'a negative number of its own: a negative order', rows: [row({ amountMinor: -5 })], want: { created: 1, creditOrders: 1 } },
	{ why: 'a negative row for an order: its refund', rows: [row({ amountMinor: -300 })], order: stored(), want: { updated: 1, refunds: 1 } },
	{ why: 'the same refund again: skipped', rows: [row({ amountMinor: -300 })], order: stored({ refundedMinor: 300 }), want: { skipped: 1, refunds: 0 } },
	{ why: 'order and refund in one batch', rows: [row(), row({ amountMinor: -300 })], want: { created: 1, updated: 1, refunds: 1 } },
	{ why: 'the negative order again: skipped', rows: [row({ amountMinor: -5 })], order: stored({ amountMinor: -5, status: 'refunded' }), want: { skipped: 1 } },
	{ why: 'an order after its credit takes it over', rows: [row()], order: stored({ amountMinor: -5, status: 'refunded' }), want: { updated: 1, joined: 1, refunds: 0 } },
	{ why: 'an order with the number of a credit of somebody else', rows: [row({ customer: 'K2' })], order: stored({ amountMinor: -5 }), want: { updated: 0 }, reason: 'refund_other_customer' },
	{ why: 'a refund that was known without its external id: skipped', rows: [row({ amountMinor: -300, externalId: 'X' })], order: stored({ refundedMinor: 300 }), known: { credits: CREDITED() }, want: { skipped: 1, refunds: 0, renamedCredits: [{ before: 'at 2024-01-05T00:00:00', name: 'id X' }] } },
	{ why: 'and counted where the file has both', rows: [row({ amountMinor: -300, externalId: 'X' })], order: stored({ refundedMinor: 300 }), known: { credits: CREDITED() }, earlier: { twin: true }, want: { updated: 1, refunds: 1 } },
	{ why: 'and counted where the amount is another', rows: [row({ amountMinor: -301, externalId: 'X' })], order: stored({ refundedMinor: 300 }), known: { credits: CREDITED() }, want: { updated: 1, refunds: 1 } },
	{ why: 'a second credit adds to the first', rows: [row({ amountMinor: -300 }), row({ amountMinor: -200 })], order: stored(), want: { updated: 2, refunds: 2 } },
	{ why: 'a second credit without an order', rows: [row({ amountMinor: -300 }), row({ amountMinor: -200 })], want: { created: 1, updated: 1, creditOrders: 2 } },
	{ why: "a refund of somebody else's order", rows: [row({ amountMinor: -5, customer: 'K2' })], order: stored(), want: { updated: 0 }, reason: 'refund_other_customer' },
	{ why: 'no right to change', rows: [row({ amountMinor: 900 })], order: stored(), rules: { mayChange: false }, want: { updated: 0 }, reason: 'change_not_allowed' },
	{ why: 'no right to change, nothing changed', rows: [row()], order: stored(), rules: { mayChange: false }, want: { skipped: 1 } },
	{ why: 'a customer the user may not see', rows: [row()], known: { hidden: new Set(['customer-1']) }, want: { created: 0 }, reason: 'customer_hidden' },
	{ why: 'an external id of another order', rows: [row({ externalId: 'X' })], known: { externalIds: new Map([['X', 'B7']]) }, want: { created: 0 }, reason: 'external_id_taken' },
	{
		why: 'credits of more than the order is worth',
		rows: [row(), row({ amountMinor: -800, externalId: 'R1' }), row({ amountMinor: -800, externalId: 'R2' })],
		want: { created: 1, updated: 1, refunds: 1, newCredits: [{ name: 'id R1' }] },
		reason: 'refunds_exceed_order',
	},
	{ why: 'an order of less than its credits', rows: [row()], order: stored({ amountMinor: -1001 }), want: { updated: 0, joined: 0 }, reason: 'refunds_exceed_order' },
	{ why: 'an amount below what was given back', rows: [row({ amountMinor: 99 })], order: stored({ refundedMinor: 100 }), want: { updated: 0 }, reason: 'refunds_exceed_order' },
	{ why: 'too much was given back before, and becomes less', rows: [row({ amountMinor: 1100 })], order: stored({ refundedMinor: 1200 }), want: { updated: 1 } },
	{ why: 'dry run: the order of an earlier batch is refunded', rows: [row({ amountMinor: -5 })], rules: { dryRun: true }, earlier: { order: true }, want: { created: 0, updated: 1, refunds: 1 } },
	{ why: 'dry run: the order comes after the credit of an earlier batch', rows: [row()], rules: { dryRun: true }, earlier: { credit: true }, want: { created: 0, updated: 1, joined: 1 } },
	{ why: 'dry run: a second credit after that of an earlier batch', rows: [row({ amountMinor: -5 })], rules: { dryRun: true }, earlier: { credit: true }, want: { created: 0, updated: 1, creditOrders: 1 } },
];

describe('planBatch', () => {
	it.each(CASES)('$why', ({ rows, order, known, rules, earlier, want, reason }) => {
		let next = 0;
		const plan = planBatch(
			rows.map((each) => ({ row: each, earlier: { ...NONE, ...earlier } })),
			{
				orders: new Map(order ? [['A1', order]] : []),
				customers: new Map([['K1', 'customer-1']]),
				externalIds: new Map(),
				credits: new Map(),
				hidden: new Set(),
				...known,
			},
			{ currency: 'CNY', mayChange: true, dryRun: false, newId: () => `new-${++next}`, ...rules },
		);
		expect(plan).toMatchObject(want);
		expect(plan.rejects.map(({ reject }) => reject.reason)).toEqual(reason ? [reason] : []);
	});

	it('creates a customer once, with the first name that is given', () => {
		const rows = [
			row({ customer: 'K9', customerName: '张三' }),
			row({ number: 'A2', customer: 'K9', customerName: '李四' }),
			row({ number: 'A3', customer: 'K8' }),
		];
		const plan = planBatch(
			rows.map((each) => ({ row: each, earlier: NONE })),
			{ orders: new Map(), customers: new Map(), externalIds: new Map(), credits: new Map(), hidden: new Set() },
			{ currency: 'CNY', mayChange: true, dryRun: false, newId: () => 'id' },
		);
		expect(plan.newCustomers.map(({ code, name }) => [code, name])).toEqual([['K9', '张三'], ['K8', 'K8']]);
	});

	it('a negative order is refunded, a positive one paid, unless the file says otherwise', () => {
		const rows = [row({ amountMinor: -1 }), row({ number: 'A2' }), row({ number: 'A3', status: 'draft', currency: 'USD' })];
		const plan = planBatch(
			rows.map((each) => ({ row: each, earlier: NONE })),
			{ orders: new Map(), customers: new Map(), externalIds: new Map(), credits: new Map(), hidden: new Set() },
			{ currency: 'CNY', mayChange: true, dryRun: false, newId: () => 'id' },
		);
		expect(plan.newOrders.map(({ status, currency }) => [status, currency])).toEqual([
			['refunded', 'CNY'], ['paid', 'CNY'], ['draft', 'USD'],
		]);
	});
});
