import type { AuditCheck } from '@guanxi/core/audit';
import type { Knex } from '@guanxi/core/directus';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { beyondLimit, wronglyPaid } from '../../domain/rewards/reward-invariants.ts';
import { REWARDS } from '../../domain/rewards/reward.ts';
import { stockOf, VOUCHERS, type Voucher } from '../../domain/rewards/voucher.ts';
import { entryOf, points, type Row } from '../ledger/rows.ts';
import { inSnapshot } from '../figures/snapshot.ts';
import { voucherOf } from './read-vouchers.ts';

const MOST = 20;
const PAGE = 500;

/** What must hold of rewards and vouchers. Findings are named and freeze nobody: the points are proven by the ledger itself. */
export const REWARD_AUDIT: AuditCheck[] = [
	{ name: 'loyalty.vouchers_are_paid_as_they_say', violations: ({ database }) => wronglyPaidVouchers(database) },
	{ name: 'loyalty.stock_counts_vouchers', violations: ({ database }) => inSnapshot(database, wrongStocks) },
	{ name: 'loyalty.nobody_has_more_of_a_reward_than_allowed', violations: ({ database }) => beyondLimits(database) },
];

async function wronglyPaidVouchers(database: Knex): Promise<string[]> {
	const wrong: string[] = [];
	for (let after = ''; wrong.length < MOST; ) {
		const page = await inSnapshot(database, (trx) => paidVouchers(trx, after));
		wrong.push(...page.map(wronglyPaid).filter((what) => what !== null));
		if (page.length < PAGE) break;
		after = page.at(-1)!.voucher.id;
	}
	return wrong.slice(0, MOST);
}

async function paidVouchers(trx: Knex, after: string) {
	const query = trx(VOUCHERS).orderBy('id').limit(PAGE);
	const vouchers = ((await (after === '' ? query : query.where('id', '>', after))) as Row[]).map(voucherOf);
	const txns = vouchers.map(({ txn }) => txn).filter((txn) => txn !== null);
	const paid = ((await trx(TABLES.entries).where({ type: 'redemption' }).whereIn('txn', txns)) as Row[]).map(entryOf);
	const back = ((await trx(TABLES.entries).where({ type: 'return' }).whereIn('reverses', paid.map(({ id }) => id))) as Row[]).map(entryOf);
	return vouchers.map((voucher) => {
		const own = paid.filter(({ txn }) => txn === voucher.txn);
		const ids = new Set(own.map(({ id }) => id));
		return { voucher, paid: own, returned: back.filter(({ reverses }) => ids.has(reverses!)) };
	});
}

/** The counter that decides, what the reward shows, and the vouchers themselves. */
async function wrongStocks(trx: Knex): Promise<string[]> {
	const rewards: Row[] = await trx(REWARDS).select('id', 'key', 'issued');
	const given: Row[] = await trx(VOUCHERS).whereNot({ state: 'cancelled' }).groupBy('reward').select('reward').count({ vouchers: 'id' });
	const counters: Row[] = await trx('crm_counters').where('name', 'like', stockOf('%')).select('name', 'value');
	const [byReward, byName] = [new Map(given.map((row) => [row['reward'], row['vouchers']])), new Map(counters.map((row) => [row['name'], row['value']]))];
	return rewards
		.map(({ id, key, issued }) => ({ key, vouchers: points(byReward.get(id)), counted: points(byName.get(stockOf(String(id)))), shown: points(issued) }))
		.filter(({ vouchers, counted, shown }) => vouchers !== counted || vouchers !== shown)
		.slice(0, MOST)
		.map(({ key, vouchers, counted, shown }) => `reward ${String(key)}: ${vouchers} vouchers, ${counted} counted, ${shown} shown`);
}

async function beyondLimits(database: Knex): Promise<string[]> {
	const suspects: Row[] = await database(VOUCHERS)
		.whereNotNull('customer_limit')
		.groupBy('issued_to', 'reward')
		.havingRaw('COUNT(*) > MIN(customer_limit)')
		.select('issued_to', 'reward');
	const wrong: string[] = [];
	for (const { issued_to, reward } of suspects) {
		const vouchers: Voucher[] = ((await database(VOUCHERS).where({ issued_to, reward }).orderBy('issued_at_ms')) as Row[]).map(voucherOf);
		const one = beyondLimit(vouchers);
		if (one) wrong.push(`${String(issued_to)}: voucher ${one.id} is beyond the limit of ${one.customer_limit}`);
		if (wrong.length === MOST) break;
	}
	return wrong;
}
