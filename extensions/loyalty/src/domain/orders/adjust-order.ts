import { award, countEarned } from '../validity/cap.ts';
import type { Draft } from '../ledger/draft.ts';
import { growthDay } from '../merge/merge-lots.ts';
import { isLot, type Entry, type Lot } from '../ledger/model.ts';
import { recount } from '../rules/recount.ts';
import { allowedBy } from '../rules/rule-counts.ts';
import { growthLeft, NOTHING_TAKEN, takeBack, takenSoFar, type Taken } from '../ledger/take-back.ts';
import { addPoints, isEarning } from './earned-lot.ts';
import { keptOf, type Kept } from './order.ts';
import type { Change, Work } from './reckon-order.ts';

/** What an order deserves now against what it has; it may also come back, such as after a mistaken cancellation. */
export function adjust(work: Work): Change {
	const { draft, state: { order, earned, entries, seen } } = work;
	const kept = keptOf(order, earned);
	const own = entries.filter((entry) => isEarning(entry, work.source.id));
	const has = own.reduce((sum, entry) => sum + entry.points, 0);
	const deserved = Math.min(kept.points, seen?.atMost ?? Infinity);
	const goal = deserved > has ? roomFor(work, { has, wants: deserved, day: dayOfEarning(draft, own) }) : deserved;
	const points = goal - has;
	const tierPoints = kept.tierPoints - own.reduce((sum, entry) => sum + entry.tier_points, 0);
	const gain = { points: Math.max(0, points), tierPoints: Math.max(0, tierPoints) };
	const loss = { points: Math.max(0, -points), tierPoints: Math.max(0, -tierPoints) };
	const taken = takeAway(work, loss);
	if (gain.points > 0 || gain.tierPoints > 0) addPoints(work, gain);
	if (points !== 0) countEarned(draft, points, dayOfEarning(draft, own));
	const effects = recount(work.state.counts, { has: goal, earned: totalOf(earned) }, draft.today);
	return { ...taken, points, tierPoints, ...(goal < deserved ? { atMost: goal } : {}), effects };
}

/** Up to how many points an order comes back: limits, budgets and the cap that others have used up meanwhile hold for it as well. */
function roomFor({ draft, state: { earned, counts } }: Work, { has, wants, day }: { has: number; wants: number; day: string }): number {
	const allowed = allowedBy(counts, { has, wants, earned: totalOf(earned), today: draft.today });
	return has + award(draft, allowed - has, day);
}

const totalOf = (lines: { points: number }[]): number => lines.reduce((sum, { points }) => sum + points, 0);

const dayOfEarning = ({ program, today }: Draft, own: Entry[]): string =>
	own[0] ? growthDay(own[0], program.timezone) : today;

/** From the newest lot that the order earned, then from those before it; of each no more than it has left to give. */
function takeAway({ draft, state: { entries }, source, txn }: Work, loss: Kept): Taken {
	const accruals = entries.filter((entry): entry is Lot => isLot(entry) && isEarning(entry, source.id));
	const left = { ...loss };
	let taken = NOTHING_TAKEN;
	for (const accrual of accruals.sort((a, b) => b.seq - a.seq)) {
		const points = Math.min(left.points, accrual.points - takenSoFar(accrual, entries));
		const tier_points = Math.min(left.tierPoints, growthLeft(accrual, entries));
		if (points === 0 && tier_points === 0) continue;
		const recovery = draft.program.refund_recovery;
		const movement = { type: 'reversal', contra: 'reversal', txn, reverses: accrual.id, tier_points: -tier_points, source } as const;
		const one = takeBack(draft, { lot: accrual, entries, points, recovery, movement });
		taken = sumOf(taken, one);
		left.points -= points;
		left.tierPoints -= tier_points;
	}
	return taken;
}

const sumOf = (a: Taken, b: Taken): Taken => ({
	from_lot: a.from_lot + b.from_lot,
	from_expired: a.from_expired + b.from_expired,
	from_other_lots: a.from_other_lots + b.from_other_lots,
	to_debt: a.to_debt + b.to_debt,
	forgiven: a.forgiven + b.forgiven,
});
