import type { Circumstances, Decision, Effect, Fact } from '@guanxi/core/decision';
import { REFUSALS } from '../refusals.ts';
import { moved, type Referral, type Rejection } from './referral.ts';
import { sameContact, type Reachable } from './same-contact.ts';

export const REFERRALS = 'crm_loyalty_referrals';

/** A member as far as recommending goes. */
export interface Party {
	account: string;
	customer: string;
	status: 'active' | 'frozen' | 'closed';
	reachable: Reachable[];
}

export interface AttributionState {
	program: { key: string };
	referee: Party & { hasPaid: boolean; referredBy: string | null };
	/** Whose code it is; null: nobody's. */
	referrer: Party | null;
	/** Whoever brought the referrer, and so on. */
	ancestors: string[];
	/** As it stands so far. */
	referral: Referral | null;
}

export interface Attributed {
	account: string;
	referrer: string;
	state: Referral['state'];
	reason: Rejection | null;
}

/** A member says who brought them. What does not count is kept with its reason, for staff to see; only a code of nobody is refused. */
export function attribute(state: AttributionState, _input: object, circumstances: Circumstances): Decision<Attributed> {
	const { referee, referrer, referral } = state;
	if (!referrer) return REFUSALS.unknownCode();
	if (referral && (referral.state !== 'rejected' || referee.hasPaid)) {
		return referral.referrer === referrer.account ? { answer: answerOf(referral) } : REFUSALS.hasReferrer();
	}
	const reason = whyNot(state, referrer);
	const row = moved(referral, {
		id: referee.account, referrer: referrer.account, state: reason ? 'rejected' : 'attributed', reason,
		attributed_at_ms: circumstances.now.getTime(), order_id: null, qualified_at_ms: null, confirms_on: null,
	});
	const named: Effect = { update: 'crm_customers', where: { id: referee.customer, referred_by: null }, set: { referred_by: referrer.customer } };
	return {
		answer: answerOf(row),
		effects: [keep(referral, row), ...(!reason && referee.referredBy === null ? [named] : [])],
		facts: [referralFact(row, { customer: referee.customer, program: state.program.key }, circumstances)],
	};
}

function whyNot({ referee, ancestors }: AttributionState, referrer: Party): Rejection | null {
	if (referrer.customer === referee.customer) return 'self_referral';
	if (referrer.status !== 'active') return 'referrer_not_active';
	if (referee.hasPaid) return 'referee_existed';
	if (ancestors.includes(referee.account)) return 'referral_cycle';
	return sameContact(referrer.reachable, referee.reachable) ? 'same_contact' : null;
}

const answerOf = ({ id, referrer, state, reason }: Referral): Attributed => ({ account: id, referrer, state, reason });

export const keep = (before: Referral | null, row: Referral): Effect =>
	before ? { update: REFERRALS, where: { id: row.id, state: before.state }, set: { ...row } } : { insert: REFERRALS, rows: [{ ...row }] };

/** `crm.loyalty.referral_attributed`, `…_qualified`, `…_confirmed`, `…_rejected`, `…_reversed`. */
export function referralFact(
	{ id, referrer, state, reason, order_id: order }: Referral,
	{ customer, program }: { customer: string; program: string },
	{ now, newId }: Circumstances,
): Fact {
	return {
		type: `crm.loyalty.referral_${state}`,
		subjectCollection: 'crm_loyalty_accounts',
		subjectId: id,
		customer,
		payload: { account: id, program, referrer, ...(reason ? { reason } : {}), ...(order ? { order } : {}) },
		occurredAt: now,
		dedupeKey: `referral_${state}:${newId()}`,
	};
}
