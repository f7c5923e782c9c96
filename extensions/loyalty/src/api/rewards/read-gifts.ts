import { lockAndReadCounter } from '@guanxi/core/counters';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import type { Book } from '../../domain/ledger/model.ts';
import type { Offer } from '../../domain/rewards/offer.ts';
import { REWARDS, rewardOf } from '../../domain/rewards/reward.ts';
import { stockOf, VOUCHERS, type Voucher } from '../../domain/rewards/voucher.ts';
import type { StoredRule } from '../../domain/rules/stored-rule.ts';
import type { Row } from '../ledger/rows.ts';
import { readOffers } from './read-offers.ts';
import { voucherOf } from './read-vouchers.ts';

/** The rewards that rules may give, as they stand for the member, by id. Stocks are shared by all members, so they are locked from here on. */
export async function readGiftOffers(reader: Knex, schema: SchemaOverview, { book, rules }: { book: Book; rules: StoredRule[] }): Promise<Map<string, Offer>> {
	const giving = rules.flatMap(({ effect, reward }) => (effect === 'reward' && reward !== null ? [reward] : []));
	if (giving.length === 0) return new Map();
	const { id: account, customer, program } = book.account;
	const rows: Row[] = await reader(REWARDS).whereIn('id', giving).where({ program });
	const rewards = rows.map(rewardOf).sort((a, b) => (a.id < b.id ? -1 : 1));
	const issued = new Map<string, number>();
	for (const { id } of rewards) issued.set(id, await lockAndReadCounter(reader, stockOf(id)));
	const offers = await readOffers(reader, schema, { account, customer, rewards, issued });
	return new Map(offers.map((offer) => [offer.reward.id, offer]));
}

/** What rules gave an account for an event. */
export const readPresents = async (reader: Knex, account: string, source: string): Promise<Voucher[]> =>
	((await reader(VOUCHERS).where({ account, source }).orderBy('id')) as Row[]).map(voucherOf);
