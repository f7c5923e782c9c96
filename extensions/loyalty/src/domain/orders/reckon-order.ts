import type { Acceptance, Circumstances, Decision, Effect, Fact } from '@guanxi/core/decision';
import { balanceOf, pointsFact, type Balance } from '../accounts/answers.ts';
import { award, countEarned } from '../validity/cap.ts';
import type { Draft } from '../ledger/draft.ts';
import { isLot, type Book, type Entry, type Lot, type Source } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { countRules } from '../rules/count-rules.ts';
import type { Told } from '../rewards/gifts.ts';
import type { Voucher } from '../rewards/voucher.ts';
import type { RuleCount } from '../rules/rule-counts.ts';
import { split } from '../rules/split.ts';
import { NOTHING_TAKEN, type Taken } from '../ledger/take-back.ts';
import { adjust } from './adjust-order.ts';
import { addPoints, isEarning } from './earned-lot.ts';
import { isPaid, keptOf, type EarnedLine, type Order } from './order.ts';
import { orderDue, type OrderDue, type OrderRules } from './order-due.ts';
import { settleGifts } from './settle-gifts.ts';
import { settleSpent } from './settle-spent.ts';

export interface OrderState {
	/** With all lots that the order's entries are about among its lots, used up or not. */
	book: Book;
	/** As it is now; null when it was deleted. */
	order: Order | null;
	/** What the rules say of it; read only while it has earned nothing. */
	rules: OrderRules | null;
	/** What it earned when it did, by line. Empty: it has not earned yet. */
	earned: EarnedLine[];
	/** Vouchers that rules gave for it. */
	presents: Voucher[];
	/** What the rules gave for it then, and what of that counts against their limits now. */
	counts: RuleCount[];
	/** As it was when it was reckoned last; null: never. */
	seen: Standing | null;
	/** The account's entries that came from the order, and those that move the lots that these are about. */
	entries: Entry[];
}

/** What of an order decides about points; kept, so that a sweep finds orders that changed past us. */
export interface Standing extends Pick<Order, 'amountMinor' | 'refundedMinor'> {
	status: Order['status'] | 'gone';
	/** Of its lines, added up. */
	linesMinor: number;
	linesRefundedMinor: number;
	/** Points that it may have at most, since there was no room for all that came back; null: what it earned. */
	atMost: number | null;
}

export interface Reckoned extends Balance, Taken {
	order: string;
	/** Earned now; negative: taken back now. */
	points: number;
	tier_points: number;
	/** Spent on the order and given back now; negative: taken again, because a refund was taken back. */
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
	const { order, rules } = state;
	const due = order && rules ? orderDue(order, rules, draft.program.timezone) : null;
	const work: Work = { draft, state, due, source: { type: 'order', id }, txn: draft.newId() };
	const result = state.earned.length === 0 ? earn(work) : adjust(work);
	const returned = settleSpent(work);
	const gifts = settleGifts(work);
	return closeBook(draft, () => tell(work, { ...result, returned, gifts }));
}

export interface Work {
	draft: Draft;
	state: OrderState;
	/** What the rules give for it; null: it has earned before, or nothing is asked of them. */
	due: OrderDue | null;
	source: Source;
	txn: string;
}

export interface Change extends Taken {
	points: number;
	tierPoints: number;
	/** What the order may have at most, where limits or the cap left no room for all that came back. */
	atMost?: number;
	effects?: Effect[];
}

