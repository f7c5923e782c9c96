import { toMinor } from '@guanxi/core/money';
import { monthsBefore, startOfDay } from '@guanxi/core/time';
import { describe, expect, test } from 'vitest';
import { daysAfter } from './clock.ts';
import { DEMO_TIMEZONE, type DemoCompany, demoCompany } from './company.ts';
import { type NaiveScore, naiveScores, percents } from './naive-scoring.ts';
import { STAFF, type Tier, TIERS } from './staff.ts';

const DAYS = [
	{ today: '2026-11-22', why: 'a Sunday: nobody worked the day before' },
	{ today: '2027-02-28', why: 'the weak month and the last day of February' },
	{ today: '2028-02-29', why: 'a leap day: twelve months earlier is another day of the month' },
	{ today: '2027-12-18', why: 'the strong month leaves the window day by day' },
];

/** The demo must look right when somebody scores it in the middle of the day or a week later. */
const LATER_DAYS = [
	{ days: 0, why: 'scored at the first instant of the demo day' },
	{ days: 0.7, why: 'scored in the afternoon' },
	{ days: 3, why: 'the first run of an engine that was switched on later' },
	{ days: 7, why: 'a demo that has been standing for a week' },
];

describe.each(DAYS)('the demo company of $today ($why)', ({ today }) => {
	const company = demoCompany(today);
	const startOfToday = startOfDay(today, DEMO_TIMEZONE);

	test('has the promised size', () => {
		expect(company.users).toHaveLength(8);
		expect(company.customers).toHaveLength(405);
		within(company.products.length, [28, 32]);
		within(company.orders.length, [5_800, 6_200]);
		within(company.interactions.length, [2_500, 6_000]);
		within(company.contacts.length, [650, 800]);
		within(company.tasks.length, [140, 160]);
		expect(company.regionalModels).toHaveLength(3);
	});

	test('is the same every time', () => {
		expect(demoCompany(today)).toEqual(company);
	});

	describe.each(LATER_DAYS)('$days days later ($why)', ({ days }) => {
		const asOf = daysAfter(startOfToday, days);
		const scores = naiveScores(company, asOf);
		const all = [...scores.values()];

		test('400 customers split 10, 20, 70 % into A, B, C', () => {
			expect(scores.size).toBe(400);
			near(percents(all, (score) => score.tier, () => 1), [10, 20, 70], 1);
		});

		test('the classes bring 70, 20, 10 % of the turnover', () => {
			near(percents(all, (score) => score.tier, (score) => score.valueMinor), [70, 20, 10], 1);
		});

		test('without the prospects the classes hold within two points', () => {
			const buyers = company.customers
				.filter((customer) => customer.lifecycle_stage !== 'potential')
				.flatMap((customer) => scores.get(customer.id) ?? []);
			near(percents(buyers, (score) => score.tier, () => 1), [10, 20, 70], 2);
		});

		test('15, 25, 60 % of hours, of staff and of interactions go to the classes', () => {
			const effort = effortOf(company, scores, asOf);
			near(effort.hours, [15, 25, 60], 1);
			near(effort.staff, [15, 25, 60], 1);
			near(effort.interactions, [15, 25, 60], 1);
		});
	});

	test('every salesperson logs about the same hours and has customers of every class', () => {
		const scores = naiveScores(company, startOfToday);
		const hours = STAFF.map(({ id }) => minutesOf(company, id) / 60);
		within(Math.max(...hours) / Math.min(...hours), [1, 1.1]);
		for (const { id } of STAFF) {
			const own = company.customers.filter((customer) => customer.owner === id);
			const tiers = new Set(own.map((customer) => scores.get(customer.id)?.tier));
			expect([...tiers]).toEqual(expect.arrayContaining([...TIERS]));
		}
	});

	test('nothing that happened lies in the future', () => {
		const happened = [
			...company.orders.flatMap((row) => [row.placed_at, row.paid_at]),
			...company.orders.flatMap((row) => [row.shipped_at, row.delivered_at]),
			...company.interactions.flatMap((row) => [row.occurred_at, row.date_created]),
			...company.contacts.flatMap((row) => [row.left_at, row.date_created]),
			...company.customers.map((row) => row.date_created),
			...company.tasks.flatMap((row) => [row.completed_at, row.date_created]),
		].filter((instant) => instant !== null);
		const newest = Math.max(...happened.map((instant) => instant.getTime()));
		expect(newest).toBeLessThan(startOfToday.getTime());
	});

	test('orders fill all 24 months, and nothing is older', () => {
		const oldest = monthsBefore(startOfToday, 24, DEMO_TIMEZONE);
		expect(company.orders.every((order) => order.placed_at >= oldest)).toBe(true);
		const months = new Set(company.orders.map((order) => order.number.slice(3, 9)));
		within(months.size, [24, 25]);
	});
});

test('another day has the same entities', () => {
	const [one, other] = [demoCompany('2026-11-22'), demoCompany('2027-03-01')];
	const ids = (company: DemoCompany): string[] => Object.values(company)
		.flatMap((rows: { id: string }[]) => rows.map((row) => row.id)).sort();
	expect(ids(other)).toEqual(ids(one));
	expect(other.customers.map(({ code, name }) => [code, name]))
		.toEqual(one.customers.map(({ code, name }) => [code, name]));
});

test('amounts of a year add up to about 300 million', () => {
	const company = demoCompany('2026-11-22');
	const scores = naiveScores(company, startOfDay('2026-11-22', DEMO_TIMEZONE));
	const total = [...scores.values()].reduce((sum, score) => sum + score.valueMinor, 0);
	within(total, [toMinor('297000000') ?? 0, toMinor('303000000') ?? 0]);
});

function effortOf(
	company: DemoCompany,
	scores: Map<string, NaiveScore>,
	asOf: Date,
): Record<'hours' | 'staff' | 'interactions', Record<Tier, number>> {
	const from = monthsBefore(asOf, 12, DEMO_TIMEZONE);
	const work = company.interactions
		.filter((row) => row.occurred_at >= from && row.occurred_at < asOf);
	const tierOf = (row: { customer: string }): Tier | undefined => scores.get(row.customer)?.tier;
	const hoursOf = (rows: typeof work): Record<Tier, number> =>
		percents(rows, tierOf, (row) => row.duration_minutes ?? 0);
	const people = STAFF.map(({ id }) => hoursOf(work.filter((row) => row.user === id)));
	const mean = (tier: Tier): number =>
		people.reduce((sum, one) => sum + one[tier], 0) / people.length;
	return {
		hours: hoursOf(work),
		staff: { A: mean('A'), B: mean('B'), C: mean('C') },
		interactions: percents(work, tierOf, () => 1),
	};
}

function minutesOf(company: DemoCompany, user: string): number {
	return company.interactions.filter((row) => row.user === user)
		.reduce((sum, row) => sum + (row.duration_minutes ?? 0), 0);
}

function near(actual: Record<Tier, number>, expected: number[], tolerance: number): void {
	TIERS.forEach((tier, index) => {
		const wanted = expected[index] ?? 0;
		within(actual[tier], [wanted - tolerance, wanted + tolerance]);
	});
}

function within(actual: number, [low, high]: [number, number]): void {
	expect(actual).toBeGreaterThanOrEqual(low);
	expect(actual).toBeLessThanOrEqual(high);
}
