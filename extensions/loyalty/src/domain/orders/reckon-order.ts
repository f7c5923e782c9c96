import type { Acceptance, Circumstances, Decision, Effect } from '@guanxi/core/decision';
import { dateIn } from '@guanxi/core/time';
import { addEarned } from '../add-earned.ts';
import { balanceOf, pointsFact, type Balance } from '../answers.ts';
import { wouldOverflow } from '../accrue.ts';
import { award, countEarned } from '../cap.ts';
import type { Draft } from '../draft.ts';
import { putBack, type Spent } from '../give-back.ts';
import { isLot, type Book, type Entry, type Lot, type Source } from '../model.ts';
import { closeBook, openBook } from '../open-book.ts';
import { countRules, type RulesDue } from '../rules/count-rules.ts';
import { split } from '../rules/split.ts';
import { growthLeft, NOTHING_TAKEN, takeBack, takenSoFar, type Taken } from '../take-back.ts';
import { isPaid, keptOf, refundedOf, type EarnedLine, type Kept, type Order } from './order.ts';

export interface OrderState {
	/** With all lots that the order's entries are about among its lots, used up or not. */
	book: Book;
	/** As it is now; null when it was deleted. */
	order: Order | null;
	/** When it was paid. */
	paidAt: Date | null;
	/** What the rules give for it; read only while it has earned nothing. */
	due: Due | null;
	/** What it earned when it did, by line. Empty: it has not earned yet. */
	earned: EarnedLine[];
	/** As it was when it was reckoned last; null: never. */
	seen: Standing | null;
	/** The account's entries that came from the order, and those that move the lots it earned. */
	entries: Entry[];
}

/** What of an order decides about points; kept, so that a sweep finds orders that changed past us. */
export type Standing = Pick<Order, 'amountMinor' | 'refundedMinor'> & { status: Order['status'] | 'gone' };

export interface Due extends RulesDue {
	/** With what each line is worth; their points add up. */
	lines: EarnedLine[];
}

export interface Reckoned extends Balance, Taken {
	order: string;
	/** Earned now; negative: taken back now. */
	points: number;
	tier_points: number;
	/** Spent on the order and given back now. */
	returned: number;
	/** All that the order has earned and kept. */
	earned: number;
	/** The lot that it earned first. */
	lot: Pick<Lot, 'id' | 'status' | 'available_on' | 'expires_on'> | null;
	txn: string;
}

export const EARNED_LINES = 'crm_loyalty_order_lines';
export const SEEN_ORDERS = 'crm_loyalty_orders';

/**
 * Brings an account into line with an order as it is now: what a paid order earns is earned once, what was refunded or cancelled is
 * taken back, and points that were spent on it come back in the same measure. Nothing depends on how or in what order the
 * order came to be what it is, so it may be asked at any time, twice or late.
 */
export function reckonOrder(state: OrderState, { order: id }: { order: string }, circumstances: Circumstances): Decision<Reckoned> {
	const draft = openBook(state.book, circumstances);
	if ('refusal' in draft) return draft;
	const work: Work = { draft, state, source: { type: 'order', id }, txn: draft.newId() };
	const result = state.earned.length === 0 ? earn(work) : adjust(work);
	const returned = giveBackSpent(work);
	return closeBook(draft, () => tell(work, { ...result, returned }));
}

interface Work {
	draft: Draft;
	state: OrderState;
	source: Source;
	txn: string;
}

interface Change extends Taken {
	points: number;
	tierPoints: number;
	effects?: Effect[];
}

/** A paid order earns by the rules, within the cap; of what was refunded before anybody looked it earns only the rest. */
function earn(work: Work): Change {
	const { draft, state: { order, due }, source } = work;
	const nothing = { ...NOTHING_TAKEN, points: 0, tierPoints: 0 };
	if (!isPaid(order) || !due || draft.program.status === 'ended') return nothing;
	// A credit is no purchase.
	if (order.amountMinor < 0) return nothing;
	if (due.points === 0 && due.tierPoints === 0) return nothing;
	const capped = award(draft, due.points);
	const lines = cappedLines(due.lines, capped);
	const { points, tierPoints } = keptOf(order, lines);
	countEarned(draft, points);
	if (points > 0 || tierPoints > 0) add(work, { points, tierPoints });
	const account = draft.account.id;
	const rows = lines.map(({ line, amountMinor, ...of }) => ({
		id: draft.newId(), account, order_id: source.id, line, amount_minor: amountMinor, points: of.points, tier_points: of.tierPoints,
	}));
	return { ...nothing, points, tierPoints, effects: [{ insert: EARNED_LINES, rows }, ...countRules(draft, due, { source: source.id, points: capped })] };
}

/** Where a cap leaves only a part of the points, each line has earned its share of that part. */
function cappedLines(lines: EarnedLine[], capped: number): EarnedLine[] {
	const parts = split(capped, lines.map(({ line, points: weight }) => ({ name: line, weight })));
	return lines.map((line) => ({ ...line, points: parts.get(line.line) ?? 0 }));
}

