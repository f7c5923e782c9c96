import type { Host } from '@guanxi/core/directus';
import { requireUsableFilter } from '@guanxi/core/given-filter';
import type { HookCall, WriteGuards } from '@guanxi/core/guard';
import { refusal } from '@guanxi/core/http';
import { checkReward } from '../../domain/rewards/check-reward.ts';
import { REWARDS, rewardOf, type Reward } from '../../domain/rewards/reward.ts';
import { REWARD_WORDS } from '../../domain/rewards/reward-words.ts';
import { VOUCHERS } from '../../domain/rewards/voucher.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Row } from '../ledger/rows.ts';
import { tierPolicyOf } from '../tiers/tier-rows.ts';

/** Refuses a reward that could not be decided about. `issued` is refused from everybody before. */
export const rewardGuards = (host: Host): WriteGuards => ({
	create: async (hook, payload) => {
		await requireUsable(host, hook, rewardOf(payload), payload);
		return payload;
	},
	update: async (hook, payload, keys) => {
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
	},
	/** Vouchers name their reward for good. */
	delete: async (hook, keys) => {
		if (await hasVouchers(hook, keys)) throw refusal(409, REWARD_WORDS, { reason: 'reward_in_use' });
	},
});

const hasVouchers = async ({ knex }: HookCall, rewards: string[]): Promise<boolean> =>
	(await knex(VOUCHERS).whereIn('reward', rewards).first('id')) !== undefined;

async function requireUsable(host: Host, hook: HookCall, reward: Reward, given: Row): Promise<void> {
	const program: Row | undefined = await hook.knex(TABLES.programs).where({ id: reward.program }).first();
	if (!program) throw refusal(400, REWARD_WORDS, { field: 'program', reason: 'unknown_program' });
	const problems = checkReward(reward, tierPolicyOf(program));
	if (problems.length > 0) throw refusal(400, REWARD_WORDS, problems);
	const { eligibility: filter } = reward;
	if (given['eligibility'] === undefined || filter === null) return;
	await requireUsableFilter(host, hook, { field: 'eligibility', collection: 'crm_customers', filter, inMemory: true }, REWARD_WORDS);
}
