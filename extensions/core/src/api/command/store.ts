import { createHash, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { CommandStore, CommandTransaction, LoggedCommand } from '../../application/command/ports.ts';
import type { Effect, Fact, Lock } from '../../domain/command/decision.ts';
import { enqueueActions, factAction } from '../actions/enqueue.ts';
import { lockCounter } from '../counters.ts';
import { isConflict, isTransient } from '../database-errors.ts';
import { databaseTime, nowColumn } from '../database-time.ts';
import type { Knex } from '../directus.ts';
import { lockName } from '../locks.ts';
import { inTurn } from './in-turn.ts';

/** Commands on a database of any supported kind. `afterCommit` gets the facts that were enqueued. */
export function commandStore(database: Knex, afterCommit: (facts: Fact[]) => Promise<void>): CommandStore<Knex> {
	return {
		inTurn: (locks, work) => inTurn(database, locks, work),
		transaction: (work) => database.transaction((trx) => work(transactionOf(trx))),
		isTransient,
		isDuplicate: isConflict,
		pause: (attempt) => setTimeout(10 * 2 ** attempt * (1 + Math.random())),
		hash: sha256,
		randomSeed: randomUUID,
		afterCommit,
	};
}

/** Keys are stored as hashes: MySQL compares texts without case and pads them. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function transactionOf(trx: Knex.Transaction): CommandTransaction<Knex> {
	let time: Promise<Date> | undefined;
	const now = (): Promise<Date> => (time ??= databaseTime(trx));
	return {
		reader: trx,
		now,
		lock: (lock) => touch(trx, lock),
		findLogged: async (idemHash) => {
			// The clock comes along: one statement fewer while others wait for the locks.
			const row = await trx
				.from(trx.raw('(SELECT 1 AS one) AS once'))
				.leftJoin('crm_commands as known', 'known.idem_hash', trx.raw('?', [idemHash]))
				.first(nowColumn(trx), 'known.request_hash', 'known.outcome', 'known.result');
			time ??= Promise.resolve(new Date(Number(row!['ms'])));
			return row?.['outcome'] ? { requestHash: row.request_hash, outcome: row.outcome, result: row.result } : null;
		},
		apply: (effect) => applyEffect(trx, effect),
		log: (entry) => insertEntry(trx, entry),
		enqueue: async (actions, facts) => {
			if (actions.length + facts.length === 0) return;
			const at = await now();
			await enqueueActions(trx, [...actions, ...facts.map((fact) => factAction(fact, at))], at);
		},
	};
}

/**
 * The first statement of a transaction is a write: on PostgreSQL and MySQL it locks the row, on MySQL it comes before
 * the snapshot is taken, and on SQLite it takes the only writer's place at once instead of failing later.
 */
async function touch(trx: Knex, lock: Lock): Promise<boolean> {
	if ('table' in lock) return Number(await trx(lock.table).where({ id: lock.id }).increment('ver', 1)) === 1;
	if ('name' in lock) await lockName(trx, lock.name);
	else await lockCounter(trx, lock.counter);
	return true;
}

async function applyEffect(trx: Knex, effect: Effect): Promise<void> {
	if ('insert' in effect) {
		if (effect.rows.length > 0) await trx(effect.insert).insert(effect.rows);
		return;
	}
	if ('count' in effect) return count(trx, effect);
	const { update, where, atLeast = {}, set = {}, add = {} } = effect;
	const query = trx(update).where(where);
	for (const [column, least] of Object.entries(atLeast)) void query.where(column, '>=', least);
	const sums = Object.entries(add).map(([column, number]) => [column, trx.raw('?? + ?', [column, number])]);
	const met = Number(await query.update({ ...set, ...Object.fromEntries(sums) }));
	if (met !== 1) throw new Error(`A guarded write on ${update} met ${met} rows: the command's locks do not cover it`);
}

async function count(trx: Knex, { count: name, add, atMost = Number.MAX_SAFE_INTEGER }: Extract<Effect, { count: string }>): Promise<void> {
	const met = Number(await trx('crm_counters').where({ name }).where('value', '<=', atMost - add).increment('value', add));
	if (met !== 1) throw new Error(`The counter ${name} was not locked, or would exceed ${atMost}: the command must read it first`);
}

async function insertEntry(trx: Knex, entry: LoggedCommand): Promise<void> {
	await trx('crm_commands').insert({
		idem_hash: entry.idemHash,
		request_hash: entry.requestHash,
		command: entry.command,
		caller: entry.caller,
		outcome: entry.outcome,
		result: entry.result,
		done_at_ms: entry.doneAt.getTime(),
		keep_until_ms: entry.keepUntil?.getTime() ?? null,
	});
}
