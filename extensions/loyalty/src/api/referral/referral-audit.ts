import type { AuditCheck } from '@guanxi/core/audit';
import type { Knex } from '@guanxi/core/directus';
import { EARNINGS } from '../../domain/events/earn-event.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { REFERRALS } from '../../domain/referral/attribute.ts';
import { brokenReferrals } from '../../domain/referral/referral-laws.ts';
import { VOUCHERS } from '../../domain/rewards/voucher.ts';
import { referralOf } from './read-referral.ts';
import type { Row } from '../ledger/rows.ts';

const MOST = 20;

/** A-I21. One referrer a referee is the table's primary key; one reward a side is that of `crm_loyalty_earnings`. */
export const REFERRAL_AUDIT: AuditCheck[] = [
	{
		name: 'loyalty.nobody_brought_themselves',
		violations: async ({ database }) => brokenReferrals(((await database(REFERRALS)) as Row[]).map(referralOf)).slice(0, MOST),
	},
	{ name: 'loyalty.referrals_reward_both_sides_alone', violations: ({ database }) => strangers(database) },
	{ name: 'loyalty.reversed_referrals_left_nothing', violations: async ({ database }) => [...(await leftovers(database)), ...(await vouchersLeft(database))] },
];

/** Ids are kept as texts where they may be of several kinds. PostgreSQL compares no text with an id, and MariaDB no texts that sort differently. */
const same = (one: string, other: string): string => `CAST(${one} AS CHAR(36)) = CAST(${other} AS CHAR(36))`;
const besides = (source: string): string => `INNER JOIN ${REFERRALS} AS referral ON ${same('referral.id', source)}`;

/** Rewards of somebody who is neither side, or of a referral that never counted. */
function strangers(database: Knex): Promise<string[]> {
	return database(`${EARNINGS} as earning`)
		.joinRaw(besides('earning.source'))
		.where('earning.trigger', 'referral_qualified')
		// What a member got before two of them were merged is the other one's by now.
		.whereNotExists(database(`${TABLES.accounts} as account`).where('account.status', 'closed').where((side) => void side.whereRaw('account.id = referral.id').orWhereRaw('account.id = referral.referrer')))
		.where((wrong) => {
			void wrong.whereIn('referral.state', ['attributed', 'rejected']).orWhereRaw('(?? <> ?? AND ?? <> ??)', ['earning.account', 'referral.id', 'earning.account', 'referral.referrer']);
		})
		.limit(MOST)
		.pluck('earning.id');
}

const waiting = (database: Knex, account: string): Knex.QueryBuilder =>
	database('crm_actions as action')
		.where({ 'action.kind': 'loyalty.reward-referral' })
		.whereNotIn('action.state', ['done', 'cancelled'])
		.whereRaw(same('action.subject_id', account));

/** Vouchers that somebody could still use. */
function vouchersLeft(database: Knex): Promise<string[]> {
	return database(`${VOUCHERS} as voucher`)
		.join(`${EARNINGS} as earning`, 'earning.id', 'voucher.source')
		.joinRaw(besides('earning.source'))
		.where({ 'voucher.state': 'issued', 'earning.trigger': 'referral_qualified', 'referral.state': 'reversed' })
		.where('voucher.expires_on', '>', new Date().toISOString().slice(0, 10))
		.whereNotExists(waiting(database, 'voucher.account'))
		.limit(MOST)
		.pluck('referral.id');
}

/** By its entries, unless its action still waits. */
function leftovers(database: Knex): Promise<string[]> {
	return database(`${TABLES.entries} as entry`)
		.joinRaw(besides('entry.source_id'))
		.where({ 'entry.source_type': 'referral', 'referral.state': 'reversed' })
		.whereNotExists(waiting(database, 'entry.account'))
		.groupBy('referral.id', 'entry.account')
		.havingRaw('SUM(entry.points) <> 0 OR SUM(entry.tier_points) <> 0')
		.limit(MOST)
		.pluck('referral.id');
}
