import type { Host } from './directus.ts';
import { dialect } from './install/read-current.ts';

/**
 * Lets a command run beside a serving process on one SQLite file: readers do not wait for the writer, and a
 * second writer waits instead of failing after one second. The mode stays in the file, the wait in the connection.
 */
export async function useWriteAheadLog({ database, logger }: Host): Promise<void> {
	if (dialect(database) !== 'sqlite3') return;
	try {
		await database.raw('PRAGMA journal_mode = WAL');
		await database.raw('PRAGMA synchronous = NORMAL');
		await database.raw('PRAGMA busy_timeout = 15000');
	} catch (error) {
		logger.warn(error, '[guanxi] SQLite could not be switched to write-ahead logging');
	}
}
