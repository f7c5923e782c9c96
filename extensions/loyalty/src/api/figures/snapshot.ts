import { dialect } from '@guanxi/core/dialect';
import type { Knex } from '@guanxi/core/directus';

/** Reads several tables as they were at one moment: members go on spending while the books are read. */
export function inSnapshot<T>(database: Knex, read: (trx: Knex) => Promise<T>): Promise<T> {
	// SQLite's transactions are snapshots by themselves, and its driver knows no levels.
	return database.transaction(read, dialect(database) === 'sqlite3' ? {} : { isolationLevel: 'repeatable read' });
}
