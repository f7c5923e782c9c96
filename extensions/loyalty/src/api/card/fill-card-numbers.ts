import { createHash } from 'node:crypto';
import type { Knex } from '@guanxi/core/directus';
import { forEachChunk } from '@guanxi/core/migrations';
import { cardNumberOf } from '../../domain/card/card-number.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';

/** Accounts from before there were cards get a number out of their id: a second run finds nothing left to do. */
export async function fillCardNumbers(database: Knex): Promise<void> {
	await forEachChunk(database, TABLES.accounts, async (trx, ids) => {
		const without: string[] = await trx(TABLES.accounts).whereIn('id', ids).whereNull('card_number').pluck('id');
		for (const id of without) await trx(TABLES.accounts).where({ id }).update({ card_number: await freeNumber(trx, id) });
	});
}

async function freeNumber(trx: Knex, id: string): Promise<string> {
	for (let attempt = 0; ; attempt++) {
		const number = cardNumberOf(createHash('sha256').update(`${id}:${attempt}`).digest('hex'));
		if (!(await trx(TABLES.accounts).where({ card_number: number }).first('id'))) return number;
	}
}
