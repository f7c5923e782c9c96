import type { Host, Knex } from '@guanxi/core/directus';
import { notFound, refusal } from '@guanxi/core/http';
import type { z } from 'zod';
import type { CardAnswer, MemberCardAnswer } from '../../contract/card-answers.ts';
import { accountAt } from '../../domain/ledger/account-at.ts';
import { maskedName } from '../../domain/card/masked-name.ts';
import { memberCard, type CardMovement } from '../../domain/card/member-card.ts';
import { qrSvg } from '../../domain/card/qr-svg.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { readBook } from '../ledger/read-book.ts';
import { rewardsOf } from '../rewards/read-offers.ts';
import { instantOf, points, type Row } from '../ledger/rows.ts';
import { inSnapshot } from '../figures/snapshot.ts';
import { shownOffer, usableVouchers } from './card-rewards.ts';

type Card = z.output<typeof CardAnswer>;

export const cardOf = (number: unknown): Card => ({ number: String(number), qr_svg: qrSvg(String(number)) });

/** As many movements as one phone screen takes. */
const SHOWN = 10;

/** The card as its page shows it. A card that was closed is over, whoever asks. */
export async function readMemberCard(host: Host, account: string, now: Date): Promise<z.output<typeof MemberCardAnswer>> {
	const read = await inSnapshot(host.database, async (trx) => {
		const book = await readBook(trx, account);
		if (!book) return null;
		const customer: Row = await trx('crm_customers').where({ id: book.account.customer }).first('name', 'kind');
		const program: Row = await trx(TABLES.programs).where({ id: book.program.id }).first('name', 'unit_name');
		const { card_number: number }: Row = await trx(TABLES.accounts).where({ id: account }).first('card_number');
		return { book, customer, program, number, entries: await readMovements(trx, account) };
	});
	if (!read) throw notFound(ACCOUNT);
	const { book, customer, program, number, entries } = read;
	if (book.account.status === 'closed') throw refusal(410, LOYALTY_WORDS, { reason: 'card_closed' });
	const card = memberCard(book.program, accountAt(book, now), entries);
	const offered = (await rewardsOf(host.database, await host.getSchema(), account, now)) ?? [];
	return {
		...card,
		rewards: offered.map(shownOffer),
		vouchers: await usableVouchers(host.database, account),
		program: {
			key: book.program.key,
			name: String(program['name']),
			unit: program['unit_name'] ? String(program['unit_name']) : null,
			timezone: book.program.timezone,
		},
		name: maskedName(String(customer['name'] ?? ''), customer['kind'] as string | null),
		card: cardOf(number),
		entries: card.entries.map(({ at, ...movement }) => ({ ...movement, at: at.toISOString() })),
	};
}

/** The latest ones, newest first. The database adds them up: a movement may be of any number of lots. */
async function readMovements(reader: Knex, account: string): Promise<CardMovement[]> {
	const rows: Row[] = await reader(TABLES.entries)
		.where({ account })
		.whereNot({ points: 0 })
		.groupBy('txn', 'type')
		.select('type')
		.sum({ points: 'points' })
		.max({ at: 'effective_at', last: 'seq' })
		.orderBy('last', 'desc')
		.limit(SHOWN);
	return rows.map((row) => ({ type: row['type'] as CardMovement['type'], points: points(row['points']), at: instantOf(row['at']) }));
}
