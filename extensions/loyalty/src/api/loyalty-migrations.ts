import { forEachChunk, type Migration } from '@guanxi/core/migrations';
import type { Knex } from '@guanxi/core/directus';
import { TABLES } from '../domain/ledger/open-book.ts';
import { referralCode } from '../domain/referral/referral-code.ts';
import { fillCardNumbers } from './card/fill-card-numbers.ts';

/** One step a version: a killed upgrade goes on behind the last version that was done. */
export const LOYALTY_MIGRATIONS: Migration[] = [
	{ version: 2, run: ({ database }) => fillCardNumbers(database) },
	{ version: 3, run: ({ database }) => giveReferralCodes(database) },
];

/** Members from before there were referral codes get theirs, which follows from their account's id. */
export function giveReferralCodes(database: Knex): Promise<void> {
	return forEachChunk(database, TABLES.accounts, async (trx, ids) => {
		const bare: string[] = await trx(TABLES.accounts).whereIn('id', ids).whereNull('referral_code').pluck('id');
		for (const id of bare) await trx(TABLES.accounts).where({ id }).update({ referral_code: referralCode(id) });
	});
}
