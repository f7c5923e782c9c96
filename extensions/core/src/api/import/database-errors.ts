import { RefusedByDatabase } from '../../application/import/import-store.ts';
import { driverCode } from '../database-errors.ts';

/** The data broke a rule: PostgreSQL class 22 and 23, SQLite constraints, MySQL's data errors. */
const REFUSED = /^(2[23]...$|SQLITE_CONSTRAINT|SQLITE_TOOBIG|SQLITE_MISMATCH)/;
const REFUSED_MYSQL =
	/^(ER_DUP_ENTRY|ER_DATA_TOO_LONG|ER_WARN_DATA_OUT_OF_RANGE|ER_TRUNCATED_WRONG_VALUE|ER_BAD_NULL|ER_NO_DEFAULT_FOR_FIELD|ER_NO_REFERENCED_ROW|ER_CONSTRAINT|ER_CHECK_CONSTRAINT)/;

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
