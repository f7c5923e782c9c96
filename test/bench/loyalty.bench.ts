import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { sha256 } from '../../extensions/core/src/api/command/store.ts';
import { PROGRAM } from '../support/loyalty/scenario.ts';
import { newProgram, runOn } from '../support/loyalty/tables.ts';
import { whyNoPostgres } from '../support/postgres-cluster.ts';
import type { Emit } from './goals.ts';
import { byClients, memberWithLots, percentile, round1, timed, withLedger } from './loyalty-world.ts';

const CLIENTS = 16;
const REQUESTS = 2_000;
const ROUNDS = 3;
const LOTS = 20;

/**
 * Redeeming one point through the commands, without HTTP, by 16 clients on PostgreSQL: all on one account, where every fifth
 * request repeats the key of another one, and spread over many. Beside it the same touches written by hand through the same
 * driver, without a decision. Facts are put down; they are told by Directus, which is not here.
 */
export async function loyaltyBench({ emit }: { full: boolean; emit: Emit }): Promise<void> {
	const missing = whyNoPostgres();
	if (missing) return emit({ bench: 'loyalty-redeem', skipped: missing });
	await withLedger(CLIENTS, async (knex) => {
		const program = await newProgram(knex, PROGRAM);
		const members = async (count: number, lots: number): Promise<string[]> => {
			const accounts: string[] = [];
			await byClients(Array(count).fill(lots), CLIENTS, async () => accounts.push(await memberWithLots(knex, program, lots)));
			return accounts;
		};
		const hot = { ours: await members(1, LOTS), byHand: await members(1, LOTS) };
		await compare(knex, { bench: 'loyalty-redeem-hot', size: `1 account, ${LOTS} lots, 20 % repeated keys`, accounts: hot }, emit);
		const spread = { ours: await members(1000, 2), byHand: await members(1000, 2) };
		await compare(knex, { bench: 'loyalty-redeem-spread', size: '1000 accounts, 2 lots each', accounts: spread }, emit);
	});
}

interface Case {
	bench: string;
	size: string;
	accounts: { ours: string[]; byHand: string[] };
}

async function compare(knex: Knex, { bench, size, accounts }: Case, emit: Emit): Promise<void> {
	await knex.raw('VACUUM ANALYZE');
	const sides = {
		ours: { ms: 0, each: [] as number[], accounts: accounts.ours, work: (item: Item) => redeem(knex, item) },
		baseline: { ms: 0, each: [] as number[], accounts: accounts.byHand, work: (item: Item) => byHand(knex, item) },
	};
	for (const side of Object.values(sides)) await byClients(itemsOf(side.accounts, 200), CLIENTS, side.work);
	for (let round = 0; round < ROUNDS; round++) {
		for (const side of round % 2 === 0 ? [sides.ours, sides.baseline] : [sides.baseline, sides.ours]) {
			const items = itemsOf(side.accounts, REQUESTS);
			side.ms += await timed(async () => side.each.push(...(await byClients(items, CLIENTS, side.work))));
		}
	}
	const { ours, baseline } = sides;
	emit({
		bench,
		size: `${size}, ${ROUNDS} × ${REQUESTS} requests, ${CLIENTS} clients`,
		ours_ms: Math.round(ours.ms),
		per_second: round1((1000 * ROUNDS * REQUESTS) / ours.ms),
		p50_ms: round1(percentile(ours.each, 0.5)),
		p99_ms: round1(percentile(ours.each, 0.99)),
		baseline: 'the same statements by hand, without a decision',
		baseline_ms: Math.round(baseline.ms),
		baseline_per_second: round1((1000 * ROUNDS * REQUESTS) / baseline.ms),
		ratio: Math.round((ours.ms / baseline.ms) * 100) / 100,
	});
}

interface Item {
	account: string;
	key: string;
}

/** On one account every fifth request repeats the key of the one before the last. */
function itemsOf(accounts: string[], count: number): Item[] {
	const run = randomUUID();
	const isHot = accounts.length === 1;
	const keyOf = (i: number): string => `${run} ${isHot && i % 5 === 4 ? i - 2 : i}`;
	return Array.from({ length: count }, (_, i) => ({ account: accounts[i % accounts.length]!, key: keyOf(i) }));
}

async function redeem(knex: Knex, { account, key }: Item): Promise<void> {
	const outcome = await runOn(knex, { command: 'redeem', input: { account, points: 1 }, key });
	if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
}

/** What a redemption touches, at the least: lock, key, lots, balance, entry, customer, log and what is to follow. */
function byHand(knex: Knex, { account, key }: Item): Promise<void> {
	return knex.transaction(async (trx) => {
		await trx('crm_loyalty_accounts').where({ id: account }).increment('ver', 1);
		const hash = sha256(`by hand ${key}`);
		if (await trx('crm_commands').where({ idem_hash: hash }).first('result')) return;
		const { customer, last_seq } = await trx('crm_loyalty_accounts').where({ id: account }).first();
		const [lot] = await trx('crm_loyalty_entries').where({ account, status: 'open' }).where('open_points', '>', 0).orderBy('seq');
		const seq = Number(last_seq) + 1;
		const now = new Date();
		const entry = {
			id: randomUUID(), account, seq, txn: randomUUID(), type: 'redemption', points: -1, open_points: 0, status: 'posted',
			contra: 'redemption', effective_at: now, lot: lot.id,
		};
		const moved = { available: trx.raw('available - 1'), last_seq: seq, last_activity_at: now };
		await trx('crm_loyalty_accounts').where({ id: account, last_seq }).update(moved);
		await trx('crm_loyalty_entries').where({ id: lot.id }).update({ open_points: trx.raw('open_points - 1') });
		await trx('crm_loyalty_entries').insert(entry);
		await trx('crm_customers').where({ id: customer }).update({ points_available: trx.raw('points_available - 1') });
		await trx('crm_commands').insert({
			idem_hash: hash, request_hash: hash, command: 'by hand', caller: 'bench', outcome: 'done', result: '{}', done_at_ms: now.getTime(),
		});
		await trx('crm_actions').insert({
			kind: 'core.announce', due_at_ms: now.getTime(), state: 'scheduled', attempts: 0, payload: JSON.stringify(entry),
			dedupe_key: hash, created_at_ms: now.getTime(),
		});
	});
}
