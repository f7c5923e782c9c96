import type { Draft } from '../ledger/draft.ts';
import type { LoyaltyProblem } from '../loyalty-words.ts';
import { rankOf } from '../tiers/policy.ts';
import type { Reward } from './reward.ts';

/** A reward as it stands for one member. */
export interface Offer {
	reward: Reward;
	/** Vouchers of it that were given to anybody, cancelled ones left out. */
	issued: number;
	/** Those of this member. */
	own: number;
	/** Whether the member meets its condition. */
	isEligible: (at: Date) => boolean;
}

type Member = Pick<Draft, 'account' | 'program' | 'now'>;
type Hindrance = (offer: Offer, member: Member) => LoyaltyProblem | false;

/** Why the member does not get the reward, as a present either; null = nothing stands in the way. */
export const hindranceOf = (offer: Offer, member: Member): LoyaltyProblem | null => firstOf(HINDRANCES, offer, member);

/** Why the member cannot have it for points. */
export const unaffordable = (offer: Offer, member: Member): LoyaltyProblem | null => firstOf([isForPoints, ...HINDRANCES, isPaid], offer, member);

function firstOf(hindrances: Hindrance[], offer: Offer, member: Member): LoyaltyProblem | null {
	for (const hindrance of hindrances) {
		const problem = hindrance(offer, member);
		if (problem) return problem;
	}
	return null;
}

const isOver = ({ reward: { status, starts_at: first, ends_at: end } }: Offer, now: Date): boolean =>
	status !== 'active' || (first !== null && now < first) || (end !== null && end <= now);

const isAvailable: Hindrance = (offer, { now }) =>
	isOver(offer, now) && { field: 'reward', reason: 'reward_not_available', params: { reward: offer.reward.name } };

const isForPoints: Hindrance = ({ reward: { points, name } }) =>
	points === null && { field: 'reward', reason: 'reward_not_available', params: { reward: name } };

/** A tier that the program no longer has is nobody's. */
const isInTier: Hindrance = ({ reward: { min_tier: least, name } }, { account, program }) => {
	const rank = rankOf(program, least);
	const isEnough = least === null || (rank > 0 && rankOf(program, account.tier) >= rank);
	return !isEnough && { field: 'reward', reason: 'not_eligible', params: { reward: name } };
};

const isEligible: Hindrance = (offer, { now }) =>
	!offer.isEligible(now) && { field: 'reward', reason: 'not_eligible', params: { reward: offer.reward.name } };

const isWithinLimit: Hindrance = ({ reward: { limit_customer: limit }, own }) =>
	limit !== null && own >= limit && { field: 'reward', reason: 'reward_limit_reached', params: { limit } };

const isInStock: Hindrance = ({ reward: { stock, name }, issued }) =>
	stock !== null && issued >= stock && { field: 'reward', reason: 'reward_out_of_stock', params: { reward: name } };

const isPaid: Hindrance = ({ reward: { points } }, { account: { available } }) =>
	points !== null && available < points && { field: 'reward', reason: 'insufficient_points', params: { available, points } };

/** In the order in which they are told. */
const HINDRANCES = [isAvailable, isInTier, isEligible, isWithinLimit, isInStock];
