import { dateIn, startOfDay } from '@guanxi/core/time';
import { describe, expect, test } from 'vitest';
import { daysAfter } from './clock.ts';
import { DEMO_TIMEZONE, demoCompany, STORY, type StoryKey } from './company.ts';
import { naiveScores } from './naive-scoring.ts';
import type { CustomerRow, InteractionRow, OrderRow } from './types.ts';

describe.each([
	{ today: '2026-11-22', why: 'an ordinary day' },
	{ today: '2027-02-28', why: 'the end of February' },
	{ today: '2028-02-29', why: 'a leap day' },
])('the story on $today ($why)', ({ today }) => {
	const company = demoCompany(today);
	const startOfToday = startOfDay(today, DEMO_TIMEZONE);
	const scores = naiveScores(company, startOfToday);
	const weekLater = naiveScores(company, daysAfter(startOfToday, 7));

	const customer = (key: StoryKey): CustomerRow => {
		const row = company.customers.find((one) => one.id === STORY[key]);
		if (!row) throw new Error(`no customer for ${key}`);
		return row;
	};
	const orders = (key: StoryKey): OrderRow[] =>
		company.orders.filter((row) => row.customer === STORY[key]);
	const talks = (key: StoryKey): InteractionRow[] =>
		company.interactions.filter((row) => row.customer === STORY[key]);
	const ageDays = (instant: Date | undefined): number =>
		(startOfToday.getTime() - (instant?.getTime() ?? NaN)) / 86_400_000;
	const tiers = (key: StoryKey): (string | undefined)[] => {
		const score = scores.get(STORY[key]);
		return [score?.base, score?.tier];
	};

	test.each<[StoryKey, string, string, string]>([
		['loyal', 'A', 'A', 'the best customer'],
		['drifting', 'A', 'A', 'the class looks back a year and does not see him leave'],
		['hiddenGem', 'C', 'A', 'high potential raises a C'],
		['secondGem', 'C', 'A', 'high potential raises a C'],
		['failing', 'B', 'C', 'insolvency lowers a B'],
		['debtor', 'B', 'B', 'a watched risk changes nothing'],
		['riser', 'B', 'B', 'came up from C'],
		['parent', 'B', 'B', 'each part of a group is scored on its own'],
		['newcomer', 'C', 'C', 'one small order'],
		['hotProspect', 'C', 'C', 'no value is the last class; the stage tells the difference'],
		['lost', 'C', 'C', 'nothing within the window'],
		['refunder', 'C', 'C', 'bought, but nothing was kept'],
	])('%s is %s by value and %s in the end: %s', (key, base, tier) => {
		expect(tiers(key)).toEqual([base, tier]);
		expect(weekLater.get(STORY[key])?.tier).toBe(tier);
	});

	test('the drifting A bought more each time, then less, and hears nothing from us', () => {
		const [early, late] = halves(orders('drifting').filter((row) => ageDays(row.placed_at) < 360));
		expect(mean(late)).toBeLessThan(mean(early) * 0.7);
		expect(ageDays(orders('drifting').at(-1)?.placed_at)).toBeGreaterThan(110);
		expect(ageDays(talks('drifting').at(-1)?.occurred_at)).toBeGreaterThan(100);
	});

	test('no other A has been silent for so long', () => {
		const others = company.customers.filter((row) => scores.get(row.id)?.base === 'A'
			&& row.id !== STORY.drifting);
		for (const row of others) {
			const last = company.orders.findLast((order) => order.customer === row.id);
			expect(ageDays(last?.placed_at)).toBeLessThan(60);
		}
	});

	test('the failing B and the debtor have invoices overdue', () => {
		for (const key of ['failing', 'debtor'] as const) {
			const overdue = orders(key)
				.filter((row) => row.status === 'confirmed' && (row.due_at ?? startOfToday) < startOfToday);
			expect(overdue.length).toBeGreaterThanOrEqual(2);
		}
	});

	test('prospects never bought; every other stage did; so nobody can take them for a C', () => {
		const buyers = new Set(company.orders.map((row) => row.customer));
		for (const row of company.customers) {
			expect(buyers.has(row.id)).toBe(row.lifecycle_stage !== 'potential');
		}
		expect(company.customers.filter((row) => row.lifecycle_stage === 'potential')).toHaveLength(20);
		expect(talks('hotProspect').length).toBeGreaterThan(15);
	});

	test('only the two gems among the Cs have high potential, only one customer is insolvent', () => {
		const gems = company.customers.filter((row) => scores.get(row.id)?.base === 'C'
			&& row.growth_potential === 'high');
		expect(gems.map((row) => row.id).sort())
			.toEqual([STORY.hiddenGem, STORY.secondGem].sort());
		expect(company.customers.filter((row) => row.risk === 'insolvent').map((row) => row.id))
			.toEqual([STORY.failing]);
	});

	test('the riser was a C a year ago', () => {
		const yearAgo = naiveScores(company, daysAfter(startOfToday, -365));
		expect(yearAgo.get(STORY.riser)?.base).toBe('C');
	});

	test('the lost customer bought a year ago, the newcomer just now', () => {
		expect(ageDays(orders('lost').at(-1)?.placed_at)).toBeGreaterThan(365);
		expect(orders('newcomer')).toHaveLength(1);
		expect(ageDays(orders('newcomer')[0]?.placed_at)).toBeLessThan(30);
	});

	test('the refunder got everything back', () => {
		expect(orders('refunder').map((row) => row.status)).toEqual(['refunded', 'refunded']);
	});

	test('family ties, referral, birthday and a wish to be left alone', () => {
		const children = company.customers.filter((row) => row.parent === STORY.parent);
		expect(children).toHaveLength(3);
		expect(customer('referred').referred_by).toBe(STORY.loyal);
		expect(customer('doNotContact').do_not_contact).toBe(true);
		const inThreeDays = dateIn(daysAfter(startOfToday, 3), DEMO_TIMEZONE).slice(5);
		expect(customer('birthday')).toMatchObject({ kind: 'person' });
		expect(customer('birthday').birthday?.slice(5)).toBe(inThreeDays);
	});

	test('five archived customers ended before the window and are not scored', () => {
		const archived = company.customers.filter((row) => row.status === 'archived');
		expect(archived).toHaveLength(5);
		expect(archived.filter((row) => scores.has(row.id))).toEqual([]);
	});

	test('the regions differ: each regional model finds As and Bs under its own bounds', () => {
		for (const model of company.regionalModels) {
			const region = (model.customer_filter['region'] as { _eq: string })._eq;
			const [a, b] = model.classes.map((one) => Number(one['bound']) * 100);
			const values = company.customers.filter((row) => row.region === region)
				.map((row) => scores.get(row.id)?.valueMinor ?? 0);
			const inA = values.filter((value) => value >= (a ?? NaN)).length;
			const inB = values.filter((value) => value >= (b ?? NaN)).length - inA;
			expect(inA).toBeGreaterThan(2);
			expect(inB).toBeGreaterThan(inA);
			expect(values.length - inA - inB).toBeGreaterThan(inB);
		}
	});
});

function halves(rows: OrderRow[]): [OrderRow[], OrderRow[]] {
	const middle = Math.floor(rows.length / 2);
	return [rows.slice(0, middle), rows.slice(middle)];
}

function mean(rows: OrderRow[]): number {
	return rows.reduce((sum, row) => sum + Number(row.amount), 0) / rows.length;
}
