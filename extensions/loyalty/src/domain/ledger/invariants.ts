import { dateIn } from '@guanxi/core/time';
import { periodKey } from '../validity/cap.ts';
import { accountIdleSince, isActivity, lastDayOf, type InactivityPolicy } from '../validity/inactivity.ts';
import { isLot, type Account, type Entry, type Hold, type Program } from './model.ts';
import { passedOver } from './passed-over.ts';
import { contraOf, replayLots } from './replay.ts';
import type { TierPolicy } from '../tiers/policy.ts';
import { tierDiffers } from '../tiers/replay-tier.ts';

/** Everything that is stored about one account; entries by `seq`. */
export interface Ledger {
	program: Pick<Program, 'key' | 'earn_cap_period'> & InactivityPolicy & TierPolicy;
	account: Account;
	entries: Entry[];
	holds: Hold[];
}

/** One thing that must hold of every stored account. The audit asks it of live rows, and the tests of made-up ones. */
export interface Invariant {
	/** As in the design, for whoever looks it up. */
	code: string;
	/** `loyalty.<name>` is the audit check's name. */
	name: string;
	/** What is wrong, or null. */
	broken: (ledger: Ledger) => string | null;
	/** An account that breaks it stands still: what it has is in doubt. */
	stops?: true;
}

export const INVARIANTS: Invariant[] = [
	{ code: 'A-I1', name: 'books_balance', broken: booksBalance, stops: true },
	{ code: 'A-I2', name: 'balance_equals_replay', broken: balanceEqualsReplay, stops: true },
	{ code: 'A-I3', name: 'lots_add_up', broken: lotsAddUp, stops: true },
	{ code: 'A-I4', name: 'debits_have_a_lot', broken: debitsHaveALot, stops: true },
	{ code: 'A-I5', name: 'nothing_is_negative', broken: nothingIsNegative, stops: true },
	{ code: 'A-I9', name: 'first_expiring_first_out', broken: firstExpiringFirstOut },
	{ code: 'A-I10', name: 'expired_is_never_spent', broken: expiredIsNeverSpent },
	{ code: 'A-I11', name: 'lots_expire_whole', broken: lotsExpireWhole },
	{ code: 'A-I2', name: 'idle_since_equals_replay', broken: idleSinceEqualsReplay },
	{ code: 'A-I12', name: 'holds_resolve_once', broken: holdsResolveOnce, stops: true },
	{ code: 'A-I13', name: 'no_more_is_reversed_than_earned', broken: reversalsStayWithin },
	{ code: 'A-I15', name: 'debt_is_repaid_first', broken: debtIsRepaidFirst },
	{ code: 'A-I19', name: 'caps_count_right', broken: capsCountRight },
	{ code: 'A-I20', name: 'tier_equals_replay', broken: ({ account, entries, program }) => tierDiffers(account, entries, program) },
	{ code: 'A-I13', name: 'growth_is_taken_back_from_its_entry', broken: growthIsTakenBackFromItsEntry },
	{ code: 'A-I8', name: 'entries_are_numbered', broken: entriesAreNumbered, stops: true },
];

function booksBalance({ account: { available, pending, held, debt }, entries }: Ledger): string | null {
	const others = contraOf(entries, 'held') + contraOf(entries, 'debt');
	const outside = entries.reduce((sum, { points }) => sum - points, 0) - others;
	const inside = available + pending + held - debt;
	return inside + outside === 0 ? null : `the account has ${inside}, the counter accounts ${outside}`;
}

function balanceEqualsReplay({ account, entries }: Ledger): string | null {
	const lots = [...replayLots(entries).values()];
	const sum = (status: string): number =>
		lots.filter(({ lot }) => lot.status === status).reduce((total, { open }) => total + open, 0);
	const [held, debt] = [contraOf(entries, 'held'), 0 - contraOf(entries, 'debt')];
	const replayed = { available: sum('open'), pending: sum('pending'), held, debt };
	const wrong = (Object.keys(replayed) as (keyof typeof replayed)[]).find((name) => account[name] !== replayed[name]);
	return wrong ? `${wrong} is ${account[wrong]}, entries say ${replayed[wrong]}` : null;
}

