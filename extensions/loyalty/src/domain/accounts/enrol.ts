import type { Circumstances, Decision, Effect } from '@guanxi/core/decision';
import { cardNumberOf } from '../card/card-number.ts';
import { ENROLMENT, eventAction } from '../events/event-action.ts';
import type { Account, Program } from '../ledger/model.ts';
import { putDown, whileActive } from '../messages/put-down.ts';
import { TABLES } from '../ledger/open-book.ts';
import { CUSTOMER, PROGRAM } from '../loyalty-words.ts';
import { referralCode } from '../referral/referral-code.ts';
import { REFUSALS } from '../refusals.ts';
import { NO_TIER } from '../tiers/tier-state.ts';

export interface EnrolState {
	program: Pick<Program, 'id' | 'key' | 'status'> | null;
	/** With the customer that it was merged into. */
	customer: { id: string; merged_into: string | null } | null;
	account: Pick<Account, 'id'> | null;
}

/** A customer becomes a member of a program; a member stays the member that they are. */
export function enrol(
	state: EnrolState,
	_input: object,
	{ now, newId }: Circumstances,
): Decision<{ id: string; created: boolean }> {
	const { program, customer, account } = state;
	if (!program) return { missing: PROGRAM };
	if (!customer) return { missing: CUSTOMER };
	if (account) return { answer: { id: account.id, created: false } };
	if (customer.merged_into) return REFUSALS.customerMerged(customer.merged_into);
	if (program.status === 'ended') return REFUSALS.ended();
	const id = newId();
	return {
		answer: { id, created: true },
		effects: newAccount({ id, program: program.id, customer: customer.id, enrolled_at: now }, newId),
		facts: [
			{
				type: 'crm.loyalty.member_enrolled',
				subjectCollection: TABLES.accounts,
				subjectId: id,
				customer: customer.id,
				payload: { account: id, program: program.key },
				occurredAt: now,
				dedupeKey: `member_enrolled:${id}`,
			},
		],
		actions: [putDown({ message: 'joined' }, { account: id, guard: whileActive(id), now }), eventAction(id, { ...ENROLMENT, at: now })],
	};
}

type Opened = Pick<Account, 'id' | 'program' | 'customer' | 'enrolled_at'>;

function newAccount({ id, program, customer, enrolled_at }: Opened, newId: () => string): Effect[] {
	const row = {
		id, program, customer, status: 'active', available: 0, pending: 0, held: 0, debt: 0,
		last_seq: 0, cap_period: null, cap_used: 0, idle_since: null, enrolled_at, last_activity_at: null, ver: 0,
		card_number: cardNumberOf(newId()), referral_code: referralCode(id), ...NO_TIER,
	};
	return [{ insert: TABLES.accounts, rows: [row] }, { insert: TABLES.members, rows: [{ id, customer }] }];
}

export interface HeirState {
	program: string;
	/** When the member joined whose account is to be merged. */
	enrolledAt: Date;
	account: Pick<Account, 'id'> | null;
}

/** Nobody joins: the member of another account goes on under this customer, as old a member as before. */
export function openForMerge({ program, enrolledAt, account }: HeirState, { customer }: { customer: string }, { newId }: Circumstances): Decision<{ id: string }> {
	if (account) return { answer: { id: account.id } };
	const id = newId();
	return { answer: { id }, effects: newAccount({ id, program, customer, enrolled_at: enrolledAt }, newId) };
}
