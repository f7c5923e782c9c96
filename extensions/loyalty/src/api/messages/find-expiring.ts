import { runUnheard, type Command } from '@guanxi/core/command';
import type { Host, Knex } from '@guanxi/core/directus';
import { safely } from '@guanxi/core/safely';
import { dateIn, startOfDay } from '@guanxi/core/time';
import { addDays } from '../../domain/validity/days.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { tellExpiring, TOLD, type ExpiringState } from '../../domain/messages/tell-expiring.ts';
import { overSince } from '../../domain/validity/inactivity.ts';
import type { Program } from '../../domain/ledger/model.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { readBook } from '../ledger/read-book.ts';
import { dayOf, instantOf, programOf, type Row } from '../ledger/rows.ts';
import { settingsOf } from './tell-member.ts';

const PAGE = 500;
const DAYS = 30;

export const tellExpiringCommand: Command<{ account: string; days: number }, ExpiringState, { told: boolean }, Knex> = {
	name: 'loyalty.tell-expiring',
	locks: ({ account }) => [{ table: TABLES.accounts, id: account, what: ACCOUNT }],
	load: async (reader, { account }) => {
		const row: Row | undefined = await reader(TOLD).where({ id: account }).first('expiring_until', 'told_at');
		const told = row ? { at: instantOf(row['told_at']), until: dayOf(row['expiring_until'])! } : null;
		return { book: (await readBook(reader, account))!, told };
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
	const programs: Row[] = await database(TABLES.programs);
	for (const row of programs) {
		if (settingsOf(row['messages']).some(({ kind, off }) => kind === 'points_expiring' && off)) continue;
		const program = programOf(row);
		const days = Number(row['expiry_notice_days'] ?? DAYS);
		const from = dateIn(now, program.timezone);
		for (let after = ''; ; ) {
			const longAgo = startOfDay(addDays(from, 1 - days), program.timezone);
			const accounts = await untold(database, { program, from, to: addDays(from, days), longAgo, after });
			for (const account of accounts) await safely({ logger }, `telling account ${account} what expires`, () => tell(account, days));
			if (accounts.length < PAGE) break;
			after = accounts.at(-1)!;
		}
	}
	return told === 0 ? [] : [`members told about points that expire: ${told}`];
}

/**
 * Members with lots that end in this time, or who have stayed away for so long, and who have not been told of so late a day; or, if they were
 * told long ago, not of these lots.
 */
async function untold(
	database: Knex,
	{ program, from, to, longAgo, after }: { program: Program; from: string; to: string; longAgo: Date; after: string },
): Promise<string[]> {
	const accounts = (): Knex.QueryBuilder => {
		const query = database(`${TABLES.accounts} as account`).leftJoin(`${TOLD} as told`, 'told.id', 'account.id');
		void query.where({ 'account.program': program.id, 'account.status': 'active' }).where('account.id', '>', after === '' ? FIRST : after);
		return query.distinct('account.id').orderBy('account.id').limit(PAGE);
	};
	const ending: string[] = await accounts()
		.join(`${TABLES.entries} as entry`, 'entry.account', 'account.id')
		.whereIn('entry.status', ['open', 'pending'])
		.where('entry.open_points', '>', 0)
		.whereBetween('entry.expires_on', [from, to])
		.where((news) => {
			void news.whereNull('told.id').orWhereRaw('?? > ??', ['entry.expires_on', 'told.expiring_until']);
			void news.orWhere((later) => void later.where('told.told_at', '<', longAgo).whereRaw('?? > ??', ['entry.effective_at', 'told.told_at']));
		})
		.pluck('account.id');
	const since = overSince(program, addDays(to, 1));
	const away: string[] = since === null ? [] : await accounts()
		.where('account.idle_since', '<=', since)
		.where((news) => void news.whereNull('told.id').orWhere('told.expiring_until', '<', to))
		.pluck('account.id');
	return [...new Set([...ending, ...away])].sort().slice(0, PAGE);
}

const FIRST = '00000000-0000-0000-0000-000000000000';
