import type { Knex } from './directus.ts';

/**
 * The next number of a named sequence. The UPDATE comes first, so that it locks the row until the transaction
 * ends on every database: two callers can never get the same number. Numbers of rolled-back work are given again.
 */
export async function nextNumber(trx: Knex, name: string): Promise<number> {
	await lockCounter(trx, name);
	await trx('crm_counters').where({ name }).increment('value', 1);
	return readCounter(trx, name);
}

/** Locks a sequence until the transaction ends, creating it at 0 when needed; in one write, as `lockName` does and why. */
export async function lockCounter(trx: Knex, name: string): Promise<void> {
	await trx('crm_counters')
		.insert({ name, value: 0 })
		.onConflict('name')
		.merge({ value: trx.ref('crm_counters.value') });
}

/** Locks a counter and reads it as it is then; MySQL would show what it was when the transaction began to read. */
export async function lockAndReadCounter(trx: Knex, name: string): Promise<number> {
	await lockCounter(trx, name);
	const row = await trx('crm_counters').where({ name }).forUpdate().first('value');
	return Number(row.value);
}

/** Raises a sequence to at least `value`. */
export async function raiseCounter(trx: Knex, name: string, value: number): Promise<void> {
	await trx('crm_counters').where({ name }).where('value', '<', value).update({ value });
}

export async function readCounter(trx: Knex, name: string): Promise<number> {
	const row = await trx('crm_counters').where({ name }).first('value');
	return Number(row?.value ?? 0); // PostgreSQL and MySQL return bigints as text.
}
