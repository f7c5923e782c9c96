import { addLot, consume, move, spendable, type Draft, type Movement } from './draft.ts';
import { NEVER } from '../validity/days.ts';
import { lastDayOf } from '../validity/inactivity.ts';
import type { OpenHold } from './model.ts';
import { settleTier } from '../tiers/settle-tier.ts';

/**
 * Writes down what time has done: holds that ran out, points whose first day came, points and tiers whose last day is over. Every
 * command begins with it, so it decides on what is true now; a sweep that is late or never comes changes no decision.
 */
export function settle(draft: Draft): void {
	for (const hold of draft.holds) {
		if (hold.state === 'held' && hold.expires_at <= draft.now) resolveHold(draft, hold, { state: 'expired', post: 0 });
	}
	activate(draft);
	expire(draft);
	repayDebt(draft);
	settleTier(draft);
}

/**
 * Ends a hold: `post` of its points are spent, in the order in which they were set aside; the rest goes back to its lots. What
 * is posted may come from lots that have expired since: the points were spent when they were set aside.
 */
export function resolveHold(
	draft: Draft,
	hold: OpenHold,
	{ state, post }: { state: 'posted' | 'voided' | 'expired'; post: number },
): void {
	let left = post;
	for (const { lot: id, points, source_type: type, source_id: of } of hold.entries) {
		const lot = draft.lots.get(id!)!;
		const spent = Math.min(left, -points);
		move(draft, lot, -points, { type: 'release', contra: 'held', txn: hold.id });
		if (spent > 0) move(draft, lot, -spent, { type: 'redemption', contra: 'redemption', txn: hold.id, source: type && of ? { type, id: of } : null });
		left -= spent;
	}
	hold.state = state;
	hold.posted_points = post;
}

function activate(draft: Draft): void {
	for (const lot of draft.lots.values()) {
		if (lot.status !== 'pending' || lot.available_on > draft.today) continue;
		lot.status = 'open';
		draft.account.pending -= lot.open_points;
		draft.account.available += lot.open_points;
	}
}

/** By the shape of a lot, never by how it came: every lot expires. */
function expire(draft: Draft): void {
	const over = [...draft.lots.values()].filter(
		(lot) => lot.status === 'open' && lot.open_points > 0 && lastDayOf(draft, lot) < draft.today,
	);
	if (over.length === 0) return;
	const txn = draft.newId();
	for (const lot of over) move(draft, lot, -lot.open_points, { type: 'expiry', contra: 'breakage', txn });
}

/** Whatever can be spent repays debt first, wherever it came from. */
export function repayDebt(draft: Draft): void {
	const free = spendable(draft).reduce((sum, lot) => sum + lot.open_points, 0);
	const points = Math.min(draft.account.debt, free);
	if (points > 0) consume(draft, points, { type: 'debt', contra: 'debt', txn: draft.newId() });
}

/**
 * Takes points that are not there: they are lent, as a lot that is used up at once, and owed from then on. So every debit has
 * its lot, also this one.
 */
export function takeOnCredit(draft: Draft, points: number, why: Movement): void {
	const { today } = draft;
	const lent = addLot(draft, { type: 'debt', contra: 'debt', txn: why.txn, points, available_on: today, expires_on: NEVER });
	move(draft, lent, -points, why);
}
