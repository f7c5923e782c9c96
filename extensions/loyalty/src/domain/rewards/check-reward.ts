import type { TierPolicy } from '../tiers/policy.ts';
import { REWARD_STATES, type Reward } from './reward.ts';
import type { RewardProblem } from './reward-words.ts';

type Check = (reward: Reward, program: Pick<TierPolicy, 'tiers'>) => (RewardProblem | false)[];

/** Everything wrong with a reward that can be seen without asking the database; empty = it can be saved. */
export function checkReward(reward: Reward, program: Pick<TierPolicy, 'tiers'>): RewardProblem[] {
	return CHECKS.flatMap((check) => check(reward, program)).filter((problem) => problem !== false);
}

const LEAST = { points: 1, stock: 0, limit_customer: 1, voucher_days: 1 } as const;

const checkNumbers: Check = (reward) =>
	Object.entries(LEAST).map(([field, least]) => {
		const value = reward[field as keyof typeof LEAST];
		return value !== null && (!Number.isSafeInteger(value) || value < least) && { field, reason: 'not_whole', params: { least } };
	});

const checkStatus: Check = ({ status }) => [
	!REWARD_STATES.includes(status) && { field: 'status', reason: 'not_a_choice', params: { choices: REWARD_STATES } },
];

const checkPeriod: Check = ({ starts_at, ends_at }) => [
	starts_at !== null && Number.isNaN(starts_at.getTime()) && { field: 'starts_at', reason: 'not_an_instant' },
	ends_at !== null && Number.isNaN(ends_at.getTime()) && { field: 'ends_at', reason: 'not_an_instant' },
	starts_at !== null && ends_at !== null && ends_at <= starts_at && { field: 'ends_at', reason: 'ends_before_start' },
];

const checkTier: Check = ({ min_tier: tier }, { tiers }) => [
	tier !== null &&
		!tiers.some(({ key }) => key === tier) && {
			field: 'min_tier',
			reason: 'unknown_lowest_tier',
			params: { tier, tiers: tiers.map(({ key }) => key) },
		},
];

const CHECKS: Check[] = [checkNumbers, checkStatus, checkPeriod, checkTier];
