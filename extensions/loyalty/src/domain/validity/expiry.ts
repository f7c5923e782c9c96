import { addMonths, endOfPeriod, NEVER } from './days.ts';
import type { Program } from '../ledger/model.ts';

type ExpiryPolicy = Pick<Program, 'expiry_months' | 'expiry_round'>;

/** The last day on which points earned on `earnedOn` can be spent. It never comes before `availableOn`, their first day. */
export function lastValidDay(policy: ExpiryPolicy, earnedOn: string, availableOn: string): string {
	const { expiry_months: months, expiry_round: round } = policy;
	if (months === null) return NEVER;
	const day = addMonths(earnedOn, months);
	const last = round ? endOfPeriod(day, round) : day;
	return last < availableOn ? availableOn : last;
}
