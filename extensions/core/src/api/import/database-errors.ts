import { RefusedByDatabase } from '../../application/import/import-store.ts';
import { driverCode, isTransient } from '../database-errors.ts';

/** The data broke a rule: PostgreSQL class 22 and 23, SQLite constraints, MySQL's data errors. */
const REFUSED = /^(2[23]...$|SQLITE_CONSTRAINT|SQLITE_TOOBIG|SQLITE_MISMATCH)/;
const REFUSED_MYSQL =
	/^(ER_DUP_ENTRY|ER_DATA_TOO_LONG|ER_WARN_DATA_OUT_OF_RANGE|ER_TRUNCATED_WRONG_VALUE|ER_BAD_NULL|ER_NO_DEFAULT_FOR_FIELD|ER_NO_REFERENCED_ROW|ER_CONSTRAINT|ER_CHECK_CONSTRAINT)/;

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 100;

/**
 * Tries again, with growing pauses, while another writer holds the database; some 6 seconds in all.
 */
export async function withRetries<T>(work: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			if (attempt >= ATTEMPTS || !isTransient(error)) throw error;
			await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt));
		}
	}
}

/**
 * A broken rule becomes RefusedByDatabase with the driver's words and without the statement; the
 * rest stays.
 */
export function asRefusal(error: unknown): unknown {
	const code = driverCode(error);
	if (!REFUSED.test(code) && !REFUSED_MYSQL.test(code)) return error;
	const words = (error as Error).message.split(' - ').at(-1) ?? code;
	return new RefusedByDatabase(words.slice(0, 300), { cause: error });
}
