import { parseInstant } from '@guanxi/core/time';
import type { Account, Entry, Hold, Program } from '../../domain/ledger/model.ts';
import { tierColumnsOf, tierPolicyOf } from '../tiers/tier-rows.ts';

/** Rows as the three databases give them: large whole numbers may be text, days may be instants at midnight UTC. */
export type Row = Record<string, unknown>;

export const accountOf = (row: Row): Account => ({
	id: String(row['id']),
	program: String(row['program']),
	customer: String(row['customer']),
	status: row['status'] as Account['status'],
	available: points(row['available']),
	pending: points(row['pending']),
	held: points(row['held']),
	debt: points(row['debt']),
	last_activity_at: row['last_activity_at'] ? instantOf(row['last_activity_at']) : null,
	last_seq: points(row['last_seq']),
	cap_period: textOf(row['cap_period']),
	cap_used: points(row['cap_used']),
	idle_since: dayOf(row['idle_since']),
	enrolled_at: instantOf(row['enrolled_at']),
	...tierColumnsOf(row),
});

export const programOf = (row: Row): Program => ({
	id: String(row['id']),
	key: String(row['key']),
	status: row['status'] === 'ended' ? 'ended' : 'active',
	timezone: String(row['timezone']),
	pending_days: Number(row['pending_days'] ?? 0),
	expiry_months: numberOf(row['expiry_months']),
	expiry_round: textOf(row['expiry_round']) as Program['expiry_round'],
	inactivity_months: numberOf(row['inactivity_months']),
	inactivity_from: dayOf(row['inactivity_from']),
	redeem_min: numberOf(row['redeem_min']),
	redeem_step: numberOf(row['redeem_step']),
	earn_cap_points: numberOf(row['earn_cap_points']),
	earn_cap_period: textOf(row['earn_cap_period']) as Program['earn_cap_period'],
	hold_minutes: Number(row['hold_minutes'] ?? 30),
	refund_recovery: (textOf(row['refund_recovery']) ?? 'other_lots') as Program['refund_recovery'],
	refund_grace_days: numberOf(row['refund_grace_days']),
	...tierPolicyOf(row),
});

/** All that a program is read with, when it is read beside something else. */
const PROGRAM_COLUMNS = Object.keys({
	id: 1, key: 1, status: 1, timezone: 1, pending_days: 1, expiry_months: 1, expiry_round: 1, inactivity_months: 1, inactivity_from: 1, redeem_min: 1, redeem_step: 1,
	earn_cap_points: 1, earn_cap_period: 1, hold_minutes: 1, refund_recovery: 1, refund_grace_days: 1, tiers: 1, tier_window: 1,
	tier_window_length: 1, tier_downgrade: 1, tier_grace_days: 1, tier_revoke_on_refund: 1,
} satisfies Record<keyof Program, 1>);

/** Columns of a joined `program`, from which `joinedProgramOf` makes the program again. */
export const JOINED_PROGRAM = PROGRAM_COLUMNS.map((column) => `program.${column} as program_${column}`);

export const joinedProgramOf = (row: Row): Program =>
	programOf(Object.fromEntries(PROGRAM_COLUMNS.map((column) => [column, row[`program_${column}`]])));

export const entryOf = (row: Row): Entry => ({
	id: String(row['id']),
	account: String(row['account']),
	seq: points(row['seq']),
	txn: String(row['txn']),
	type: row['type'] as Entry['type'],
	points: points(row['points']),
	open_points: points(row['open_points']),
	status: row['status'] as Entry['status'],
	lot: textOf(row['lot']),
	contra: row['contra'] as Entry['contra'],
	effective_at: instantOf(row['effective_at']),
	available_on: dayOf(row['available_on']),
	expires_on: dayOf(row['expires_on']),
	reverses: textOf(row['reverses']),
	reason: textOf(row['reason']),
	tier_points: points(row['tier_points']),
	source_type: textOf(row['source_type']) as Entry['source_type'],
	source_id: textOf(row['source_id']),
});

export const holdOf = (row: Row): Hold => ({
	id: String(row['id']),
	account: String(row['account']),
	points: points(row['points']),
	posted_points: points(row['posted_points']),
	state: row['state'] as Hold['state'],
	expires_at: new Date(points(row['expires_at_ms'])),
});

/** The one place where stored points become numbers. */
export function points(stored: unknown): number {
	const value = Number(stored ?? 0);
	if (!Number.isSafeInteger(value)) throw new Error(`${String(stored)} is no number of points that can be counted exactly`);
	return value;
}

const numberOf = (stored: unknown): number | null => (stored === null || stored === undefined ? null : Number(stored));
const textOf = (stored: unknown): string | null => (stored === null || stored === undefined ? null : String(stored));

/** The drivers of PostgreSQL and MySQL make local midnight of a date, whatever the time zone of the process is. */
export function dayOf(stored: unknown): string | null {
	if (stored === null || stored === undefined) return null;
	if (!(stored instanceof Date)) return String(stored).slice(0, 10);
	const part = (value: number, digits: number): string => String(value).padStart(digits, '0');
	return `${part(stored.getFullYear(), 4)}-${part(stored.getMonth() + 1, 2)}-${part(stored.getDate(), 2)}`;
}

export function instantOf(stored: unknown): Date {
	if (stored instanceof Date || typeof stored === 'number') return new Date(stored);
	return parseInstant(String(stored), 'UTC')!;
}
