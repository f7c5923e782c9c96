import { purgeCache } from '@guanxi/core/cache';
import { runUnheard } from '@guanxi/core/command';
import type { Host, Knex } from '@guanxi/core/directus';
import { safely } from '@guanxi/core/safely';
import { dateIn } from '@guanxi/core/time';
import { overSince } from '../../domain/validity/inactivity.ts';
import type { Program } from '../../domain/ledger/model.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Settled } from '../../domain/accounts/settle-account.ts';
import { COMMANDS } from '../commands.ts';
import { programOf, type Row } from '../ledger/rows.ts';

const PAGE = 500;
/** Accounts at a time; members need connections as well. */
const WIDTH = 3;

/** Settles one account; null when it stands still. */
export type Settle = (account: string, now: Date) => Promise<Settled | null>;

/** By the database's clock, as every command. */
export const settleOn =
	(database: Knex): Settle =>
	async (account) => {
		const outcome = await runUnheard(database, COMMANDS.settle, { input: { account }, caller: 'loyalty.sweep', idempotencyKey: null });
		return outcome.kind === 'done' ? outcome.answer : null;
	};

/** The job: what members see of it is forgotten once, at the end. */
export async function sweepAccounts(host: Host, now: Date): Promise<string[]> {
	const said = await settleDueAccounts(host, now, settleOn(host.database));
	if (said.length > 0) await safely(host, 'clearing the cache after settling accounts', () => purgeCache(host));
	return said;
}

/**
 * Writes down what time has done to all accounts: first days, last days, holds that ran out, tiers that are over. Nobody waits for it, because every
 * command does the same for its own account. One account that fails leaves the others alone.
 */
export async function settleDueAccounts(
	{ database, logger }: Pick<Host, 'database' | 'logger'>,
	now: Date,
	settle: Settle,
): Promise<string[]> {
	const sums: Settled = { activated: 0, expired: 0, timed_out: 0, tiers: 0 };
	const settleOne = async (account: string): Promise<void> => {
		const settled = await settle(account, now);
		for (const name of NAMES) sums[name] += settled?.[name] ?? 0;
	};
	for (const program of await programs(database)) {
		for (let after = ''; ; ) {
			const due = await dueAccounts(database, { program, today: dateIn(now, program.timezone), now, after });
			const waiting = [...due];
			const worker = async (): Promise<void> => {
				for (let account = waiting.shift(); account !== undefined; account = waiting.shift()) {
					await safely({ logger }, `settling the loyalty account ${account}`, () => settleOne(account!));
				}
			};
			await Promise.all(Array.from({ length: WIDTH }, worker));
			if (due.length < PAGE) break;
			after = due.at(-1)!;
		}
	}
	return NAMES.filter((name) => sums[name] > 0).map((name) => `${SAID[name]}: ${sums[name]}`);
}

const SAID = { activated: 'lots that can be spent now', expired: 'points that expired', timed_out: 'holds that ran out', tiers: 'tiers looked at' };
const NAMES = Object.keys(SAID) as (keyof Settled)[];

const programs = async (database: Knex): Promise<Program[]> => ((await database(TABLES.programs)) as Row[]).map(programOf);

/** By the shape of lots and holds, page by page in the order of accounts, so that one that cannot be settled stops nobody. */
async function dueAccounts(
	database: Knex,
	{ program, today, now, after }: { program: Program; today: string; now: Date; after: string },
): Promise<string[]> {
	const those = (query: Knex.QueryBuilder): Knex.QueryBuilder => {
		void query.where({ 'account.program': program.id, 'account.status': 'active' }).orderBy('id').limit(PAGE);
		return after === '' ? query : query.where('account.id', '>', after);
	};
	const own = (): Knex.QueryBuilder => those(database(`${TABLES.accounts} as account`).select('account.id as id'));
	const accounts = (rows: 'entry' | 'hold', table: string): Knex.QueryBuilder => {
		const query = database(`${table} as ${rows}`).join(`${TABLES.accounts} as account`, 'account.id', `${rows}.account`);
		return those(query.distinct('account.id as id'));
	};
	const found: { id: string }[][] = [
		await accounts('entry', TABLES.entries).where('entry.status', 'pending').where('entry.available_on', '<=', today),
		await accounts('entry', TABLES.entries).where('entry.status', 'open').where('entry.expires_on', '<', today),
		await own().where('account.tier_until', '<', today),
		...(await idleAccounts(own, program, today)),
		await accounts('hold', TABLES.holds).where('hold.state', 'held').where('hold.expires_at_ms', '<=', now.getTime()),
	];
	// The first page of all of them together lies within each of them, so nothing is passed over.
	return [...new Set(found.flat().map(({ id }) => id))].sort().slice(0, PAGE);
}

/** Of a program that began to look at inactivity only now it is not known; then it is found out once. */
async function idleAccounts(own: () => Knex.QueryBuilder, program: Program, today: string): Promise<{ id: string }[][]> {
	if (program.inactivity_months === null) return [];
	const since = overSince(program, today);
	return [await own().whereNull('account.idle_since'), since === null ? [] : await own().where('account.idle_since', '<=', since)];
}
