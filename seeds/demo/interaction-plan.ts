import { type DemoClock, spreadDays } from './clock.ts';
import type { CustomerPlan } from './plan.ts';
import { randomFor } from './random.ts';
import { STAFF, type Salesperson, type Tier, TIERS } from './staff.ts';
import type { InteractionRow } from './types.ts';

/** One contact of a salesperson with a customer, before it gets words. */
export interface PlannedInteraction {
	key: string;
	plan: CustomerPlan;
	daysAgo: number;
	card: Card;
}

export interface Card {
	channel: InteractionRow['channel'];
	/** Null: not logged, as people do with a quick message. */
	minutes: number | null;
}

type Year = 'last' | 'this';

/** Interactions per salesperson. The CRM came into use gradually: more is logged this year. */
const PER_YEAR: Record<Year, number> = { last: 190, this: 340 };

/** Every deck has the same hours, so hours split over the classes exactly as interactions do. */
const DECK: readonly Card[] = [
	...cards('visit', [90, 60, 120, 75, 90, 45, 150]),
	...cards('phone', [15, 20, 10, 30, 15, 25]),
	...cards('wechat', [5, 10, null, 15]),
	...cards('email', [10, null]),
	...cards('event', [180]),
];

/**
 * A person's year is split over the classes by his effort, then over his customers of each class.
 */
export function planInteractions(clock: DemoClock, plans: CustomerPlan[]): PlannedInteraction[] {
	const all: PlannedInteraction[] = [];
	for (const owner of STAFF) {
		for (const tier of TIERS) {
			const own = plans.filter((plan) => plan.owner === owner && plan.finalTier === tier);
			for (const year of ['last', 'this'] as const) {
				all.push(...shareOut(clock, own, { owner, tier, year }));
			}
		}
	}
	return all;
}

function shareOut(
	clock: DemoClock,
	plans: CustomerPlan[],
	{ owner, tier, year }: { owner: Salesperson; tier: Tier; year: Year },
): PlannedInteraction[] {
	const open = plans
		.map((plan) => ({ plan, span: contactSpan(clock, plan, year) }))
		.filter(({ span }) => span.oldest >= span.newest);
	const count = Math.round((PER_YEAR[year] * owner.effort[tier]) / 100);
	const random = randomFor(`effort/${owner.user.email}/${tier}/${year}`);
	const deck = deckOf(count, random.shuffle);
	const yearDays = year === 'this' ? clock.year : clock.total - clock.year;
	const weights = open.map(({ plan, span }) => attention(plan)
		* Math.sqrt((span.oldest - span.newest + 1) / yearDays));
	return apportion(count, weights).flatMap((share, index) => {
		const { plan, span } = open[index] as (typeof open)[number];
		const stream = randomFor(`interactions/${plan.key}/${year}`);
		return spreadDays(clock, { count: share, ...span }, stream).map((daysAgo, place) => ({
			key: `${plan.key}/${year}/${place}`, plan, daysAgo, card: deck.pop() as Card,
		}));
	});
}

/**
 * When the customer was talked to, in days ago; empty (oldest < newest) where there was nothing.
 */
function contactSpan(
	clock: DemoClock,
	plan: CustomerPlan,
	year: Year,
): { oldest: number; newest: number } {
	const silent: Partial<Record<CustomerPlan['pattern'], number>> = {
		dormant: 25, lost: 60, ended: clock.year + 40,
	};
	const newest = plan.role.silentContactDays ?? silent[plan.pattern] ?? 1;
	const oldest = Math.min(clock.total, plan.createdDaysAgo - 1);
	return year === 'this'
		? { oldest: Math.min(clock.year, oldest), newest }
		: { oldest, newest: Math.max(clock.year + 1, newest) };
}

function attention(plan: CustomerPlan): number {
	const byPattern = { lost: 0.3, dormant: 0.7, prospect: 1.3, new: 1.4 } as Record<string, number>;
	const role = plan.role.attention ?? byPattern[plan.pattern] ?? 1;
	return role * randomFor(`attention/${plan.key}`).spread(0.3);
}

/** Largest remainders: whole numbers that add up to `count`. */
function apportion(count: number, weights: number[]): number[] {
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	const exact = weights.map((weight) => (count * weight) / total);
	const shares = exact.map(Math.floor);
	const order = exact.map((value, index) => ({ index, rest: value % 1 }))
		.sort((one, other) => other.rest - one.rest || one.index - other.index);
	const left = count - shares.reduce((sum, share) => sum + share, 0);
	for (const { index } of order.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
	return shares;
}

function deckOf(count: number, shuffle: (deck: readonly Card[]) => Card[]): Card[] {
	const deck: Card[] = [];
	while (deck.length < count) deck.push(...shuffle(DECK));
	return shuffle(deck.slice(0, count));
}

function cards(channel: Card['channel'], minutes: (number | null)[]): Card[] {
	return minutes.map((one) => ({ channel, minutes: one }));
}
