import { toMinor } from '@guanxi/core/money';
import { describe, expect, test } from 'vitest';
import { demoCompany } from './company.ts';

const company = demoCompany('2026-11-22');
const ids = {
	users: new Set(company.users.map((row) => row.id)),
	products: new Set(company.products.map((row) => row.id)),
	customers: new Set(company.customers.map((row) => row.id)),
	contacts: new Set(company.contacts.map((row) => row.id)),
	orders: new Set(company.orders.map((row) => row.id)),
	interactions: new Set(company.interactions.map((row) => row.id)),
};

describe('references', () => {
	test.each([
		['customer owners', company.customers.map((row) => row.owner), ids.users],
		['customer parents', company.customers.map((row) => row.parent), ids.customers],
		['referrers', company.customers.map((row) => row.referred_by), ids.customers],
		['customers of contacts', company.contacts.map((row) => row.customer), ids.customers],
		['customers of orders', company.orders.map((row) => row.customer), ids.customers],
		['orders of lines', company.orderLines.map((row) => row.order), ids.orders],
		['products of lines', company.orderLines.map((row) => row.product), ids.products],
		['customers of interactions', company.interactions.map((row) => row.customer), ids.customers],
		['contacts of interactions', company.interactions.map((row) => row.contact), ids.contacts],
		['users of interactions', company.interactions.map((row) => row.user), ids.users],
		['customers of tasks', company.tasks.map((row) => row.customer), ids.customers],
		['interactions of tasks', company.tasks.map((row) => row.interaction), ids.interactions],
		['assignees', company.tasks.map((row) => row.assignee), ids.users],
	])('%s exist, because the database refuses orphans', (_name, values, known) => {
		expect(values.filter((value) => value !== null && !known.has(value))).toEqual([]);
	});

	test('parents and referrers come first, because rows are inserted in this order', () => {
		const seen = new Set<string>();
		for (const row of company.customers) {
			for (const before of [row.parent, row.referred_by]) {
				expect(!before || seen.has(before)).toBe(true);
			}
			seen.add(row.id);
		}
	});

	test('a contact met or a to-do agreed belongs to the same customer', () => {
		const contactOf = new Map(company.contacts.map((row) => [row.id, row.customer]));
		const talkOf = new Map(company.interactions.map((row) => [row.id, row.customer]));
		for (const row of company.interactions) {
			if (row.contact) expect(contactOf.get(row.contact)).toBe(row.customer);
		}
		for (const row of company.tasks) {
			if (row.interaction) expect(talkOf.get(row.interaction)).toBe(row.customer);
		}
	});
});

describe('uniqueness', () => {
	test.each([
		['ids', Object.values(company).flatMap((rows: { id: string }[]) => rows.map((row) => row.id))],
		['customer codes', company.customers.map((row) => row.code)],
		['customer names', company.customers.map((row) => row.name)],
		['phones', [...company.customers, ...company.contacts].map((row) => row.phone)],
		[
			'e-mails',
			[...company.customers, ...company.contacts, ...company.users].map((row) => row.email),
		],
		['skus', company.products.map((row) => row.sku)],
		['order numbers', company.orders.map((row) => row.number)],
		['external ids', company.orders.flatMap((row) => row.external_id ?? [])],
		['model keys', company.regionalModels.map((row) => row.key)],
	])('no two %s are the same', (_name, values) => {
		expect(new Set(values).size).toBe(values.length);
	});
});