/** What an order deserves now against what it has; it may also come back, such as after a mistaken cancellation. */
function adjust(work: Work): Change {
	const { draft, state: { order, earned, entries } } = work;
	const kept = keptOf(order, earned);
	const own = entries.filter((entry) => isEarning(entry, work.source.id));
	const points = kept.points - own.reduce((sum, entry) => sum + entry.points, 0);
	const tierPoints = kept.tierPoints - own.reduce((sum, entry) => sum + entry.tier_points, 0);
	const gain = { points: Math.max(0, points), tierPoints: Math.max(0, tierPoints) };
	const loss = { points: Math.max(0, -points), tierPoints: Math.max(0, -tierPoints) };
	const taken = takeAway(work, loss);
	if (gain.points > 0 || gain.tierPoints > 0) add(work, gain);
	if (points !== 0) countEarned(draft, points, dayOfEarning(draft, own));
	return { ...taken, points, tierPoints };
}

const dayOfEarning = ({ program, today }: Draft, own: Entry[]): string =>
	own[0] ? dateIn(own[0].effective_at, program.timezone) : today;

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
		const one = takeBack(draft, { accrual, entries, points, tier_points, recovery, txn, source });
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

function add({ draft, state: { paidAt }, source, txn }: Work, earned: Kept): void {
	if (wouldOverflow(draft, earned.points)) throw new Error(`Order ${source.id} would give account ${draft.account.id} more points than can be counted`);
	addEarned(draft, { ...earned, at: paidAt ?? draft.now, txn, source });
}

function giveBackSpent({ draft, state: { order, entries }, source, txn }: Work): number {
	const isSpending = ({ type, source_id }: Entry): boolean => type === 'redemption' && source_id === source.id;
	const redemption = entries.filter(isSpending);
	if (redemption.length === 0) return 0;
	const ids = new Set(redemption.map(({ id }) => id));
	const spent: Spent = { redemption, returned: entries.filter(({ type, reverses }) => type === 'return' && ids.has(reverses!)) };
	const graceDays = draft.program.refund_grace_days;
	return putBack(draft, spent, { ...refundOf(order), graceDays, txn, source });
}

/** An order that is not paid yet has given nothing back; one that is cancelled or gone has given back all. */
function refundOf(order: Order | null): { originalMinor: number; refundedMinor: number } {
	if (order === null || order.status === 'cancelled') return { originalMinor: 1, refundedMinor: 1 };
	if (!isPaid(order)) return { originalMinor: 1, refundedMinor: 0 };
	// Paid wholly with points: it is refunded as a whole, or not.
	if (order.amountMinor <= 0) return { originalMinor: 1, refundedMinor: order.status === 'refunded' ? 1 : 0 };
	return { originalMinor: order.amountMinor, refundedMinor: refundedOf(order) };
}

function tell(work: Work, change: Change & { returned: number }): Acceptance<Reckoned> {
	const { draft, source, txn } = work;
	const { effects = [], points, tierPoints, returned, ...taken } = change;
	const facts = [
		...(points > 0 ? [pointsFact(draft, 'accrued', { txn, points, order: source.id })] : []),
		...(points < 0 ? [pointsFact(draft, 'reversed', { txn, points: -points, order: source.id })] : []),
		...(returned > 0 ? [pointsFact(draft, 'returned', { txn, points: returned, order: source.id })] : []),
	];
	const moves = [...work.state.entries, ...draft.added].filter((entry) => isEarning(entry, source.id));
	const earned = moves.reduce((sum, entry) => sum + entry.points, 0);
	const first = moves.find(isLot);
	const lot = first ? lotOf(draft.lots.get(first.id)!) : null;
	const answer = { order: source.id, points, tier_points: tierPoints, returned, earned, lot, txn, ...taken, ...balanceOf(draft.account) };
	return { answer, effects: [...effects, ...note(work)], facts };
}

const isEarning = ({ type, source_type, source_id }: Entry, order: string): boolean =>
	source_type === 'order' && source_id === order && (type === 'accrual' || type === 'reversal');

const lotOf = ({ id, status, available_on, expires_on }: Lot): Reckoned['lot'] => ({ id, status, available_on, expires_on });

/** An order that is no longer the member's is marked, so that a sweep does not look at it again. */
function note({ draft, state: { order, seen }, source: { id } }: Work): Effect[] {
	const account = draft.account.id;
	if (order === null && seen === null) return [];
	const now = order ? { status: order.status, amount_minor: order.amountMinor, refunded_minor: order.refundedMinor } : { ...GONE };
	if (seen === null) return [{ insert: SEEN_ORDERS, rows: [{ id: draft.newId(), account, order_id: id, ...now }] }];
	const isSame = seen.status === now.status && seen.amountMinor === now.amount_minor && seen.refundedMinor === now.refunded_minor;
	return isSame ? [] : [{ update: SEEN_ORDERS, where: { account, order_id: id }, set: now }];
}

const GONE = { status: 'gone', amount_minor: 0, refunded_minor: 0 } as const;
