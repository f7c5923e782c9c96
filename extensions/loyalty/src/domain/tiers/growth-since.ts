import { dateIn } from '@guanxi/core/time';
import type { Account, Program } from '../ledger/model.ts';
import { stateOf } from './tier-state.ts';
import { windowStart } from './windows.ts';

/**
 * The first day whose growth value a decision about the account may need, or null where nothing is decided by it. No decision lies
 * before the account's last one, so this needs no clock.
 */
export function growthSince(account: Account, program: Program): string | null {
	if (program.tiers.length === 0) return null;
	const calendar = { policy: program, joined: dateIn(account.enrolled_at, program.timezone) };
	const { met, missed, until } = stateOf(account.tier_state)?.standing ?? { met: null, missed: null, until: null };
	const latest = dateIn(account.last_activity_at ?? account.enrolled_at, program.timezone);
	const starts = [latest, missed ?? until].filter((day) => day !== null).map((day) => windowStart(calendar, day));
	return [...starts, ...(met && program.tier_revoke_on_refund ? [met.from] : [])].sort()[0]!;
}
