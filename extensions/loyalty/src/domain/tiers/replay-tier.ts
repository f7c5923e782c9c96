import { dateIn } from '@guanxi/core/time';
import type { Account, Entry, Program } from '../ledger/model.ts';
import { follow, isGrowth } from './follow.ts';
import { growthOf } from './growth.ts';
import { settingsOf, type TierPolicy } from './policy.ts';
import { evaluateDue, type Standing } from './standing.ts';
import { seenOf, stateOf, type TierState } from './tier-state.ts';

type Rules = TierPolicy & Pick<Program, 'timezone'>;

/** The standing on a day, from the entries alone; `anchor` is where the program's settings began to count for the account. */
export function replayTier(
	entries: Entry[],
	program: Rules,
	{ anchor, joined, day }: { anchor: TierState['anchor']; joined: string; day: string },
): Standing {
	const { timezone } = program;
	const calendar = { policy: program, joined };
	const moves = entries.filter(isGrowth).sort((a, b) => a.seq - b.seq);
	const known = moves.filter(({ seq }) => seq <= anchor.seq);
	const added = moves.filter(({ seq }) => seq > anchor.seq);
	const { standing } = follow(anchor.standing, { calendar, timezone, known, added });
	return evaluateDue(standing, growthOf(calendar, moves, timezone), day).standing;
}

/**
 * Says how a stored tier differs from the entries, or null. An account to which nothing has happened since the program's tiers
 * were changed has nothing to compare with yet.
 */
export function tierDiffers(account: Account, entries: Entry[], program: Rules): string | null {
	const state = stateOf(account.tier_state);
	if (!state) return account.tier === null ? null : `the tier is ${account.tier}, nothing says why`;
	const seen = seenOf(state, account.tier_locked_until);
	const wrong = (Object.keys(seen) as (keyof typeof seen)[]).find((name) => seen[name] !== account[name]);
	if (wrong) return `${wrong} is ${account[wrong]}, the standing says ${seen[wrong]}`;
	if (state.settings !== settingsOf(program) || !account.last_activity_at) return null;
	const [joined, day] = [account.enrolled_at, account.last_activity_at].map((at) => dateIn(at, program.timezone)) as [string, string];
	const replayed = told(replayTier(entries, program, { anchor: state.anchor, joined, day }));
	const stored = told(state.standing);
	return stored === replayed ? null : `the standing is ${stored}, entries say ${replayed}`;
}

const told = ({ tier, since, until, missed, met }: Standing): string =>
	JSON.stringify([tier, since, until, missed, met && [met.from, met.to, met.least]]);
