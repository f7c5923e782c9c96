import type { Circumstances, Decision } from '@guanxi/core/decision';
import { balanceOf, pointsFact, type Balance, type Moved } from './answers.ts';
import { consume, timeOf } from '../ledger/draft.ts';
import type { Book, Hold } from '../ledger/model.ts';
import { closeBook, openBook, TABLES } from '../ledger/open-book.ts';
import { lookAtOrder } from './redeem.ts';
import { refuseAmount, refuseRedemption } from './refuse-amount.ts';
import { REFUSALS, type Refused } from '../refusals.ts';
import { resolveHold } from '../ledger/settle.ts';

export interface HoldRequest {
	points: number;
	expires_in_minutes?: number;
	/** The order that they will pay for. */
	order?: string;
	reason?: string | null;
}

export interface Held extends Balance {
	/** The same as `hold`, by the name that all things have theirs under. */
	id: string;
	hold: string;
	points: number;
	expires_at: string;
}

export interface ResolvedHold extends Moved {
	hold: string;
	state: 'posted' | 'voided';
}

/** Sets points aside for a purchase under way, so that posting them later cannot fail for want of points. */
export function createHold(book: Book, request: HoldRequest, circumstances: Circumstances): Decision<Held> {
	const { points, expires_in_minutes: minutes, order, reason } = request;
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const wrong = refuseRedemption(draft.program, draft.account.available, points);
	if (wrong) return wrong;
	const hold = draft.newId();
	const source = order === undefined ? null : ({ type: 'order', id: order } as const);
	consume(draft, points, { type: 'hold', contra: 'held', txn: hold, reason, source });
	const { now, program, account } = draft;
	const expiresAt = new Date(now.getTime() + (minutes ?? program.hold_minutes) * 60_000);
	const row = {
		id: hold, account: account.id, points, posted_points: 0, state: 'held',
		expires_at_ms: expiresAt.getTime(), created_at_ms: now.getTime(), resolved_at_ms: null,
	};
	return closeBook(draft, () => ({
		answer: { id: hold, hold, points, expires_at: expiresAt.toISOString(), ...balanceOf(account) },
		effects: [{ insert: TABLES.holds, rows: [row] }],
	}));
}

export interface HoldState {
	book: Book;
	/** The hold itself, resolved or not. */
	hold: Hold;
}

/** Spends what was set aside, whole or in part; the rest goes back to its lots. */
export function postHold(
	{ book, hold }: HoldState,
	{ points }: { points?: number },
	circumstances: Circumstances,
): Decision<ResolvedHold> {
	const post = points ?? hold.points;
	const refused = refuseResolved(hold, timeOf(book, circumstances.now));
	if (refused) return refused;
	if (post > hold.points) return REFUSALS.moreThanHeld(hold.points);
	// A part is a redemption of its own amount. The whole was allowed when it was set aside, whatever the program asks for now.
	const wrong = post < hold.points ? refuseAmount(book.program, post) : null;
	if (wrong) return wrong;
	return resolve(book, hold, { state: 'posted', post }, circumstances);
}

/** Gives back what was set aside. */
export function voidHold({ book, hold }: HoldState, _input: object, circumstances: Circumstances): Decision<ResolvedHold> {
	return refuseResolved(hold, timeOf(book, circumstances.now)) ?? resolve(book, hold, { state: 'voided', post: 0 }, circumstances);
}

function resolve(
	book: Book,
	{ id }: Hold,
	how: { state: 'posted' | 'voided'; post: number },
	circumstances: Circumstances,
): Decision<ResolvedHold> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const hold = draft.holds.find((open) => open.id === id);
	if (!hold) throw new Error(`Hold ${id} is not resolved, but not in the book of its account`);
	resolveHold(draft, hold, how);
	const { state, post } = how;
	const order = hold.entries[0];
	return closeBook(draft, () => ({
		answer: { txn: id, hold: id, state, points: post, ...balanceOf(draft.account) },
		facts: state === 'posted' ? [pointsFact(draft, 'redeemed', { txn: id, points: post })] : [],
		actions: post > 0 && order?.source_type === 'order' ? [lookAtOrder(draft, order.source_id!, id)] : [],
	}));
}

/** A hold is resolved once. One whose time is over cannot be posted, whether or not a sweep has written that down. */
function refuseResolved({ state, expires_at: until }: Hold, now: Date): Refused | null {
	if (state === 'posted') return REFUSALS.alreadyPosted();
	if (state === 'voided') return REFUSALS.alreadyVoided();
	return state === 'expired' || until <= now ? REFUSALS.holdExpired() : null;
}