function lotsAddUp({ entries }: Ledger): string | null {
	const wrong = [...replayLots(entries).values()].find(
		({ lot, open }) =>
			lot.open_points !== open || open < 0 || open > lot.points || open > 0 !== ['open', 'pending'].includes(lot.status),
	);
	return wrong ? `lot ${wrong.lot.id} is ${wrong.lot.status} with ${wrong.lot.open_points}, entries say ${wrong.open}` : null;
}

function debitsHaveALot({ entries }: Ledger): string | null {
	const lots = new Set(entries.filter(isLot).map(({ id }) => id));
	const wrong = entries.find(({ lot, points, tier_points: growth }) =>
			(points === 0 && growth === 0) || (lot === null ? points < 0 : !lots.has(lot)),
	);
	return wrong ? `entry ${wrong.id}` : null;
}

function nothingIsNegative({ account: { available, pending, held, debt } }: Ledger): string | null {
	const isSound = [available, pending, held, debt].every((points) => points >= 0 && Number.isSafeInteger(points));
	return isSound ? null : 'a balance is negative';
}

/** Entries that choose lots by themselves. Posting a hold does not: its lots were chosen when it was made. */
const CHOOSING: Entry['type'][] = ['redemption', 'hold', 'adjustment', 'transfer'];

function choosing({ entries, holds }: Ledger): Entry[] {
	const posted = new Set(holds.map(({ id }) => id));
	const isChoice = ({ type, points, lot }: Entry): boolean => CHOOSING.includes(type) && points < 0 && lot !== null;
	// A hold that came by a merge took its points where it had them before.
	return entries.filter((entry) => isChoice(entry) && (entry.type === 'hold' ? entry.reverses === null : !posted.has(entry.txn)));
}

function firstExpiringFirstOut(ledger: Ledger): string | null {
	const dayOf = ({ effective_at: at }: Entry): string => dateIn(at, ledger.program.timezone);
	const wrong = passedOver(ledger.entries, new Set(choosing(ledger)), dayOf);
	return wrong ? `entry ${wrong.id} passed over an earlier lot` : null;
}

function expiredIsNeverSpent(ledger: Ledger): string | null {
	const { entries, program } = ledger;
	const lots = new Map(entries.filter(isLot).map((lot) => [lot.id, lot]));
	const choices = new Set(choosing(ledger));
	let activeOn: string | null = null;
	const wrong = entries.find((entry) => {
		const today = dateIn(entry.effective_at, program.timezone);
		const lot = choices.has(entry) ? lots.get(entry.lot!) : undefined;
		const isOver = lot && (lastDayOf({ program, activeOn }, lot) < today || lot.available_on > today);
		if (isActivity(entry)) activeOn = today;
		return isOver;
	});
	return wrong ? `entry ${wrong.id}` : null;
}

/** An expiry takes all that is left of a lot, so a second one finds nothing. */
function lotsExpireWhole({ entries }: Ledger): string | null {
	const left = new Map<string, number>();
	for (const { id, lot, type, points } of entries) {
		const rest = (left.get(lot ?? id) ?? 0) + points;
		left.set(lot ?? id, rest);
		if (type === 'expiry' && points < 0 && rest !== 0) return `entry ${id} left ${rest} points of lot ${lot}`;
	}
	return null;
}

/** Where the program does not look, or has not looked yet, there is nothing to compare. */
function idleSinceEqualsReplay({ account: { idle_since: stored, status }, entries, program }: Ledger): string | null {
	if (program.inactivity_months === null || stored === null || status === 'closed') return null;
	const last = entries.findLast(isActivity);
	const activeOn = last ? dateIn(last.effective_at, program.timezone) : null;
	const lots = new Map([...replayLots(entries).values()].map(({ lot, open }) => [lot.id, { ...lot, open_points: open }]));
	const replayed = accountIdleSince({ program, activeOn, lots });
	return stored === replayed ? null : `idle since ${stored}, entries say ${replayed}`;
}