describe('shapes', () => {
	test('nobody real can be reached: example.com only, numbers nobody can own', () => {
		for (const row of [...company.customers, ...company.contacts]) {
			expect(row.email).toMatch(/@example\.com$/);
			expect(row.phone).toMatch(/^(000-555\d{5}|100555\d{5})$/);
		}
	});

	test('codes and order numbers look as the handbook of the sales office says', () => {
		company.customers.forEach((row, index) => {
			expect(row.code).toBe(`C${String(index + 1).padStart(6, '0')}`);
		});
		for (const row of company.orders) expect(row.number).toMatch(/^SO-20\d{4}-\d{4}$/);
	});

	test('every company has exactly one primary contact who still works there', () => {
		for (const customer of company.customers.filter((row) => row.kind === 'company')) {
			const primary = company.contacts.filter((row) => row.customer === customer.id && row.is_primary);
			expect(primary.map((row) => row.left_at)).toEqual([null]);
		}
		expect(company.contacts.some((row) => row.left_at !== null)).toBe(true);
	});

	test('no text keeps an unfilled placeholder', () => {
		const texts = company.interactions.flatMap((row) => [row.subject, row.body, row.outcome]);
		expect(texts.filter((text) => /[{}]|undefined/.test(text) || text === '')).toEqual([]);
	});
});

describe('orders', () => {
	test('lines add up to their order to the cent, refunds too, and refunds never exceed', () => {
		const sums = new Map<string, { amount: number; refunded: number }>();
		for (const line of company.orderLines) {
			expect(toMinor(line.amount)).toBe(line.quantity * (toMinor(line.unit_price) ?? NaN));
			const sum = sums.get(line.order) ?? { amount: 0, refunded: 0 };
			sum.amount += toMinor(line.amount) ?? NaN;
			sum.refunded += toMinor(line.refunded_amount) ?? NaN;
			sums.set(line.order, sum);
		}
		for (const order of company.orders) {
			expect(sums.get(order.id)).toEqual({
				amount: toMinor(order.amount), refunded: toMinor(order.refunded_amount),
			});
			expect(toMinor(order.refunded_amount)).toBeLessThanOrEqual(toMinor(order.amount) ?? 0);
		}
	});

	test('an order has one to four lines', () => {
		const counts = new Map<string, number>();
		for (const line of company.orderLines) counts.set(line.order, (counts.get(line.order) ?? 0) + 1);
		expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(1);
		expect(Math.max(...counts.values())).toBeLessThanOrEqual(4);
		expect(counts.size).toBe(company.orders.length);
	});

	test('statuses agree with what happened', () => {
		for (const order of company.orders) {
			expect(order.paid_at !== null).toBe(['paid', 'refunded'].includes(order.status));
			expect(order.status === 'refunded')
				.toBe(order.refunded_amount === order.amount && order.amount !== '0.00');
			if (order.shipped_at) expect(order.shipped_at > order.placed_at).toBe(true);
			if (order.delivered_at) expect(order.delivered_at > (order.shipped_at ?? NaN)).toBe(true);
			if (order.paid_at) expect(order.paid_at > order.placed_at).toBe(true);
		}
	});

	test('most are paid, a few are open, cancelled, drafts or partly refunded', () => {
		const part = (count: number): number => count / company.orders.length;
		const having = (status: string): number =>
			part(company.orders.filter((order) => order.status === status).length);
		expect(having('paid')).toBeGreaterThan(0.88);
		for (const status of ['confirmed', 'cancelled', 'draft', 'refunded']) {
			expect(having(status)).toBeGreaterThan(0.001);
		}
		const refunds = company.orders.filter((order) => order.refunded_amount !== '0.00');
		expect(part(refunds.length)).toBeGreaterThan(0.012);
		expect(part(refunds.length)).toBeLessThan(0.03);
	});

	test('discontinued products are not sold', () => {
		const gone = company.products.filter((row) => row.status !== 'active').map((row) => row.id);
		expect(company.orderLines.filter((line) => gone.includes(line.product))).toEqual([]);
	});
});

test('tasks are open, overdue, done and cancelled, and each was agreed before it was due', () => {
	const today = new Date('2026-11-21T16:00:00Z');
	const open = company.tasks.filter((task) => task.status === 'open');
	expect(open.filter((task) => task.due_at < today).length).toBeGreaterThan(15);
	expect(open.filter((task) => task.due_at >= today).length).toBeGreaterThan(40);
	for (const task of company.tasks) {
		expect(task.due_at > task.date_created).toBe(true);
		expect(task.completed_at !== null).toBe(task.status === 'done');
	}
});
