import type { Knex } from './directus.ts';

/**
 * Locks a name until the transaction ends, for what has no row of its own. It writes first, so it must be the first
 * statement of its transaction (see `command/store.ts`), and it writes at once: an UPDATE that finds nothing, followed by an
 * INSERT, makes two transactions on MySQL wait for each other's gap.
 */
export async function lockName(trx: Knex, name: string): Promise<void> {
	await trx('crm_locks')
		.insert({ name, ver: 1 })
		.onConflict('name')
		.merge({ ver: trx.raw('?? + 1', ['crm_locks.ver']) });
}
