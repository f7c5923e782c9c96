import type { Host } from '@guanxi/core/directus';
import type { z } from 'zod';
import type { AccountAnswer } from '../../contract/answers.ts';
import { accountAt } from '../../domain/ledger/account-at.ts';
import { balanceOf } from '../../domain/accounts/answers.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { cardOf } from '../card/read-card.ts';
import { readBook } from '../ledger/read-book.ts';
import type { Row } from '../ledger/rows.ts';
import { inSnapshot } from '../figures/snapshot.ts';

/** What staff and programs see of an account that is there. */
export async function accountAnswer({ database }: Host, id: string): Promise<z.output<typeof AccountAnswer>> {
	const { book, number } = await inSnapshot(database, async (trx) => {
		const { card_number: number }: Row = await trx(TABLES.accounts).where({ id }).first('card_number');
		return { book: (await readBook(trx, id))!, number };
	});
	const view = accountAt(book, new Date());
	const lots = view.lots.map((lot) => ({
		id: lot.id,
		points: lot.points,
		open_points: lot.open_points,
		status: lot.status as 'pending' | 'open',
		available_on: lot.available_on,
		expires_on: lot.expires_on,
	}));
	const { customer } = book.account;
	return { id, program: book.program.key, customer, status: view.status, ...balanceOf(view), ...view.tier, card: cardOf(number), lots };
}
