import type { Knex } from '@guanxi/core/directus';
import type { Account } from '../../domain/ledger/model.ts';
import type { Ledger } from '../../domain/ledger/invariants.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { accountOf, entryOf, holdOf, programOf, type Row } from './rows.ts';
import { inSnapshot } from '../figures/snapshot.ts';

const PAGE = 200;
/** Entries in memory at a time, as far as one account does not have more. */
const AT_ONCE = 20_000;

/** Every account with all that is stored about it, in the order of accounts; each as it was at one moment. */
export async function* allLedgers(database: Knex): AsyncGenerator<Ledger> {
	for (let after = ''; ; ) {
		const page = await inSnapshot(database, (trx) => nextLedgers(trx, after));
		yield* page;
		if (page.length === 0) return;
		after = page.at(-1)!.account.id;
	}
}

/** Of one account; its lock is held. */
export async function readLedger(reader: Knex, id: string): Promise<Ledger> {
	const account = accountOf((await reader(TABLES.accounts).where({ id }).first()) as Row);
	return (await withEntries(reader, [account]))[0]!;
}

async function nextLedgers(reader: Knex, after: string): Promise<Ledger[]> {
	const page = reader(TABLES.accounts).orderBy('id').limit(PAGE);
	const accounts = ((await (after === '' ? page : page.where('id', '>', after))) as Row[]).map(accountOf);
	let entries = 0;
	const tooMany = accounts.findIndex((account, index) => (entries += account.last_seq) > AT_ONCE && index > 0);
	return accounts.length === 0 ? [] : withEntries(reader, accounts.slice(0, tooMany < 0 ? PAGE : tooMany));
}

async function withEntries(reader: Knex, accounts: Account[]): Promise<Ledger[]> {
	const ids = accounts.map(({ id }) => id);
	const programs = new Map(((await reader(TABLES.programs)) as Row[]).map((row) => [String(row['id']), programOf(row)]));
	const entries = byAccount((await reader(TABLES.entries).whereIn('account', ids).orderBy('seq')) as Row[], entryOf);
	const holds = byAccount((await reader(TABLES.holds).whereIn('account', ids)) as Row[], holdOf);
	return accounts.map((account) => ({
		account,
		program: programs.get(account.program)!,
		entries: entries.get(account.id) ?? [],
		holds: holds.get(account.id) ?? [],
	}));
}

function byAccount<T extends { account: string }>(rows: Row[], decode: (row: Row) => T): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of rows.map(decode)) {
		const group = groups.get(item.account);
		if (group) group.push(item);
		else groups.set(item.account, [item]);
	}
	return groups;
}
