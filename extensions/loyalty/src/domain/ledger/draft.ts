import type { Circumstances } from '@guanxi/core/decision';
import { dateIn } from '@guanxi/core/time';
import { isActivity, lastDayOf } from '../validity/inactivity.ts';
import type { Account, Book, Contra, Entry, EntryType, Lot, OpenHold, Program, Source } from './model.ts';
import type { TierWork } from '../tiers/settle-tier.ts';

/**
 * A working copy of an account's book. Decisions write into it with the three movements below, which keep lots, balances and
 * entries in step; `effectsOf` then says what differs. Nothing outside sees it, so decisions stay pure.
 */
export interface Draft {
	readonly before: Book;
	readonly program: Program;
	readonly account: Account;
	readonly lots: Map<string, Lot>;
	readonly holds: OpenHold[];
	readonly added: Entry[];
	readonly tier: TierWork;
	readonly now: Date;
	/** The day it is in the program's time zone. */
	readonly today: string;
	/** The day on which the member last earned or spent. */
	activeOn: string | null;
	readonly newId: () => string;
}

/** Never earlier than the account's last entry: clocks of servers differ, and what was decided then must not be undone. */
export function timeOf({ account: { last_activity_at: last } }: Book, now: Date): Date {
	return last !== null && last > now ? last : now;
}

export function draftOf(book: Book, { now: given, newId }: Circumstances): Draft {
	const now = timeOf(book, given);
	return {
		before: book,
		program: book.program,
		account: { ...book.account },
		lots: new Map(book.lots.map((lot) => [lot.id, { ...lot }])),
		holds: book.holds.map((hold) => ({ ...hold })),
		added: [],
		tier: { followed: 0, news: [] },
		now,
		today: dateIn(now, book.program.timezone),
		activeOn: book.activeAt && dateIn(book.activeAt, book.program.timezone),
		newId,
	};
}

export interface Movement {
	type: EntryType;
	contra: Contra;
	txn: string;
	reverses?: string | null;
	reason?: string | null;
	tier_points?: number;
	source?: Source | null;
}

/** First to expire comes first; of those, the first that could be spent; of those, the first that came. */
export const inSpendingOrder = (a: Lot, b: Lot): number =>
	compare(a.expires_on, b.expires_on) || compare(a.available_on, b.available_on) || a.seq - b.seq;

/** Lots with points that can be spent, in the order in which they are. By their days too, whatever their status says. */
export const spendable = (draft: Draft): Lot[] =>
	[...draft.lots.values()]
		.filter(({ status, open_points: open }) => status === 'open' && open > 0)
		.filter((lot) => lot.available_on <= draft.today && draft.today <= lastDayOf(draft, lot))
		.sort(inSpendingOrder);

/** New points: a lot of their own, which waits until its first day. */
export function addLot(
	draft: Draft,
	lot: Movement & { points: number; available_on: string; expires_on: string },
): Lot {
	const status = statusOf(lot, draft.today);
	const entry = record(draft, { ...lot, status, open_points: lot.points, lot: null }) as Lot;
	draft.lots.set(entry.id, entry);
	draft.account[status === 'pending' ? 'pending' : 'available'] += lot.points;
	return entry;
}

/** A lot without points, for growth value alone, is used up from the start. */
function statusOf({ points, available_on: first }: { points: number; available_on: string }, today: string): Lot['status'] {
	if (points === 0) return 'posted';
	return first > today ? 'pending' : 'open';
}

/** Takes points from a lot (negative) or gives them back to it (positive); 0 for what moves growth value alone. */
export function move(draft: Draft, lot: Lot, points: number, movement: Movement): void {
	record(draft, { ...movement, points, status: 'posted', open_points: 0, lot: lot.id, available_on: null, expires_on: null });
	if (points === 0) return;
	const wasPending = lot.status === 'pending';
	lot.open_points += points;
	if (lot.open_points < 0 || lot.open_points > lot.points) {
		throw new Error(`Lot ${lot.id} would have ${lot.open_points} of ${lot.points} points`);
	}
	draft.account[wasPending ? 'pending' : 'available'] += points;
	if (lot.open_points === 0) lot.status = wasPending ? 'void' : 'posted';
	else lot.status = wasPending ? 'pending' : 'open';
}

/** Takes points from what can be spent, in spending order. The caller has made sure that there are enough. */
export function consume(draft: Draft, points: number, movement: Movement): { lot: Lot; points: number }[] {
	let left = points;
	const taken: { lot: Lot; points: number }[] = [];
	for (const lot of spendable(draft)) {
		if (left === 0) break;
		const part = Math.min(left, lot.open_points);
		move(draft, lot, -part, movement);
		taken.push({ lot, points: part });
		left -= part;
	}
	if (left > 0) throw new Error(`${left} points are missing in the lots of account ${draft.account.id}`);
	return taken;
}

type Written = Movement & Pick<Entry, 'points' | 'open_points' | 'status' | 'lot' | 'available_on' | 'expires_on'>;

function record(draft: Draft, { reverses = null, reason = null, tier_points = 0, source = null, ...rest }: Written): Entry {
	const { account, added, now, newId } = draft;
	account.last_seq += 1;
	// Held and owed points are no lots: they are what these two counter accounts come to.
	if (rest.contra === 'held') account.held -= rest.points;
	if (rest.contra === 'debt') account.debt += rest.points;
	const { txn, type, points, open_points, status, lot, contra, available_on, expires_on } = rest;
	const entry: Entry = {
		id: newId(), account: account.id, seq: account.last_seq, txn, type, points, open_points, status, lot, contra,
		effective_at: now, available_on, expires_on, reverses, reason,
		tier_points, source_type: source?.type ?? null, source_id: source?.id ?? null,
	};
	added.push(entry);
	if (isActivity(entry)) draft.activeOn = draft.today;
	return entry;
}

/** What of a draft's lots is new or differs from before. */
export function changedLots({ before, lots }: Draft): { was: Lot; is: Lot }[] {
	return before.lots.flatMap((was) => {
		const is = lots.get(was.id)!;
		return is.status === was.status && is.open_points === was.open_points ? [] : [{ was, is }];
	});
}

function compare(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
