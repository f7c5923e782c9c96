import { randomUUID } from 'node:crypto';
import knexModule, { type Knex } from 'knex';
import { startPostgres } from '../support/postgres-cluster.ts';
import { createLoyaltyTables, newMember, newProgram, runOn } from '../support/loyalty/tables.ts';
import { PROGRAM } from '../support/loyalty/scenario.ts';

/** As a server is installed: what is committed is on the disk. */
const SETTINGS = ['timezone=UTC'];

/** An empty ledger on a PostgreSQL of its own, with as many connections as there are clients. */
export async function withLedger(clients: number, work: (knex: Knex) => Promise<void>): Promise<void> {
	const server = await startPostgres(SETTINGS);
	const knex = knexModule({ client: 'pg', connection: server.connection('postgres'), pool: { min: clients, max: clients } });
	try {
		await createLoyaltyTables(knex);
		await work(knex);
	} finally {
		await knex.destroy();
		await server.stop();
	}
}

/** An account with so many lots of 1,000 points. */
export async function memberWithLots(knex: Knex, program: string, lots: number): Promise<string> {
	const account = await newMember(knex, program);
	for (let lot = 0; lot < lots; lot++) await done(knex, 'accrue', { account, points: 1000 });
	return account;
}

/**
 * A member with a hundred entries of all usual kinds, written by the commands themselves, months apart: the model that
 * `copyMember` makes a whole company of.
 */
export async function memberWithHistory(knex: Knex): Promise<string> {
	const program = await newProgram(knex, { ...PROGRAM, expiry_months: 12 });
	const account = await newMember(knex, program, new Date('2024-01-01T00:00:00Z'));
	let day = Date.parse('2024-01-02T04:00:00Z');
	const at = (): Date => new Date((day += 6 * 86_400_000));
	for (let round = 0; round < 16; round++) {
		await done(knex, 'accrue', { account, points: 120 }, at());
		await done(knex, 'redeem', { account, points: 70 }, at());
		await done(knex, 'adjust', { account, points: 15, reason: 'late parcel' }, at());
		const hold = await done(knex, 'hold', { account, points: 30 }, at());
		await done(knex, 'post', { account, hold: hold['hold'], points: 20 }, new Date(day));
	}
	return account;
}

/** So many more accounts with the same entries under ids of their own. */
export async function copyMember(knex: Knex, account: string, copies: number): Promise<number> {
	const id = (column: string): string => `md5(${column}::text || n)::uuid`;
	const numbers = knex.raw('generate_series(1, ?) AS n', [copies]).toQuery();
	await copy(knex, { table: 'crm_customers', made: { id: id('id'), code: `'C' || n` }, numbers, where: 'id = (SELECT customer FROM crm_loyalty_accounts WHERE id = ?)' }, account);
	await copy(knex, { table: 'crm_loyalty_accounts', made: { id: id('id'), customer: id('customer'), referral_code: `'R' || n` }, numbers, where: 'id = ?' }, account);
	await copy(knex, { table: 'crm_loyalty_holds', made: { id: id('id'), account: id('account') }, numbers, where: 'account = ?' }, account);
	const made = { id: id('id'), account: id('account'), txn: `${id('txn')}::text`, lot: id('lot'), reverses: id('reverses') };
	await copy(knex, { table: 'crm_loyalty_entries', made, numbers, where: 'account = ?' }, account);
	await knex.raw('VACUUM ANALYZE');
	return Number((await knex('crm_loyalty_entries').count({ n: '*' }).first())!['n']);
}

async function copy(
	knex: Knex,
	{ table, made, numbers, where }: { table: string; made: Record<string, string>; numbers: string; where: string },
	account: string,
): Promise<void> {
	const columns = Object.keys(await knex(table).columnInfo());
	const values = columns.map((column) => made[column] ?? column);
	await knex.raw(`INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${table}, ${numbers} WHERE ${where}`, [account]);
}

export async function done(knex: Knex, command: string, input: Record<string, unknown>, at = new Date()): Promise<Record<string, unknown>> {
	const outcome = await runOn(knex, { command, input, key: randomUUID(), at });
	if (outcome.kind !== 'done') throw new Error(`${command}: ${JSON.stringify(outcome)}`);
	return outcome.answer;
}

/** Does `work` for every item, by so many clients at once; answers how long each took, in milliseconds. */
export async function byClients<T>(items: T[], clients: number, work: (item: T) => Promise<unknown>): Promise<number[]> {
	const waiting = [...items];
	const times: number[] = [];
	const client = async (): Promise<void> => {
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) times.push(await timed(() => work(next!)));
	};
	await Promise.all(Array.from({ length: clients }, client));
	return times;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}

export const round1 = (value: number): number => Math.round(value * 10) / 10;

export const percentile = (times: number[], share: number): number =>
	[...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!;
