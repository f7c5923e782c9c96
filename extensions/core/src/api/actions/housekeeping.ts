import { withTransientRetries } from '../database-errors.ts';
import type { Host, Knex } from '../directus.ts';
import { oldRejects } from '../import/reject-table.ts';

const DAY_MS = 86_400_000;
/** Finished actions keep their keys this long: the same thing asked for again within it is not done twice. */
const KEEP_FINISHED_DAYS = 400;
/** Longer than the longest window of the contact policy. */
const KEEP_CONTACTS_DAYS = 400;

const CHUNK = 1000;

/** Removes rows of plumbing that nothing can ask for any more. Dead actions stay until somebody deals with them. */
export async function forgetOldRows({ database }: Host): Promise<void> {
	const now = Date.now();
	const rowsOf = (table: string): Knex.QueryBuilder => database(table);
	await forget(database, 'crm_commands', rowsOf('crm_commands').where('keep_until_ms', '<', now));
	for (const state of ['done', 'cancelled']) {
		const finishedBefore = now - KEEP_FINISHED_DAYS * DAY_MS;
		await forget(database, 'crm_actions', rowsOf('crm_actions').where({ state }).where('finished_at_ms', '<', finishedBefore));
	}
	await forget(database, 'crm_import_rejects', oldRejects(database, now));
	await forget(database, 'crm_contact_log', rowsOf('crm_contact_log').where('at_ms', '<', now - KEEP_CONTACTS_DAYS * DAY_MS));
}

/** In small steps: one statement over a year's rows would hold up every writer of SQLite. */
async function forget(database: Knex, table: string, old: Knex.QueryBuilder): Promise<void> {
	for (;;) {
		const ids: number[] = await old.clone().limit(CHUNK).pluck('id');
		if (ids.length === 0) return;
		await withTransientRetries(() => database(table).whereIn('id', ids).del());
	}
}
