import { lockAndReadCounter } from '@guanxi/core/counters';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import type { Book } from '../../domain/ledger/model.ts';
import type { Gift } from '../../domain/rewards/gifts.ts';
import { REWARDS, rewardOf } from '../../domain/rewards/reward.ts';
import { stockOf, VOUCHERS, type Voucher } from '../../domain/rewards/voucher.ts';
import type { Row } from '../ledger/rows.ts';
import type { RuleAward } from '../rules/read-award.ts';
import { readOffers } from './read-offers.ts';
import { voucherOf } from './read-vouchers.ts';

/** The rewards that an award gives. Stocks are shared by all members, so they are locked from here on, after the accounts. */
export async function readGifts(reader: Knex, schema: SchemaOverview, { book, award }: { book: Book; award: RuleAward }): Promise<Gift[]> {
	const giving = award.explanation.flatMap(({ rule: { id, effect }, outcome }) =>
		outcome === 'applied' && effect.kind === 'reward' ? [{ rule: id, reward: effect.reward }] : [],
	);
	if (giving.length === 0) return [];
	const { id: account, customer, program } = book.account;
	const rows: Row[] = await reader(REWARDS).whereIn('id', giving.map(({ reward }) => reward)).where({ program });
	const rewards = rows.map(rewardOf).sort((a, b) => (a.id < b.id ? -1 : 1));
	const issued = new Map<string, number>();
	for (const { id } of rewards) issued.set(id, await lockAndReadCounter(reader, stockOf(id)));
	const offers = new Map((await readOffers(reader, schema, { account, customer, rewards, issued })).map((offer) => [offer.reward.id, offer]));
	return giving.flatMap(({ rule, reward }) => {
		const offer = offers.get(reward);
		return offer ? [{ rule, offer }] : [];
	});
}

/** What rules gave an account for an event. */
export const readPresents = async (reader: Knex, account: string, source: string): Promise<Voucher[]> =>
	((await reader(VOUCHERS).where({ account, source }).orderBy('id')) as Row[]).map(voucherOf);
