import type { Circumstances, Decision, Effect } from '@guanxi/core/decision';
import { wouldOverflow } from '../accounts/accrue.ts';
import { balanceOf, pointsFact, type Moved } from '../accounts/answers.ts';
import { countEarned, periodKey } from '../validity/cap.ts';
import { NEVER } from '../validity/days.ts';
import { addLot, move, type Draft, type Movement } from '../ledger/draft.ts';
import { carryHistory, moveLots, type MovedLots } from './merge-lots.ts';
import type { Entry, OpenHold } from '../ledger/model.ts';
import { closeBook, openBoth, TABLES, withEffectsOf } from '../ledger/open-book.ts';
import { REFUSALS } from '../refusals.ts';
import { mergeTiers } from '../tiers/merge-tiers.ts';
import { refusePair, type TwoBooks } from '../accounts/transfer.ts';

export interface MergeState extends TwoBooks {
	/** All entries of the account that is left behind. */
	entries: Entry[];
	/** Rows of other tables that name it, and name the other one from now on. */
	rows: { table: string; column: string; id: string }[];
}

/**
 * Two accounts of one customer become one: every lot moves with its first and last day, waiting ones too; holds, debt, growth value and
 * what orders earned and took move along, so that these can be refunded as before. The account left behind is closed.
 */
export function mergeAccounts(state: MergeState, _input: object, circumstances: Circumstances): Decision<Moved> {
	const wrong = refusePair(state);
	if (wrong) return wrong;
	const drafts = openBoth(state, circumstances);
	if ('refusal' in drafts) return drafts;
	const { from, to } = drafts;
	const points = from.account.available + from.account.pending + from.account.held;
	if (wouldOverflow(to, points)) return REFUSALS.tooManyPoints();
	const movement = { type: 'merge', contra: 'transfer', txn: from.newId() } as const;
	const { txn } = movement;
	const holds = from.holds.filter((hold) => hold.state === 'held');
	for (const hold of holds) release(from, hold);
	const moved = moveLots(drafts, { entries: state.entries, movement });
	for (const hold of holds) holdAgain(to, hold, moved);
	mergeTiers(from, to);
	carryHistory(to, { entries: [...state.entries, ...from.added], movement });
	moveDebt(from, to, txn);
	countBoth(from, to);
	from.account.status = 'closed';
	const closed = closeBook(from, () => ({ answer: { txn, points, ...balanceOf(from.account) } }));
	return withEffectsOf(to, closed, () => ({
		answer: { txn, points, ...balanceOf(to.account) },
		effects: [...holds.map(({ id }) => nameOther(from, to, { table: TABLES.holds, column: 'account', id })), ...state.rows.map((row) => nameOther(from, to, row))],
		facts: [pointsFact(to, 'merged', { txn, points, from: from.account.id })],
	}));
}

const nameOther = (from: Draft, to: Draft, { table, column, id }: MergeState['rows'][number]): Effect => ({
	update: table, where: { id, [column]: from.account.id }, set: { [column]: to.account.id },
});

function release(from: Draft, { id, entries }: OpenHold): void {
	for (const { lot, points } of entries) move(from, from.lots.get(lot!)!, -points, { type: 'release', contra: 'held', txn: id });
}

/** Whoever set the points aside posts or voids them by the same id, and finds them in the other account. */
function holdAgain(to: Draft, { id, entries }: OpenHold, moved: MovedLots): void {
	for (const entry of entries) {
		let left = -entry.points;
		const source = entry.source_type && entry.source_id ? { type: entry.source_type, id: entry.source_id } : null;
		const movement: Movement = { type: 'hold', contra: 'held', txn: id, reverses: entry.id, source, reason: entry.reason };
		for (const lot of moved.get(entry.lot!) ?? []) {
			const part = Math.min(left, lot.open_points);
			if (part > 0) move(to, lot, -part, movement);
			left -= part;
		}
	}
}

/** The one account is lent what it owes and repays with it; the other takes the loan over. */
function moveDebt(from: Draft, to: Draft, txn: string): void {
	const points = from.account.debt;
	if (points === 0) return;
	const lent = { txn, points, expires_on: NEVER } as const;
	const repaid = addLot(from, { ...lent, type: 'merge', contra: 'transfer', available_on: from.today });
	move(from, repaid, -points, { type: 'debt', contra: 'debt', txn });
	const owed = addLot(to, { ...lent, type: 'debt', contra: 'debt', available_on: to.today });
	move(to, owed, -points, { type: 'merge', contra: 'transfer', txn });
}

/** One person has one cap: what both accounts earned in the period counts. */
function countBoth({ account, program, today }: Draft, to: Draft): void {
	const period = program.earn_cap_period;
	if (period !== null && account.cap_period === periodKey(today, period)) countEarned(to, account.cap_used);
}
