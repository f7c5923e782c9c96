import { createHash, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { CommandStore, CommandTransaction } from '../../application/command/ports.ts';
import type { Fact, Lock } from '../../domain/command/decision.ts';
import { lockCounter } from '../counters.ts';
import { isConflict, isTransient } from '../database-errors.ts';
import { databaseTime, nowColumn } from '../database-time.ts';
import type { Knex } from '../directus.ts';
import { lockName } from '../locks.ts';
import { inTurn } from './in-turn.ts';
import { sendWrites } from './write.ts';

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
		write: (writes, onSent) => sendWrites(trx, writes, { now, onSent }),
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
