import { randomUUID } from 'node:crypto';
import knexModule, { type Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import type { CommandStore, CommandTransaction } from '../../../extensions/core/src/application/command/ports.ts';
import { runCommand, type Command, type CommandRequest, type Outcome } from '../../../extensions/core/src/application/command/run-command.ts';
import { COMMANDS } from '../../../extensions/loyalty/src/api/commands.ts';
import type { Effect } from '../../../extensions/core/src/domain/command/decision.ts';
import { readBook } from '../../../extensions/loyalty/src/api/ledger/read-book.ts';
import type { Book } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { startPostgres, whyNoPostgres, type PostgresServer } from '../../support/postgres-cluster.ts';
import { PROGRAM } from '../../support/loyalty/scenario.ts';
import { readAccount } from '../../support/loyalty/stored.ts';
import { createLoyaltyTables, newMember, newProgram, runOn } from '../../support/loyalty/tables.ts';

type Cut = (trx: CommandTransaction<Knex>) => Partial<CommandTransaction<Knex>>;
type Given = Partial<CommandRequest<never>> & { load?: Book };

let server: PostgresServer;
let knex: Knex;
let program: string;

const member = async (...lots: number[]): Promise<string> => {
	const account = await newMember(knex, program);
	for (const points of lots) await runOn(knex, { command: 'accrue', input: { account, points }, key: null });
	return account;
};

/** Runs a command with a part of the protocol taken out. */
function send(cut: Cut, command: string, input: object, { load, ...rest }: Given = {}): Promise<Outcome<unknown>> {
	const whole = commandStore(knex, () => Promise.resolve());
	// Without turns requests meet in the database, as those of several servers do.
	const store: CommandStore<Knex> = { ...whole, inTurn: (_locks, work) => work(), transaction: (work) => whole.transaction((trx) => work({ ...trx, ...cut(trx) })) };
	const real = COMMANDS[command as keyof typeof COMMANDS] as unknown as Command<object, unknown, unknown, Knex>;
	const given = load ? { ...real, load: () => Promise.resolve(load) } : real;
	return runCommand(store, given, { caller: 'tester', idempotencyKey: null, ...rest, input } as CommandRequest<object>);
}

const saidBy = (outcome: Outcome<unknown>): string => (outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind);
const said = (sent: Promise<Outcome<unknown>>): Promise<string> => sent.then(saidBy, (error: Error) => error.message);

/** Opens when so many have come; whoever comes later passes. */
function gate(count: number): () => Promise<void> {
	let open = (): void => undefined;
	const opened = new Promise<void>((resolve) => (open = resolve));
	let come = 0;
	return () => {
		come += 1;
		if (come >= count) open();
		return opened;
	};
}

/** What must hold however requests meet; each names what is wrong, or nothing. */
const PROBES: Record<string, (cut: Cut) => Promise<string[]>> = {
	'Medusa #16347: many debits at once take no more than there is, and none fails': async (cut) => {
		const account = await member(5, 5);
		const all = await Promise.all(Array.from({ length: 24 }, () => said(send(cut, 'redeem', { account, points: 1 }))));
		const { account: after } = await readAccount(knex, account);
		const count = (what: string): number => all.filter((one) => one === what).length;
		return differs({ done: count('done'), refused: count('insufficient_points'), left: after.available }, { done: 10, refused: 14, left: 0 });
	},
	'fuint #71: a gift that is sent many times at once is given once': async (cut) => {
		const [from, to] = [await member(100), await member()];
		await Promise.all(Array.from({ length: 12 }, () => said(send(cut, 'transfer', { account: from, to, points: 100 }))));
		const left = [await readAccount(knex, from), await readAccount(knex, to)].map(({ account }) => account.available);
		return differs({ left }, { left: [0, 100] });
	},
	'the same key again is answered the same': async (cut) => {
		const request = { account: await member(10), points: 4 };
		const idempotencyKey = randomUUID();
		const first = await said(send(cut, 'redeem', request, { idempotencyKey }));
		return differs([first, await said(send(cut, 'redeem', request, { idempotencyKey }))], ['done', 'done']);
	},
	'one key at once for two accounts moves points of one': async (cut) => {
		const accounts = [await member(10), await member(10)];
		const [idempotencyKey, both] = [randomUUID(), gate(2)];
		const onStep: CommandRequest<never>['onStep'] = (step) => (step === 'looked_up' ? both() : undefined);
		const all = await Promise.all(accounts.map((account) => said(send(cut, 'redeem', { account, points: 4 }, { idempotencyKey, onStep }))));
		return differs(all.sort(), ['done', 'mismatch']);
	},
	'a decision about an old balance is not written': async (cut) => {
		const account = await member(10);
		const load = (await readBook(knex, account))!;
		// As if others had moved it since, but not so that the unique number or a lot would stop it first.
		await knex('crm_loyalty_accounts').where({ id: account }).update({ last_seq: 9 });
		const answer = await said(send(cut, 'redeem', { account, points: 10 }, { load }));
		return differs(/guarded write on crm_loyalty_accounts/.test(answer) ? 'stopped' : answer, 'stopped');
	},
	'a decision about old lots is not written': async (cut) => {
		const account = await member(10, 10);
		const load = (await readBook(knex, account))!;
		load.lots = load.lots.map((lot, i) => ({ ...lot, points: 20, open_points: i === 0 ? 5 : 15 }));
		const answer = await said(send(cut, 'redeem', { account, points: 10 }, { load }));
		return differs(/guarded write on crm_loyalty_entries/.test(answer) ? 'stopped' : answer, 'stopped');
	},
	'two entries never have one number': async () => {
		const account = await member(10);
		const row: object = await knex('crm_loyalty_entries').where({ account }).first();
		const answer = await knex('crm_loyalty_entries').insert({ ...row, id: randomUUID() }).then(() => 'written', () => 'stopped');
		if (answer === 'written') await knex('crm_loyalty_accounts').where({ id: account }).update({ last_seq: 2 });
		return differs(answer, 'stopped');
	},
};

function differs(is: unknown, should: unknown): string[] {
	return JSON.stringify(is) === JSON.stringify(should) ? [] : [`${JSON.stringify(is)} instead of ${JSON.stringify(should)}`];
}

/** Leaves columns out of the conditions of writes on a table. */
const unguarded = (table: string, ...columns: string[]): Cut => ({ write }) => {
	const weaken = (effect: Effect): Effect => {
		if (!('update' in effect) || effect.update !== table) return effect;
		return { ...effect, where: Object.fromEntries(Object.entries(effect.where).filter(([column]) => !columns.includes(column))) };
	};
	return { write: (writes, onSent) => write({ ...writes, effects: writes.effects.map(weaken) }, onSent) };
};

const WHOLE: Cut = () => ({});

/** One guard each, and the probe that misses it. Indexes last: they are not made again. */
const GUARDS: { guard: string; cut?: Cut; index?: { table: string; columns: string[] }; missedBy: string }[] = [
	{ guard: 'the lock', cut: () => ({ lock: () => Promise.resolve(true) }), missedBy: 'Medusa #16347' },
	{ guard: 'the look-up of the key', cut: () => ({ findLogged: () => Promise.resolve(null) }), missedBy: 'the same key again' },
	{ guard: 'the guard of the balance', cut: unguarded('crm_loyalty_accounts', 'last_seq'), missedBy: 'an old balance' },
	{ guard: 'the guard of the lots', cut: unguarded('crm_loyalty_entries', 'open_points', 'status'), missedBy: 'old lots' },
	{ guard: 'the unique number', index: { table: 'crm_loyalty_entries', columns: ['account', 'seq'] }, missedBy: 'one number' },
	{ guard: 'the unique key', index: { table: 'crm_commands', columns: ['idem_hash'] }, missedBy: 'one key at once' },
];

describe.skipIf(whyNoPostgres())('guards of the ledger on PostgreSQL', () => {
	beforeAll(async () => {
		server = await startPostgres();
		knex = knexModule({ client: 'pg', connection: server.connection('postgres'), pool: { min: 0, max: 8 } });
		await createLoyaltyTables(knex);
		program = await newProgram(knex, PROGRAM);
	});
	afterAll(async () => {
		await knex.destroy();
		await server.stop();
	});

	const missed = async (cut: Cut): Promise<string[]> => {
		const names: string[] = [];
		for (const [name, probe] of Object.entries(PROBES)) if ((await probe(cut)).length > 0) names.push(name);
		return names;
	};

	it.each(Object.entries(PROBES))('%s', async (_name, probe) => {
		expect(await probe(WHOLE)).toEqual([]);
	});

	it.each(GUARDS)('without $guard a test fails: $missedBy', async ({ cut = WHOLE, index, missedBy }) => {
		if (index) await dropUnique(index);
		const names = await missed(cut);
		process.stdout.write(`${missedBy}: ${names.length} of ${Object.keys(PROBES).length} probes fail\n`);
		expect(names.join('; ')).toContain(missedBy);
	});
});

/** Drops the unique index over these columns, however it is called. */
async function dropUnique({ table, columns }: { table: string; columns: string[] }): Promise<void> {
	const found = await knex('pg_indexes').where({ tablename: table }).andWhere('indexdef', 'like', `%UNIQUE%(${columns.join(', ')})%`).first();
	if (!found) throw new Error(`No unique index on ${table} (${columns.join(', ')})`);
	const constraint: unknown = await knex('pg_constraint').where({ conname: found.indexname }).first();
	if (constraint) await knex.raw('ALTER TABLE ?? DROP CONSTRAINT ??', [table, found.indexname]);
	else await knex.raw('DROP INDEX ??', [found.indexname]);
}
