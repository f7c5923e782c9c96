import { dateIn } from '../../../extensions/core/src/domain/time.ts';
import type { Balance } from '../../../extensions/loyalty/src/domain/accounts/answers.ts';
import type { Entry, Lot } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { contraOf, replayLots } from '../../../extensions/loyalty/src/domain/ledger/replay.ts';
import { isActivity, lastDayOf, type InactivityPolicy } from '../../../extensions/loyalty/src/domain/validity/inactivity.ts';

/** The balance of an account at an instant, as its member saw it then, from its entries alone. */
export function balanceAt(entries: Entry[], at: Date, program: InactivityPolicy): Balance {
	const known = entries.filter(({ effective_at: when }) => when <= at);
	const today = dateIn(at, program.timezone);
	const last = known.findLast(isActivity);
	const activeOn = last ? dateIn(last.effective_at, program.timezone) : null;
	const lots = [...replayLots(known).values()].filter(({ lot, open }) => open > 0 && lastDayOf({ program, activeOn }, lot) >= today);
	const sum = (isCounted: (lot: Lot) => boolean): number =>
		lots.filter(({ lot }) => isCounted(lot)).reduce((total, { open }) => total + open, 0);
	return {
		available: sum(({ available_on: first }) => first <= today),
		pending: sum(({ available_on: first }) => first > today),
		held: contraOf(known, 'held'),
		debt: 0 - contraOf(known, 'debt'),
	};
}
