import type { Command } from '@guanxi/core/command';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { redeemReward, type RewardRedeemed, type RewardState } from '../../domain/rewards/redeem-reward.ts';
import { REWARDS, rewardOf } from '../../domain/rewards/reward.ts';
import { cancelVoucher, useVoucher, type VoucherResolved, type VoucherInBook } from '../../domain/rewards/resolve-voucher.ts';
import { stockOf } from '../../domain/rewards/voucher.ts';
import { readBook } from '../ledger/read-book.ts';
import type { Row } from '../ledger/rows.ts';
import { readOffers } from './read-offers.ts';
import { readVoucher } from './read-vouchers.ts';

const lockOf = (id: string) => ({ table: TABLES.accounts, id, what: ACCOUNT });

/** Conditions name fields of Directus' schema, which is read before the command begins. */
export const redeemRewardCommand = (
	schema: SchemaOverview,
): Command<{ account: string; reward: string; reason?: string }, RewardState, RewardRedeemed, Knex> => ({
	// The same as of points: a key is used for one redemption, of whatever kind.
	name: 'loyalty.redeem',
	locks: ({ account, reward }) => [lockOf(account), { counter: stockOf(reward) }],
	load: async (reader, { account, reward: id }) => {
		const book = (await readBook(reader, account))!;
		const { program, customer } = book.account;
		const row: Row | undefined = await reader(REWARDS).where({ id, program }).first();
		const [offer = null] = row ? await readOffers(reader, schema, { account, customer, rewards: [rewardOf(row)] }) : [];
		return { book, offer };
	},
	decide: redeemReward,
	words: LOYALTY_WORDS,
});

type OnVoucher = { account: string; reward: string; voucher: string };

const onVoucher = (
	name: 'use' | 'cancel',
	decide: Command<OnVoucher, VoucherInBook, VoucherResolved, Knex>['decide'],
): Command<OnVoucher, VoucherInBook, VoucherResolved, Knex> => ({
	name: `loyalty.${name}-voucher`,
	locks: ({ account, reward }) => [lockOf(account), ...(name === 'cancel' ? [{ counter: stockOf(reward) }] : [])],
	load: readVoucher,
	decide,
	words: LOYALTY_WORDS,
});

export const VOUCHER_COMMANDS = { use: onVoucher('use', useVoucher), cancel: onVoucher('cancel', cancelVoucher) };
