import { runUnheard, type Command } from '@guanxi/core/command';
import type { Host, Knex } from '@guanxi/core/directus';
import { safely } from '@guanxi/core/safely';
import { dateIn } from '@guanxi/core/time';
import { addDays } from '../../domain/days.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { tellExpiring, TOLD, type ExpiringState } from '../../domain/messages/tell-expiring.ts';
import { TABLES } from '../../domain/open-book.ts';
import { readBook } from '../read-book.ts';
import { dayOf, type Row } from '../rows.ts';
import { settingsOf } from './tell-member.ts';

const PAGE = 500;
const DAYS = 30;

export const tellExpiringCommand: Command<{ account: string; days: number }, ExpiringState, { told: boolean }, Knex> = {
	name: 'loyalty.tell-expiring',
	locks: ({ account }) => [{ table: TABLES.accounts, id: account, what: ACCOUNT }],
	load: async (reader, { account }) => {
		const row: Row | undefined = await reader(TOLD).where({ id: account }).first('expiring_until');
		return { book: (await readBook(reader, account))!, toldUntil: dayOf(row?.['expiring_until']) };
	},
	decide: tellExpiring,
	words: LOYALTY_WORDS,
	unlogged: true,
};

/** Looks for members with points that expire soon, and have not been told; each is decided under the account's lock. */
export async function findExpiring({ database, logger }: Pick<Host, 'database' | 'logger'>, now: Date): Promise<string[]> {
	let told = 0;
	const tell = async (account: string, days: number): Promise<void> => {
		const request = { input: { account, days }, caller: 'loyalty.find-expiring', idempotencyKey: null };
		const outcome = await runUnheard(database, tellExpiringCommand, request);
		if (outcome.kind === 'done' && outcome.answer.told) told += 1;
	};
	const programs: Row[] = await database(TABLES.programs).select('id', 'timezone', 'messages', 'expiry_notice_days');
	for (const { id, timezone, messages, expiry_notice_days: stored } of programs) {
		if (settingsOf(messages).some(({ kind, off }) => kind === 'points_expiring' && off)) continue;
		const days = Number(stored ?? DAYS);
		const today = dateIn(now, String(timezone));
		for (let after = ''; ; ) {
			const accounts = await untold(database, { program: String(id), from: today, to: addDays(today, days), after });
			for (const account of accounts) await safely({ logger }, `telling account ${account} what expires`, () => tell(account, days));
			if (accounts.length < PAGE) break;
			after = accounts.at(-1)!;
		}
	}
	return told === 0 ? [] : [`members told about points that expire: ${told}`];
}

function untold(database: Knex, { program, from, to, after }: { program: string; from: string; to: string; after: string }): Promise<string[]> {
	const query = database(`${TABLES.entries} as entry`)
		.join(`${TABLES.accounts} as account`, 'account.id', 'entry.account')
		.leftJoin(`${TOLD} as told`, 'told.id', 'account.id')
		.where({ 'account.program': program, 'account.status': 'active' })
		.whereIn('entry.status', ['open', 'pending'])
		.where('entry.open_points', '>', 0)
		.whereBetween('entry.expires_on', [from, to])
		.where((news) => void news.whereNull('told.id').orWhereRaw('?? > ??', ['entry.expires_on', 'told.expiring_until']));
	if (after !== '') void query.where('account.id', '>', after);
	return query.distinct('account.id').orderBy('account.id').limit(PAGE).pluck('account.id');
}
