import type { Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import type { Rules } from './auditor-model.ts';
import type { Request } from './memory-commands.ts';
import { PROGRAM } from './scenario.ts';

/** Numbers from a seed: always the same ones. */
export function randomFrom(seed: number): (below: number) => number {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) % below;
	};
}

/** The same rules in the words of the ledger and of the auditor. */
export const SETTINGS: { program: Program; rules: Rules }[] = [
	{ program: PROGRAM, rules: { pendingDays: 0, months: null, roundToMonthEnd: false, idleMonths: null, min: 1, step: 1, cap: Infinity } },
	{
		program: {
			...PROGRAM,
			pending_days: 14,
			expiry_months: 6,
			expiry_round: 'month',
			redeem_min: 20,
			redeem_step: 5,
			earn_cap_points: 900,
			earn_cap_period: 'month',
		},
		rules: { pendingDays: 14, months: 6, roundToMonthEnd: true, idleMonths: null, min: 20, step: 5, cap: 900 },
	},
	{
		program: { ...PROGRAM, pending_days: 3, expiry_months: 1 },
		rules: { pendingDays: 3, months: 1, roundToMonthEnd: false, idleMonths: null, min: 1, step: 1, cap: Infinity },
	},
	{
		program: { ...PROGRAM, expiry_months: 5, inactivity_months: 1, inactivity_from: '2026-01-01' },
		rules: { pendingDays: 0, months: 5, roundToMonthEnd: false, idleMonths: 1, min: 1, step: 1, cap: Infinity },
	},
];

/** What came of earlier requests, to go on with. */
interface Seen {
	accruals: { account: string; accrual: string }[];
	redemptions: { account: string; txn: string }[];
	holds: { account: string; hold: string }[];
	requests: Request[];
}

/**
 * Makes up requests: valid ones, ones that must be refused, ones that were sent before, late and out of order, and others
 * under a key that was used. `reversals`: also those that have no endpoint yet.
 */
export class Workload {
	private readonly random: (below: number) => number;
	private readonly accounts: string[];
	private readonly reversals: boolean;
	private readonly seen: Seen = { accruals: [], redemptions: [], holds: [], requests: [] };
	private now: number;

	constructor(seed: number, accounts: string[], { from, reversals }: { from: Date; reversals: boolean }) {
		this.random = randomFrom(seed);
		this.accounts = accounts;
		this.reversals = reversals;
		this.now = from.getTime();
	}

	next(hours: number): Request {
		this.now += this.random(hours * 3600) * 1000;
		const at = new Date(this.now);
		const { requests } = this.seen;
		const again = this.random(10) === 0 ? this.oneOf(requests.slice(-60)) : undefined;
		if (again) return this.random(8) === 0 ? { ...again, at, input: { ...again.input, points: 77_777 } } : { ...again, at };
		const made = this.make();
		const key = `key ${this.random(1e9)}`;
		// Upkeep takes no keys.
		const request = { ...made, key: made.command === 'settle' ? null : key, at };
		requests.push(request);
		return request;
	}

	/** Remembers what was done. */
	learn({ command, input }: Request, answer: Record<string, unknown>): void {
		const account = input['account'] as string;
		if (command === 'accrue') this.seen.accruals.push({ account, accrual: answer['entry'] as string });
		if (command === 'redeem') this.seen.redemptions.push({ account, txn: answer['txn'] as string });
		if (command === 'hold') this.seen.holds.push({ account, hold: answer['hold'] as string });
		if (command === 'post' && Number(answer['points']) > 0) this.seen.redemptions.push({ account, txn: answer['txn'] as string });
	}

	private make(): Pick<Request, 'command' | 'input'> {
		const account = this.oneOf(this.accounts)!;
		const points = 1 + this.random(200);
		const hold = this.oneOf(this.seen.holds.slice(-12));
		const accrual = this.oneOf(this.seen.accruals.slice(-40));
		const redemption = this.oneOf(this.seen.redemptions.slice(-40));
		const dice = this.random(100);
		if (dice < 30) return { command: 'accrue', input: { account, points } };
		if (dice < 50) return { command: 'redeem', input: { account, points: this.random(5) === 0 ? points : 5 * points } };
		if (dice < 56) return { command: 'adjust', input: { account, points: points % 3 === 0 ? points : -points, reason: 'count' } };
		if (dice < 62) return { command: 'transfer', input: { account, to: this.oneOf(this.accounts)!, points } };
		if (dice < 70) return { command: 'hold', input: { account, points: 5 * Math.ceil(points / 8), expires_in_minutes: 1 + this.random(6000) } };
		if (dice < 80 && hold) return { command: 'post', input: this.random(2) ? hold : { ...hold, points: [1, 5][this.random(2)]! * (1 + this.random(160)) } };
		if (dice < 84 && hold) return { command: 'void', input: hold };
		if (dice < 92 && accrual && this.reversals) {
			const recovery = ['other_lots', 'debt', 'forgive'][this.random(3)];
			return { command: 'reverse', input: { ...accrual, originalMinor: 997, remainingMinor: this.random(998), recovery } };
		}
		if (dice < 97 && redemption && this.reversals) {
			const graceDays = [null, 0, 30][this.random(3)];
			return { command: 'give_back', input: { ...redemption, originalMinor: 613, refundedMinor: this.random(614), graceDays } };
		}
		return { command: 'settle', input: { account } };
	}

	private oneOf = <T>(list: T[]): T | undefined => list[this.random(Math.max(1, list.length))];
}
