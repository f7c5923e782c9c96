import type { Knex } from '@guanxi/core/directus';
import type { Spent } from '../../domain/accounts/give-back.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { VOUCHERS, type Voucher } from '../../domain/rewards/voucher.ts';
import type { VoucherInBook } from '../../domain/rewards/resolve-voucher.ts';
import { readBook } from '../ledger/read-book.ts';
import { dayOf, entryOf, points, type Row } from '../ledger/rows.ts';

const textOf = (stored: unknown): string | null => (stored === null || stored === undefined ? null : String(stored));
const numberOf = (stored: unknown): number | null => (stored === null || stored === undefined ? null : points(stored));

export const voucherOf = (row: Row): Voucher => ({
	id: String(row['id']),
	account: String(row['account']),
	reward: String(row['reward']),
	code: String(row['code']),
	points: points(row['points']),
	txn: textOf(row['txn']),
	rule: textOf(row['rule']),
	source: textOf(row['source']),
	issued_to: String(row['issued_to']),
	customer_limit: numberOf(row['customer_limit']),
	state: row['state'] as Voucher['state'],
	available_on: textOf(row['available_on']),
	expires_on: String(row['expires_on']),
	issued_at_ms: points(row['issued_at_ms']),
	used_at_ms: numberOf(row['used_at_ms']),
	cancelled_at_ms: numberOf(row['cancelled_at_ms']),
});

/** A voucher of an account, which is locked, with what paid for it. */
export async function readVoucher(reader: Knex, { account, voucher: id }: { account: string; voucher: string }): Promise<VoucherInBook> {
	const row: Row | undefined = await reader(VOUCHERS).where({ id, account }).first();
	const voucher = row ? voucherOf(row) : null;
	const spent = voucher?.txn ? await readSpent(reader, account, voucher.txn) : { redemption: [], returned: [] };
	const book = (await readBook(reader, account, spent.redemption.map(({ lot }) => lot!)))!;
	return { book, voucher, spent, paidBefore: voucher?.txn ? await readPaidBefore(reader, account, voucher.txn) : [] };
}

async function readPaidBefore(reader: Knex, account: string, txn: string): Promise<VoucherInBook['paidBefore']> {
	const paid: Row[] = await reader(`${TABLES.entries} as entry`)
		.join(`${TABLES.entries} as lot`, 'lot.id', 'entry.lot')
		.where({ 'entry.txn': txn, 'entry.type': 'redemption' })
		.whereNot('entry.account', account)
		.orderBy('entry.seq')
		.select('entry.points as points', 'lot.expires_on as expires_on');
	return paid.map((row) => ({ points: -points(row['points']), expires_on: dayOf(row['expires_on'])! }));
}

async function readSpent(reader: Knex, account: string, txn: string): Promise<Spent> {
	const paid: Row[] = await reader(TABLES.entries).where({ account, txn, type: 'redemption' }).orderBy('seq');
	const back: Row[] = await reader(TABLES.entries).where({ account, type: 'return' }).whereIn('reverses', paid.map(({ id }) => String(id)));
	return { redemption: paid.map(entryOf), returned: back.map(entryOf) };
}
