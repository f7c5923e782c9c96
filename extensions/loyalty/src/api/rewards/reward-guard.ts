import type { Host } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { checkReward } from '../../domain/rewards/check-reward.ts';
import { REWARDS, rewardOf, type Reward } from '../../domain/rewards/reward.ts';
import { REWARD_WORDS } from '../../domain/rewards/reward-words.ts';
import { VOUCHERS } from '../../domain/rewards/voucher.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { requireRight, requireUsableFilter, type HookCall } from '../filter-guard.ts';
import type { Row } from '../ledger/rows.ts';
import { tierPolicyOf } from '../tiers/tier-rows.ts';

/** Refuses a reward that could not be decided about. */
export async function createReward(host: Host, hook: HookCall, payload: Row): Promise<Row> {
	await requireRight(host, hook, 'create', REWARDS);
	await requireUsable(host, hook, rewardOf(payload), payload);
	return payload;
}

export async function updateRewards(host: Host, hook: HookCall, payload: Row, keys: string[]): Promise<Row> {
	await requireRight(host, hook, 'update', REWARDS);
	const rows: Row[] = await hook.knex(REWARDS).whereIn('id', keys);
	for (const row of rows) {
		const reward = rewardOf({ ...row, ...payload, id: row['id'] });
		// Vouchers were paid in one program, and limits count by it.
		if (reward.program !== rewardOf(row).program && (await hasVouchers(hook, [reward.id]))) {
			throw refusal(400, REWARD_WORDS, { field: 'program', reason: 'reward_has_vouchers' });
		}
		await requireUsable(host, hook, reward, payload);
	}
	return payload;
}

/** Vouchers name their reward for good. */
export async function releaseRewards(host: Host, hook: HookCall, keys: string[]): Promise<string[]> {
	await requireRight(host, hook, 'delete', REWARDS);
	if (await hasVouchers(hook, keys)) throw refusal(409, REWARD_WORDS, { reason: 'reward_in_use' });
	return keys;
}

const hasVouchers = async ({ knex }: HookCall, rewards: string[]): Promise<boolean> =>
	(await knex(VOUCHERS).whereIn('reward', rewards).first('id')) !== undefined;

async function requireUsable(host: Host, hook: HookCall, reward: Reward, given: Row): Promise<void> {
	const program: Row | undefined = await hook.knex(TABLES.programs).where({ id: reward.program }).first();
	if (!program) throw refusal(400, REWARD_WORDS, { field: 'program', reason: 'unknown_program' });
	const problems = checkReward(reward, tierPolicyOf(program));
	if (problems.length > 0) throw refusal(400, REWARD_WORDS, problems);
	const { eligibility: filter } = reward;
	if (given['eligibility'] === undefined || filter === null) return;
	await requireUsableFilter(host, hook, { field: 'eligibility', collection: 'crm_customers', filter }, REWARD_WORDS);
}
