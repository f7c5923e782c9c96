import { dueMigrations, type Done, type Placed } from '../../domain/install/migrations.ts';
import type { Host, Knex } from '../directus.ts';
import { readMetaRows, writeMeta } from '../meta-rows.ts';
import { readVersions } from './manifests.ts';

/** Must leave the same rows when it runs twice: a killed upgrade repeats the step it was in. */
export interface Migration {
	version: number;
	run: (host: Host) => Promise<void>;
}

export interface PluginMigration extends Migration {
	plugin: string;
}

/** What this instance still needs; reads only. */
export async function pendingMigrations(database: Knex, all: PluginMigration[]): Promise<Placed<PluginMigration>[]> {
	return dueMigrations(all, await readVersions(database), await readMetaRows<Done>(database, 'migrated:'));
}

/** One after the other, each remembered when it is done. */
export async function runMigrations(host: Host, due: Placed<PluginMigration>[]): Promise<void> {
	for (const { plugin, version, step, run } of due) {
		await run(host);
		await writeMeta(host.database, `migrated:${plugin}`, [version, step] satisfies Done);
	}
}

const ROWS_A_TRANSACTION = 500;

/**
 * Walks over all rows of a table in the order of `id`, a few hundred in a transaction, so that a large table is
 * never locked for long and memory does not grow. `work` must not change `id`.
 */
export async function forEachChunk(
	database: Knex,
	table: string,
	work: (trx: Knex, ids: string[]) => Promise<void>,
): Promise<void> {
	let last: string | undefined;
	for (;;) {
		const query = database(table).orderBy('id').limit(ROWS_A_TRANSACTION);
		const ids: string[] = await (last === undefined ? query : query.where('id', '>', last)).pluck('id');
		if (ids.length === 0) return;
		await database.transaction((trx) => work(trx, ids));
		last = ids.at(-1)!;
	}
}
