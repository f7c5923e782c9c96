import { dateIn } from '@guanxi/core/time';
import { addDays, addMonths, NEVER } from './days.ts';
import type { Entry, EntryType, Lot, Program } from '../ledger/model.ts';

export type InactivityPolicy = Pick<Program, 'inactivity_months' | 'inactivity_from' | 'timezone'>;

/** A change that ends points earlier leaves everybody at least so many days. */
export const NOTICE_DAYS = 30;

/** Types of entries by which a member shows up: earning and spending. Giving points away is one as well, being given some is not. */
export const ACTIVITY: EntryType[] = ['accrual', 'redemption', 'merge'];

export const isActivity = ({ type, points }: Pick<Entry, 'type' | 'points'>): boolean =>
	ACTIVITY.includes(type) || (type === 'transfer' && points < 0);

/** The day from which the months of a lot count: that of the member's last activity, or that on which the lot came, if it is later. */
const idleSince = ({ effective_at: came }: Lot, activeOn: string | null, timezone: string): string => latest(dateIn(came, timezone), activeOn ?? '');

/** The last day on which a lot can be spent: its own, or that of a member who has not shown up for too long. */
export function lastDayOf({ program, activeOn }: Omit<Idling, 'lots'>, lot: Lot): string {
	const { timezone } = program;
	if (program.inactivity_months === null) return lot.expires_on;
	const idle = idleEnd(program, idleSince(lot, activeOn, timezone), lot.available_on);
	return idle < lot.expires_on ? idle : lot.expires_on;
}

/** The last day of points that nobody has used since a day; they can be spent on one day at least. */
export const idleEnd = (policy: Omit<InactivityPolicy, 'timezone'>, since: string, availableOn: string): string =>
	latest(idleUntil(policy, since), availableOn);

/** Until when points last that nobody has used since a day. Never before the day from which the setting holds. */
export function idleUntil({ inactivity_months: months, inactivity_from: from }: Omit<InactivityPolicy, 'timezone'>, since: string): string {
	if (months === null || from === null || since >= NEVER) return NEVER;
	return latest(addMonths(since, months), from);
}

/** Points that nobody has used since this day or longer are over today; null: none are. */
export function overSince(policy: Omit<InactivityPolicy, 'timezone'>, today: string): string | null {
	if (policy.inactivity_months === null || policy.inactivity_from === null || policy.inactivity_from >= today) return null;
	// Days of months that are longer than others fall on the same one.
	let day = addDays(addMonths(today, -policy.inactivity_months), 3);
	while (idleUntil(policy, day) >= today) day = addDays(day, -1);
	return day;
}

interface Idling {
	program: InactivityPolicy;
	activeOn: string | null;
	lots: ReadonlyMap<string, Lot>;
}

/** What a sweep finds the account by: the earliest such day of its lots; null where the program does not look. */
export function accountIdleSince({ program, activeOn, lots }: Idling): string | null {
	if (program.inactivity_months === null) return null;
	const open = [...lots.values()].filter(({ open_points: left }) => left > 0);
	return open.map((lot) => idleSince(lot, activeOn, program.timezone)).reduce((first, day) => (day < first ? day : first), NEVER);
}

const latest = (a: string, b: string): string => (a > b ? a : b);
