import type { Call, Host, Knex } from '@guanxi/core/directus';
import { readableIds } from '@guanxi/core/rights';
import type { z } from 'zod';
import type { ReferralAnswer } from '../../contract/answers.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { REFERRALS } from '../../domain/referral/attribute.ts';
import { points, type Row } from '../ledger/rows.ts';
import { referralOf } from './read-referral.ts';

const MOST = 100;

/** Who brought a member, and whom they brought; customers whom the caller may not see have no name. */
export async function referralView(host: Host, call: Call, account: string): Promise<z.output<typeof ReferralAnswer>> {
	const { database } = host;
	const own: Row = await database(TABLES.accounts).where({ id: account }).first('referral_code');
	const brought: Row | undefined = await sidesOf(database, 'referrer').where({ 'referral.id': account }).first();
	const came: Row[] = await sidesOf(database, 'id').where({ 'referral.referrer': account }).orderBy('attributed_at_ms', 'desc').limit(MOST);
	const all: Row | undefined = await database(REFERRALS).where({ referrer: account }).count({ n: '*' }).first();
	const customers = [brought, ...came].flatMap((row) => (row ? [String(row['customer'])] : []));
	const mine = await readableIds(host, call, { collection: 'crm_customers', ids: customers });
	const shown = (row: Row) => {
		const { state, reason, order_id: order, confirms_on } = referralOf(row);
		const customer = String(row['customer']);
		const isMine = mine.has(customer);
		return { account: String(row['side']), customer: isMine ? customer : null, name: isMine ? String(row['name']) : null, state, reason, order, confirms_on };
	};
	return {
		code: (own['referral_code'] as string | null) ?? null,
		referrer: brought ? shown(brought) : null,
		referees: came.map(shown).map(({ order: _order, confirms_on: _day, ...side }) => side),
		referee_count: points(all?.['n']),
	};
}

/** Referrals with the customer of one side. */
const sidesOf = (database: Knex, side: 'id' | 'referrer'): Knex.QueryBuilder =>
	database(`${REFERRALS} as referral`)
		.join(`${TABLES.accounts} as account`, 'account.id', `referral.${side}`)
		.join('crm_customers as customer', 'customer.id', 'account.customer')
		.select('referral.*', 'account.id as side', 'account.customer as customer', 'customer.name as name');