/** A paid order earns by the rules, within the cap; of what was refunded before anybody looked it earns only the rest. */
function earn(work: Work): Change {
	const { draft, state: { order }, due, source } = work;
	const nothing = { ...NOTHING_TAKEN, points: 0, tierPoints: 0 };
	if (!isPaid(order) || !due || draft.program.status === 'ended') return nothing;
	// A credit is no purchase.
	if (order.amountMinor < 0) return nothing;
	// Which rule applied once decides for good: what a limit held back altogether is kept as nothing, or it would come later.
	if (due.unlimited === 0 && due.gifts.length === 0) return nothing;
	const capped = award(draft, due.points);
	const lines = cappedLines(due.lines, capped);
	const { points, tierPoints } = keptOf(order, lines);
	countEarned(draft, points);
	if (points > 0 || tierPoints > 0) addPoints(work, { points, tierPoints });
	const account = draft.account.id;
	const rows = lines.map(({ line, amountMinor, ...of }) => ({
		id: draft.newId(), account, order_id: source.id, line, amount_minor: amountMinor, points: of.points, tier_points: of.tierPoints,
	}));
	return { ...nothing, points, tierPoints, effects: [{ insert: EARNED_LINES, rows }, ...countRules(draft, due, { source: source.id, points: capped, kept: points })] };
}

/** Where a cap leaves only a part of the points, each line has earned its share of that part. */
function cappedLines(lines: EarnedLine[], capped: number): EarnedLine[] {
	const parts = split(capped, lines.map(({ line, points: weight }) => ({ name: line, weight })));
	return lines.map((line) => ({ ...line, points: parts.get(line.line) ?? 0 }));
}

function tell(work: Work, change: Change & { returned: number; gifts: Told }): Acceptance<Reckoned> {
	const { draft, source, txn } = work;
	const { effects = [], atMost, points, tierPoints, returned, gifts, ...taken } = change;
	const told = (what: string, moved: number): Fact[] => (moved > 0 ? [pointsFact(draft, what, { txn, points: moved, order: source.id })] : []);
	const facts = [...told('accrued', points), ...told('reversed', -points), ...told('returned', returned), ...told('redeemed', -returned), ...gifts.facts];
	const moves = [...work.state.entries, ...draft.added].filter((entry) => isEarning(entry, source.id));
	const earned = moves.reduce((sum, entry) => sum + entry.points, 0);
	const first = moves.find(isLot);
	const lot = first ? lotOf(draft.lots.get(first.id)!) : null;
	const answer = { order: source.id, points, tier_points: tierPoints, returned, earned, lot, txn, ...taken, ...balanceOf(draft.account) };
	return { answer, effects: [...effects, ...gifts.effects, ...note(work, atMost)], facts, actions: gifts.actions };
}

const lotOf = ({ id, status, available_on, expires_on }: Lot): Reckoned['lot'] => ({ id, status, available_on, expires_on });

/** An order that is no longer the member's is marked, so that a sweep does not look at it again. */
function note({ draft, state: { order, seen }, source: { id } }: Work, atMost: number | null = seen?.atMost ?? null): Effect[] {
	const account = draft.account.id;
	if (order === null && seen === null) return [];
	const now = order ? standingOf(order) : GONE;
	const row = {
		status: now.status, amount_minor: now.amountMinor, refunded_minor: now.refundedMinor, lines_minor: now.linesMinor,
		lines_refunded_minor: now.linesRefundedMinor, at_most: atMost,
	};
	if (seen === null) return [{ insert: SEEN_ORDERS, rows: [{ id: draft.newId(), account, order_id: id, ...row }] }];
	const isSame = Object.entries({ ...now, atMost }).every(([name, value]) => seen[name as keyof Standing] === value);
	return isSame ? [] : [{ update: SEEN_ORDERS, where: { account, order_id: id }, set: row }];
}

const GONE = { status: 'gone', amountMinor: 0, refundedMinor: 0, linesMinor: 0, linesRefundedMinor: 0 } as const;

function standingOf({ status, amountMinor, refundedMinor, lines }: Order): Omit<Standing, 'atMost'> {
	const sum = (of: 'amountMinor' | 'refundedMinor'): number => lines.reduce((total, line) => total + line[of], 0);
	return { status, amountMinor, refundedMinor, linesMinor: sum('amountMinor'), linesRefundedMinor: sum('refundedMinor') };
}
