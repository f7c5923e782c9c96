import type { Circumstances, Decision, Effect } from '@guanxi/core/decision';
import { addDays } from '../days.ts';
import { lastDayOf } from '../inactivity.ts';
import type { Book, Lot } from '../model.ts';
import { closeBook, openBook } from '../open-book.ts';
import { putDown } from './put-down.ts';

/** What members have been told, by account. */
export const TOLD = 'crm_loyalty_told';

export interface ExpiringState {
	book: Book;
	/** The last day that the member was told about; null: never. */
	toldUntil: string | null;
}

/**
 * Points that expire within so many days are told about, together with what expires in as many days after that. So a member gets one mail in
 * that time, however many lots there are, and hears of each lot so many days before its end, unless it came later or with fewer.
 */
export function tellExpiring({ book, toldUntil }: ExpiringState, { days }: { days: number }, circumstances: Circumstances): Decision<{ told: boolean }> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	return closeBook<{ told: boolean }>(draft, () => {
		const { today, account: { id: account }, now } = draft;
		const lots = [...draft.lots.values()].map((lot) => ({ ...lot, expires_on: lastDayOf(draft, lot) }));
		const isNews = expiringLots({ lots, today }, addDays(today, days)).some(({ expires_on: last }) => toldUntil === null || last > toldUntil);
		if (!isNews) return { answer: { told: false } };
		const until = addDays(today, 2 * days);
		const note: Effect = toldUntil === null
			? { insert: TOLD, rows: [{ id: account, expiring_until: until }] }
			: { update: TOLD, where: { id: account }, set: { expiring_until: until } };
		return { answer: { told: true }, effects: [note], actions: [putDown({ message: 'points_expiring', until }, { account, about: until, now })] };
	});
}

/** Lots, with the last days that the member's staying away leaves them, that have points left and end on a day from today to `until`, first those that end first. */
export function expiringLots({ lots, today }: { lots: Lot[]; today: string }, until: string): Lot[] {
	return lots
		.filter(({ open_points: open, status }) => open > 0 && (status === 'open' || status === 'pending'))
		.filter(({ expires_on: last }) => today <= last && last <= until)
		.sort((a, b) => (a.expires_on < b.expires_on ? -1 : 1));
}
