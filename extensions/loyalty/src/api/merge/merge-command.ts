import type { Command } from '@guanxi/core/command';
import type { Knex } from '@guanxi/core/directus';
import type { Moved } from '../../domain/accounts/answers.ts';
import { openForMerge, type HeirState } from '../../domain/accounts/enrol.ts';
import { EARNINGS } from '../../domain/events/earn-event.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { mergeAccounts, type MergeState } from '../../domain/merge/merge-accounts.ts';
import { TOLD } from '../../domain/messages/tell-expiring.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { EARNED_LINES, SEEN_ORDERS } from '../../domain/orders/reckon-order.ts';
import { RULE_AWARDS } from '../../domain/rules/count-rules.ts';
import { readBook } from '../ledger/read-book.ts';
import { entryOf, instantOf, type Row } from '../ledger/rows.ts';

const lockOf = (id: string) => ({ table: TABLES.accounts, id, what: ACCOUNT });

/**
 * Columns that name an account. `same`: what one account has once; where the other one has it already, the row stays, and so do rows that
 * came from it, and those that would name one account twice. What a new table keeps about members gets its line here.
 */
const NAMING: { table: string; column: string; same: string[]; from?: string }[] = [
	{ table: SEEN_ORDERS, column: 'account', same: ['order_id'] },
	{ table: EARNED_LINES, column: 'account', same: ['order_id', 'line'] },
	{ table: EARNINGS, column: 'account', same: ['trigger', 'source'] },
	{ table: RULE_AWARDS, column: 'account', same: ['rule', 'source'], from: 'source' },
	{ table: 'crm_loyalty_vouchers', column: 'account', same: ['id'] },
	// Its id is the account's: who was told is not told again.
	{ table: TOLD, column: 'id', same: [] },
];

export const mergeCommand: Command<{ account: string; to: string }, MergeState, Moved, Knex> = {
	name: 'loyalty.merge',
	locks: ({ account, to }) => [lockOf(account), lockOf(to)],
	load: async (reader, { account, to }) => ({
		from: (await readBook(reader, account))!,
		to: (await readBook(reader, to))!,
		entries: ((await reader(TABLES.entries).where({ account }).orderBy('seq')) as Row[]).map(entryOf),
		rows: await rowsThatMove(reader, account, to),
	}),
	decide: mergeAccounts,
	words: LOYALTY_WORDS,
	unlogged: true,
};

async function rowsThatMove(reader: Knex, account: string, to: string): Promise<MergeState['rows']> {
	const moving: MergeState['rows'] = [];
	const staying = new Set<unknown>();
	for (const { table, column, same, from } of NAMING) {
		const nameOf = (row: Row): string => JSON.stringify(same.map((column) => row[column]));
		const there = new Set(((await reader(table).where({ [column]: to })) as Row[]).map(nameOf));
		for (const row of (await reader(table).where({ [column]: account }).orderBy('id')) as Row[]) {
			const stays = there.has(nameOf(row)) || Object.values(row).includes(to) || (from !== undefined && staying.has(row[from]));
			if (stays) [row['id'], row['order_id']].forEach((id) => staying.add(id));
			else moving.push({ table, column, id: String(row['id']) });
		}
	}
	return moving;
}

/** An account for the customer that goes on, which has none in the program. */
export const openForMergeCommand: Command<{ account: string; customer: string }, HeirState, { id: string }, Knex> = {
	name: 'loyalty.open-for-merge',
	locks: ({ account }) => [lockOf(account)],
	load: async (reader, { account: id, customer }) => {
		const { program, enrolled_at } = (await reader(TABLES.accounts).where({ id }).first('program', 'enrolled_at')) as Row;
		const own: { id: string } | undefined = await reader(TABLES.accounts).where({ program, customer }).first('id');
		return { program: String(program), enrolledAt: instantOf(enrolled_at), account: own ?? null };
	},
	decide: openForMerge,
	words: LOYALTY_WORDS,
	unlogged: true,
};
