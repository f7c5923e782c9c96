import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptOf, type EarnedLine, type Order } from './order.ts';

describe('what an order keeps of what it earned', () => {
	const order = (lines: [amount: number, refunded: number][], more: Partial<Order> = {}): Order => ({
		id: 'order',
		status: 'paid',
		amountMinor: lines.reduce((sum, [amount]) => sum + amount, 0),
		refundedMinor: lines.reduce((sum, [, refunded]) => sum + refunded, 0),
		currency: null,
		placedAt: new Date('2026-01-01'),
		paidAt: null,
		lines: lines.map(([amountMinor, refundedMinor], index) => ({ id: `line ${index}`, amountMinor, refundedMinor })),
		...more,
	});
	const line = (index: number, amountMinor: number, points: number): EarnedLine => ({ line: `line ${index}`, amountMinor, points, tierPoints: points });
	const earned = [line(0, 6000, 60), line(1, 4000, 40)];
	const whole: EarnedLine[] = [{ line: 'order', amountMinor: 10_000, points: 100, tierPoints: 100 }];

	it.each<{ why: string; order: Order | null; earned: EarnedLine[]; kept: number }>([
		{ why: 'nothing was refunded', order: order([[6000, 0], [4000, 0]]), earned, kept: 100 },
		{ why: 'half of the first line: 30 of its 60', order: order([[6000, 3000], [4000, 0]]), earned, kept: 70 },
		{ why: 'a cent of a line costs a point, and never a part of one', order: order([[6000, 1], [4000, 0]]), earned, kept: 99 },
		{ why: 'the whole line', order: order([[6000, 0], [4000, 4000]]), earned, kept: 60 },
		{ why: 'by its amount alone, over all lines', order: order([[6000, 0], [4000, 0]], { refundedMinor: 2500 }), earned, kept: 75 },
		{ why: 'by lines, and by more than the lines say', order: order([[6000, 6000], [4000, 0]], { refundedMinor: 8000 }), earned, kept: 20 },
		{ why: '"refunded" without an amount is all of it', order: order([[6000, 0], [4000, 0]], { status: 'refunded' }), earned, kept: 0 },
		{ why: 'cancelled', order: order([[6000, 0], [4000, 0]], { status: 'cancelled' }), earned, kept: 0 },
		{ why: 'no longer paid', order: order([[6000, 0], [4000, 0]], { status: 'confirmed' }), earned, kept: 0 },
		{ why: 'deleted', order: null, earned, kept: 0 },
		{ why: 'its amount was corrected to less', order: order([[6000, 0], [4000, 0]], { amountMinor: 5000 }), earned, kept: 50 },
		{ why: 'it grew: it earned once, and earns no more', order: order([[6000, 0], [9000, 0]], { amountMinor: 15_000 }), earned, kept: 100 },
		{ why: 'without lines', order: order([], { amountMinor: 10_000, refundedMinor: 2500 }), earned: whole, kept: 75 },
		{ why: 'lines came after it had earned', order: order([[6000, 0], [4000, 0]]), earned: whole, kept: 100 },
		{ why: 'a line was replaced by one that is worth the same', order: order([[6000, 0], [4000, 0]]), earned: [line(0, 6000, 60), line(9, 4000, 40)], kept: 100 },
		{ why: 'a line was replaced by one that is worth half', order: order([[6000, 0], [2000, 0]]), earned: [line(0, 6000, 60), line(9, 4000, 40)], kept: 80 },
		{ why: 'a discount on the order: lines earned their part of the net amount', order: order([[6000, 3000], [6000, 0]], { amountMinor: 10_000, refundedMinor: 2500 }), earned: [line(0, 5000, 50), line(1, 5000, 50)], kept: 75 },
		{ why: 'all lines are gone while they are being replaced', order: order([], { amountMinor: 10_000 }), earned, kept: 100 },
		{ why: 'a bonus on a free order stays while it stands', order: order([[0, 0]]), earned: [line(0, 0, 25)], kept: 25 },
		{ why: 'and goes with it', order: order([[0, 0]], { status: 'cancelled' }), earned: [line(0, 0, 25)], kept: 0 },
	])('$why: $kept', ({ order: now, earned: lines, kept }) => {
		expect(keptOf(now, lines)).toEqual({ points: kept, tierPoints: kept });
	});

	it('A-I13: refunds in any number of parts never leave more than was earned, never grow, and end with nothing', () => {
		const lines = fc.array(fc.record({ amount: fc.integer({ min: 1, max: 100_000 }), points: fc.integer({ min: 0, max: 10_000 }) }), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(lines, fc.array(fc.tuple(fc.nat(5), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 12 }), (all, refunds) => {
				const done = all.map(() => 0);
				const mine = all.map(({ amount, points }, index) => line(index, amount, points));
				const now = (): number => keptOf(order(all.map(({ amount }, index) => [amount, done[index]!])), mine).points;
				let before = now();
				expect(before).toBe(all.reduce((sum, { points }) => sum + points, 0));
				for (const [which, part] of refunds) {
					const index = which % all.length;
					done[index] = done[index]! + Math.floor((all[index]!.amount - done[index]!) * part);
					expect(now()).toBeLessThanOrEqual(before);
					before = now();
				}
				all.forEach(({ amount }, index) => (done[index] = amount));
				expect(now()).toBe(0);
			}),
		);
	});
});
