import type { Circumstances, Decision, Effect } from '@guanxi/core/decision';
import { dateIn } from '@guanxi/core/time';
import { addDays } from '../validity/days.ts';
import { lastDayOf } from '../validity/inactivity.ts';
import type { Book, Lot } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { putDown, whileActive } from './put-down.ts';

/** What members have been told, by account. */
export const TOLD = 'crm_loyalty_told';

export interface ExpiringState {
	book: Book;
	/** When the member was told, and until which last day; null: never. */
	told: { at: Date; until: string } | null;
}

/**
 * Points that expire within so many days are told about, together with what expires in as many days after that. So a member gets one mail in
 * that time, however many lots there are, and hears of each lot before its end, so many days before unless it came later or with fewer.
 */
export function tellExpiring({ book, told }: ExpiringState, { days }: { days: number }, circumstances: Circumstances): Decision<{ told: boolean }> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	return closeBook<{ told: boolean }>(draft, () => {
		const { today, account: { id: account }, now } = draft;
		const lots = [...draft.lots.values()].map((lot) => ({ ...lot, expires_on: lastDayOf(draft, lot) }));
		const isSoonAgain = told !== null && today < addDays(dateIn(told.at, book.program.timezone), days);
		const isNews = (lot: Lot): boolean => told === null || lot.expires_on > told.until || (!isSoonAgain && lot.effective_at > told.at);
		if (!expiringLots({ lots, today }, addDays(today, days)).some(isNews)) return { answer: { told: false } };
		const until = addDays(today, 2 * days);
		const written = { expiring_until: until, told_at: now };
		const note: Effect = told === null ? { insert: TOLD, rows: [{ id: account, ...written }] } : { update: TOLD, where: { id: account }, set: written };
		const message = putDown({ message: 'points_expiring', until }, { account, guard: whileActive(account), about: until, now });
		return { answer: { told: true }, effects: [note], actions: [message] };
	});
}

/** Lots, with the last days that the member's staying away leaves them, that have points left and end on a day from today to `until`, first those that end first. */
export function expiringLots({ lots, today }: { lots: Lot[]; today: string }, until: string): Lot[] {
	return lots
		.filter(({ open_points: open, status }) => open > 0 && (status === 'open' || status === 'pending'))
		.filter(({ expires_on: last }) => today <= last && last <= until)
		.sort((a, b) => (a.expires_on < b.expires_on ? -1 : 1));
}
