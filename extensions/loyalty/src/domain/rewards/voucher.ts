import type { ActionDraft, Effect, Fact } from '@guanxi/core/decision';
import { startOfDay } from '@guanxi/core/time';
import { addDays, NEVER } from '../validity/days.ts';
import type { Draft } from '../ledger/draft.ts';
import { putDown } from '../messages/put-down.ts';
import { REWARDS, type Reward } from './reward.ts';

/** What a member got: it is used once, or cancelled. Its fields are named as they are stored. */
export interface Voucher {
	id: string;
	account: string;
	reward: string;
	code: string;
	/** What was paid for it, and the entries that did; a present of a rule has neither. */
	points: number;
	txn: string | null;
	/** The rule that gave it, and the event for which it did. */
	rule: string | null;
	source: string | null;
	/** Who got it; `account` is another one after a merge. */
	issued_to: string;
	/** How many the member might have at most when it was given. */
	customer_limit: number | null;
	state: 'issued' | 'used' | 'cancelled';
	/** The first day on which it can be used; null = at once. */
	available_on: string | null;
	expires_on: string;
	issued_at_ms: number;
	used_at_ms: number | null;
	cancelled_at_ms: number | null;
}

export const VOUCHERS = 'crm_loyalty_vouchers';
export const VOUCHER_STATES = ['issued', 'waiting', 'used', 'cancelled', 'expired'] as const;
export type VoucherState = (typeof VOUCHER_STATES)[number];

/** The counter of vouchers that were given and not cancelled. */
export const stockOf = (reward: string): string => `loyalty.stock:${reward}`;

/** No row says that a voucher waits or expired: its days do, whether or not anybody came by. */
export function stateOn({ state, available_on: first, expires_on: last }: Pick<Voucher, 'state' | 'available_on' | 'expires_on'>, today: string): VoucherState {
	if (state !== 'issued') return state;
	if (first !== null && first > today) return 'waiting';
	return last < today ? 'expired' : 'issued';
}

/** Without letters and digits that look alike. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 10;

/** A code that nobody guesses and a person can read out, from a new id. */
export function codeFrom(id: string): string {
	const digits = id.replaceAll('-', '');
	// Not the two in the middle that are the same in every id.
	let left = BigInt(`0x${digits.slice(0, 12)}${digits.slice(-12)}`);
	let code = '';
	for (const size = BigInt(ALPHABET.length); code.length < LENGTH; left /= size) code += ALPHABET[Number(left % size)]!;
	return code;
}

/** As a person writes it: in small letters, in groups. */
export const readCode = (written: string): string => written.replace(/[\s-]/g, '').toUpperCase();

export interface Issued {
	voucher: Voucher;
	effects: Effect[];
	/** The member is told, unless it was cancelled or used meanwhile. */
	actions: ActionDraft[];
}

/** A voucher takes its place in the stock with the same write, also while it waits. The caller has asked whether there is one left. */
export function issueVoucher(draft: Draft, reward: Reward, of: Pick<Voucher, 'points' | 'txn' | 'rule' | 'source' | 'available_on'>): Issued {
	const { account, program, now, today, newId } = draft;
	const id = newId();
	const first = of.available_on ?? today;
	const voucher: Voucher = {
		id, account: account.id, reward: reward.id, code: codeFrom(newId()), ...of, issued_to: account.id,
		customer_limit: reward.limit_customer, state: 'issued',
		expires_on: reward.voucher_days === null ? NEVER : addDays(first, reward.voucher_days),
		issued_at_ms: now.getTime(), used_at_ms: null, cancelled_at_ms: null,
	};
	const counted = reward.stock === null ? {} : { atMost: reward.stock };
	// A voucher is no use before its first day.
	const due = first > today ? startOfDay(first, program.timezone) : now;
	const told = { account: account.id, about: id, now: due, guard: { table: VOUCHERS, id, match: { state: 'issued' } } };
	return {
		voucher,
		actions: [putDown({ message: of.rule === null ? 'voucher_issued' : 'reward_given', voucher: id }, told)],
		effects: [
			{ insert: VOUCHERS, rows: [{ ...voucher }] },
			{ count: stockOf(reward.id), add: 1, ...counted },
			{ update: REWARDS, where: { id: reward.id }, add: { issued: 1 } },
		],
	};
}

/** Its place in the stock is free again. */
export const cancelEffects = ({ id, reward }: Voucher, now: Date): Effect[] => [
	{ update: VOUCHERS, where: { id, state: 'issued' }, set: { state: 'cancelled', cancelled_at_ms: now.getTime() } },
	{ count: stockOf(reward), add: -1 },
	{ update: REWARDS, where: { id: reward }, atLeast: { issued: 1 }, add: { issued: -1 } },
];

/** `crm.loyalty.voucher_<what>`. The code is not told: whoever reads events could use it. */
export function voucherFact({ account, now, program }: Draft, what: 'issued' | 'used' | 'cancelled', { id, reward, points, rule, available_on, expires_on }: Voucher): Fact {
	return {
		type: `crm.loyalty.voucher_${what}`,
		subjectCollection: 'crm_loyalty_accounts',
		subjectId: account.id,
		customer: account.customer,
		payload: { account: account.id, program: program.key, voucher: id, reward, points, rule, available_on, expires_on },
		occurredAt: now,
		dedupeKey: `voucher_${what}:${id}`,
	};
}
