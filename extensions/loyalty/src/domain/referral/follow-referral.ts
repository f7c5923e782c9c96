import type { ActionDraft, Circumstances, Decision } from '@guanxi/core/decision';
import { dateIn } from '@guanxi/core/time';
import { periodKey } from '../validity/cap.ts';
import { addDays } from '../validity/days.ts';
import type { Period } from '../ledger/model.ts';
import { keep, referralFact, type Party } from './attribute.ts';
import { moved, type Referral, type Rejection } from './referral.ts';
import type { ReferralSide } from '../rules/rule.ts';
import { sameContact } from './same-contact.ts';

/** The kind of action that brings what both sides earned into line with the referral. */
export const REWARD = 'loyalty.reward-referral';

/** What a reward is for. */
export interface RewardPayload extends Record<string, unknown> {
	/** The referral's id. */
	referee: string;
	side: ReferralSide;
}

/** A paid order of the referee, as it is now, in the home currency. */
export interface RefereeOrder {
	id: string;
	/** Null: nobody noted it. */
	paidAt: Date | null;
	/** What is left of it after refunds. */
	keptMinor: number;
}

export interface ReferralPolicy {
	timezone: string;
	/** What the first order must come to; 0 = any paid order. */
	minMinor: number;
	/** Days in which the order may still be returned. */
	waitDays: number;
	/** So many of one referrer count in a period; null = any number. */
	cap: { count: number; period: Period } | null;
}

export interface FollowState {
	program: { key: string };
	policy: ReferralPolicy;
	/** Null: the member names nobody. */
	referral: Referral | null;
	referee: Party;
	referrer: Party;
	/** First paid first. */
	orders: RefereeOrder[];
	/** When others of the same referrer came to count. */
	others: Date[];
}

/**
 * Brings a referral into line with the referee's orders as they are now: so it may be asked at any time, twice or late. It counts with the first
 * order that comes to enough; until it can no longer be returned, losing that order undoes it, for good.
 */
export function followReferral(state: FollowState, _input: object, circumstances: Circumstances): Decision<{ state: Referral['state'] | null }> {
	const { referral: before, referee, referrer, program } = state;
	if (!before) return { answer: { state: null } };
	const steps: Referral[] = [];
	for (let next = step(state, before, circumstances.now); next; next = step(state, next, circumstances.now)) steps.push(moved(steps.at(-1) ?? before, next));
	const now = steps.at(-1);
	if (!now) return { answer: { state: before.state } };
	const isAboutPoints = steps.some(({ state: to }) => to === 'qualified' || to === 'reversed');
	return {
		answer: { state: now.state },
		effects: [keep(before, now)],
		facts: steps.map((one) => referralFact(one, { customer: referee.customer, program: program.key }, circumstances)),
		actions: isAboutPoints ? [reward(now, 'referee', referee), reward(now, 'referrer', referrer)].map((action) => ({ ...action, dueAt: circumstances.now })) : [],
	};
}

/** Each side by itself: one whose account stands still does not keep the other waiting. */
function reward({ id, state }: Referral, side: ReferralSide, { account }: Party): Omit<ActionDraft, 'dueAt'> {
	return {
		kind: REWARD,
		subjectCollection: 'crm_loyalty_accounts',
		subjectId: account,
		payload: { referee: id, side } satisfies RewardPayload,
		dedupeKey: `${id}:${side}:${state === 'reversed' ? 'taken_back' : 'given'}`,
	};
}

function step(state: FollowState, referral: Referral, now: Date): Referral | null {
	if (referral.state === 'attributed') return qualify(state, referral, now);
	if (referral.state !== 'qualified') return null;
	const today = dateIn(now, state.policy.timezone);
	if (today >= referral.confirms_on!) return { ...referral, state: 'confirmed' };
	const isKept = enough(state).some(({ id }) => id === referral.order_id);
	return isKept ? null : { ...referral, state: 'reversed' };
}

const enough = ({ orders, policy }: FollowState): RefereeOrder[] => orders.filter(({ keptMinor: kept }) => kept > 0 && kept >= policy.minMinor);

function qualify(state: FollowState, referral: Referral, now: Date): Referral | null {
	const { policy: { timezone, waitDays }, orders } = state;
	// That nothing was paid yet was seen when they named who brought them; a later note of an earlier payment corrects that.
	const hadBefore = orders.some(({ paidAt }) => paidAt !== null && paidAt.getTime() < referral.attributed_at_ms);
	if (hadBefore) return { ...referral, state: 'rejected', reason: 'referee_existed' };
	const order = enough(state)[0];
	if (!order) return null;
	const reason = whyNot(state, dateIn(now, timezone));
	if (reason) return { ...referral, state: 'rejected', reason, order_id: order.id };
	const confirms_on = addDays(dateIn(now, timezone), waitDays);
	return { ...referral, state: 'qualified', order_id: order.id, qualified_at_ms: now.getTime(), confirms_on };
}

function whyNot({ referrer, referee, policy: { cap, timezone }, others }: FollowState, today: string): Rejection | null {
	if (referrer.customer === referee.customer) return 'self_referral';
	if (referrer.status !== 'active') return 'referrer_not_active';
	if (sameContact(referrer.reachable, referee.reachable)) return 'same_contact';
	if (cap === null) return null;
	const period = periodKey(today, cap.period);
	return others.filter((at) => periodKey(dateIn(at, timezone), cap.period) === period).length >= cap.count ? 'referral_cap' : null;
}
