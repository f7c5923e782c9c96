import type { Knex } from '@guanxi/core/directus';
import { dateIn } from '@guanxi/core/time';
import type { VoucherAnswer } from '../../contract/reward-answers.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { REWARDS } from '../../domain/rewards/reward.ts';
import { stateOn, type Voucher, type VoucherState } from '../../domain/rewards/voucher.ts';
import type { Row } from '../ledger/rows.ts';

/** Vouchers of one account as they are told, with the names of their rewards. */
export async function shownVouchers(database: Knex, account: string, vouchers: Voucher[]): Promise<VoucherAnswer[]> {
	const rows: Row[] = await database(REWARDS).whereIn('id', vouchers.map(({ reward }) => reward)).select('id', 'key', 'name');
	const rewards = new Map(rows.map((row) => [String(row['id']), row]));
	const today = await todayOf(database, account);
	return vouchers.map((voucher) => {
		const { id, code, points, rule, available_on, expires_on } = voucher;
		const { key = '', name = '' } = rewards.get(voucher.reward) ?? {};
		return {
			id, code, account, points, rule, available_on, expires_on,
			reward: { id: voucher.reward, key: String(key), name: String(name) },
			state: stateOn(voucher, today),
			issued_at: new Date(voucher.issued_at_ms).toISOString(),
			used_at: instantOf(voucher.used_at_ms),
			cancelled_at: instantOf(voucher.cancelled_at_ms),
		};
	});
}

export const shownVoucher = async (database: Knex, voucher: Voucher): Promise<VoucherAnswer> =>
	(await shownVouchers(database, voucher.account, [voucher]))[0]!;

/** As `stateOn` says it. */
export function inState(vouchers: Knex.QueryBuilder, state: VoucherState, today: string): Knex.QueryBuilder {
	switch (state) {
		case 'waiting':
			return vouchers.where({ state: 'issued' }).where('available_on', '>', today);
		case 'issued':
			return vouchers.where({ state }).where('expires_on', '>=', today).where((first) => void first.whereNull('available_on').orWhere('available_on', '<=', today));
		case 'expired':
			return vouchers.where({ state: 'issued' }).where('expires_on', '<', today);
		default:
			return vouchers.where({ state });
	}
}

/** The day it is in the time zone of the account's program. */
export async function todayOf(database: Knex, account: string): Promise<string> {
	const programs = database(TABLES.accounts).where({ id: account }).select('program');
	const { timezone } = (await database(TABLES.programs).whereIn('id', programs).first('timezone')) as { timezone: string };
	return dateIn(new Date(), timezone);
}

const instantOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