function holdsResolveOnce({ holds, entries }: Ledger): string | null {
	const sums = new Map<string, number>();
	for (const { txn, type, points } of entries) sums.set(`${type} ${txn}`, (sums.get(`${type} ${txn}`) ?? 0) + points);
	const wrong = holds.find(({ id, state, points, posted_points: posted }) => {
		const sum = (type: Entry['type']): number => sums.get(`${type} ${id}`) ?? 0;
		const released = state === 'held' ? 0 : points;
		const isWrong = -sum('hold') !== points || sum('release') !== released || -sum('redemption') !== posted;
		return isWrong || posted > points || (posted > 0 && state !== 'posted');
	});
	return wrong ? `hold ${wrong.id}` : null;
}

function reversalsStayWithin({ entries }: Ledger): string | null {
	const byId = new Map(entries.map((entry) => [entry.id, entry]));
	const taken = new Map<string, number>();
	for (const { type, reverses, points } of entries) {
		if (reverses && (type === 'reversal' || type === 'return')) taken.set(reverses, (taken.get(reverses) ?? 0) + points);
	}
	// What went the other way again, such as points spent again after a refund was taken back, counts against it.
	const wrong = [...taken].find(([id, points]) => !isBetween(-points, byId.get(id)?.points ?? 0));
	return wrong ? `entry ${wrong[0]} was taken back for ${Math.abs(wrong[1])} points` : null;
}

const isBetween = (points: number, whole: number): boolean => points * whole >= 0 && Math.abs(points) <= Math.abs(whole);

/** Without this, growth value could come back by itself when a negative entry leaves the window. */
function growthIsTakenBackFromItsEntry({ entries }: Ledger): string | null {
	const left = new Map(entries.map(({ id, tier_points: points }) => [id, points]));
	for (const { id, reverses, tier_points: points } of entries) {
		if (points >= 0) continue;
		const rest = (left.get(reverses ?? id) ?? 0) + points;
		if (reverses === null || rest < 0) return `entry ${id}`;
		left.set(reverses, rest);
	}
	return null;
}

function debtIsRepaidFirst({ account: { available, debt } }: Ledger): string | null {
	return available > 0 && debt > 0 ? `${available} to spend while ${debt} are owed` : null;
}

/** Fewer may be counted than were earned, where a cap was set up in the middle of a period. */
function capsCountRight({ program: { earn_cap_period: period, timezone }, account, entries }: Ledger): string | null {
	const { cap_period: key, cap_used: used } = account;
	if (period === null || key === null) return null;
	const periodOf = ({ effective_at: at }: Entry): string => periodKey(dateIn(at, timezone), period);
	// What another account earned counts here since it was merged into this one.
	if (entries.some((entry) => entry.type === 'merge' && periodOf(entry) === key)) return null;
	// Counted before the program got another period: nothing to compare with until the member earns again.
	if (!entries.findLast((entry) => periodOf(entry) === key)) return null;
	const earned = new Set(entries.filter((entry) => entry.type === 'accrual' && periodOf(entry) === key).map(({ id }) => id));
	const counted = entries.filter(({ id, type, reverses }) => earned.has(type === 'reversal' ? reverses! : id));
	const sum = counted.reduce((total, { points }) => total + points, 0);
	return used > sum ? `${used} counted in ${key}, ${sum} earned` : null;
}

function entriesAreNumbered({ account, entries }: Ledger): string | null {
	const gap = entries.findIndex(({ seq }, index) => seq !== index + 1);
	if (gap >= 0) return `entry ${gap + 1} is numbered ${entries[gap]!.seq}`;
	return entries.length === account.last_seq ? null : `${entries.length} entries, ${account.last_seq} numbered`;
}
