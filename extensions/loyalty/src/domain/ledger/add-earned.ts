import { dateIn } from '@guanxi/core/time';
import { addDays } from '../validity/days.ts';
import { addLot, type Draft } from './draft.ts';
import { lastValidDay } from '../validity/expiry.ts';
import type { Lot, Source } from './model.ts';

interface Earned {
	points: number;
	tierPoints: number;
	/** When what earned them happened. */
	at: Date;
	/** Not to be spent before this day, however few days the program waits. */
	availableFrom?: string;
	txn: string;
	source: Source;
	reason?: string | null;
}

/** Points last from the day of what earned them; those of something long ago may be over before they are written down. */
export function addEarned(draft: Draft, { points, tierPoints, at, availableFrom = '', ...movement }: Earned): Lot {
	const { program, today } = draft;
	const happened = dateIn(at, program.timezone);
	const day = happened < today ? happened : today;
	const waited = addDays(day, program.pending_days);
	const available_on = availableFrom > waited ? availableFrom : waited;
	const expires_on = lastValidDay(program, day, available_on);
	return addLot(draft, { type: 'accrual', contra: 'issuance', ...movement, points, tier_points: tierPoints, available_on, expires_on });
}
