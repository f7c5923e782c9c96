import type { ActionHandler } from '@guanxi/core/action-handler';
import { runUnheard, type Command } from '@guanxi/core/command';
import type { Host, Knex, SchemaOverview } from '@guanxi/core/directus';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { IN_REACH } from '../../domain/messages/put-down.ts';
import { tellReward, type RewardsInReach } from '../../domain/messages/tell-reward.ts';
import { REWARDS, rewardOf } from '../../domain/rewards/reward.ts';
import { readBook } from '../ledger/read-book.ts';
import type { Row } from '../ledger/rows.ts';
import { readOffers } from '../rewards/read-offers.ts';

/** `above`: what the member could spend before. */
export const tellRewardCommand = (schema: SchemaOverview): Command<{ account: string; above: number }, RewardsInReach, { reward: string | null }, Knex> => ({
	name: 'loyalty.tell-reward',
	locks: ({ account }) => [{ table: TABLES.accounts, id: account, what: ACCOUNT }],
	load: async (reader, { account, above }) => {
		const book = (await readBook(reader, account))!;
		const { program, customer } = book.account;
		const rows: Row[] = await reader(REWARDS).where({ program, status: 'active' }).where('points', '>', above).orderBy('id');
		return { book, offers: await readOffers(reader, schema, { account, customer, rewards: rows.map(rewardOf) }) };
	},
	decide: tellReward,
	words: LOYALTY_WORDS,
	unlogged: true,
});

/** An account that stands still meanwhile is told nothing, as of everything else. */
export const rewardsInReach = ({ database, getSchema }: Pick<Host, 'database' | 'getSchema'>): ActionHandler<Knex> => ({
	kind: IN_REACH,
	perform: async ({ subjectId, payload }) => {
		const input = { account: String(subjectId), above: Number(payload['above']) };
		await runUnheard(database, tellRewardCommand(await getSchema()), { input, caller: IN_REACH, idempotencyKey: null });
	},
});
