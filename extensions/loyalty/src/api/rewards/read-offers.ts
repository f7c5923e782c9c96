import { conditionOf } from '@guanxi/core/condition';
import { readCounter } from '@guanxi/core/counters';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { shapeOf } from '@guanxi/core/items';
import { offered, type Offered } from '../../domain/rewards/offered.ts';
import type { Offer } from '../../domain/rewards/offer.ts';
import { REWARDS, rewardOf, type Reward } from '../../domain/rewards/reward.ts';
import { stockOf, VOUCHERS } from '../../domain/rewards/voucher.ts';
import { readBook } from '../ledger/read-book.ts';
import { points, type Row } from '../ledger/rows.ts';
import { readItem } from '../rules/read-rules.ts';
import { inSnapshot } from '../figures/snapshot.ts';

export interface Asked {
	account: string;
	customer: string;
	rewards: Reward[];
	/** By reward, where the caller has locked its counter and read it. */
	issued?: ReadonlyMap<string, number>;
}

/** Rewards as they stand for one member, read through `reader`: so also inside a command's `load`. */
export async function readOffers(reader: Knex, schema: SchemaOverview, { account, customer, rewards, issued }: Asked): Promise<Offer[]> {
	const own: Row[] = await reader(VOUCHERS).where({ account }).whereNot({ state: 'cancelled' }).groupBy('reward').select('reward').count({ vouchers: 'id' });
	const conditions = new Map(
		rewards.flatMap(({ id, eligibility }) => (eligibility === null ? [] : [[id, conditionOf(eligibility, 'crm_customers', shapeOf(schema))] as const])),
	);
	const fields = [...new Set([...conditions.values()].flatMap((condition) => condition.fields))];
	const item = await readItem(reader, schema, { collection: 'crm_customers', id: customer, fields });
	const offers: Offer[] = [];
	for (const reward of rewards) {
		const condition = conditions.get(reward.id);
		offers.push({
			reward,
			issued: issued?.get(reward.id) ?? (reward.stock === null ? 0 : await readCounter(reader, stockOf(reward.id))),
			own: points(own.find((row) => row['reward'] === reward.id)?.['vouchers']),
			isEligible: (at) => condition === undefined || (item !== null && condition.matches(item, at)),
		});
	}
	return offers;
}

/**
 * What a member can have for points now, and what not and why; null where there is no such account. For whoever shows it: the member's
 * page, the Studio, a till. It asks nobody for rights.
 */
export async function rewardsOf(database: Knex, schema: SchemaOverview, account: string, now: Date): Promise<Offered[] | null> {
	return inSnapshot(database, async (trx) => {
		const book = await readBook(trx, account);
		if (!book) return null;
		const { program, customer } = book.account;
		const rows: Row[] = await trx(REWARDS).where({ program, status: 'active' }).whereNotNull('points');
		return offered(book, await readOffers(trx, schema, { account, customer, rewards: rows.map(rewardOf) }), now);
	});
}
