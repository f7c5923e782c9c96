import type { Knex } from '../directus.ts';
import { dialect } from '../install/read-current.ts';

type Row = Record<string, unknown>;

/** MySQL takes the rows as ordinary parameters, at most 65,535 of them. */
const PARAMETER_ROWS = 400;

/**
 * Inserts many rows that have the same columns. The rows travel as one JSON parameter where the
 * database can unfold it: knex's own multi-row insert spends most of the time of an import on
 * writing and parsing SQL.
 */
export async function bulkInsert(trx: Knex, table: string, rows: Row[]): Promise<void> {
	const [first] = rows;
	if (!first) return;
	const columns = Object.keys(first);
	const names = columns.map(() => '??').join(', ');
	const client = dialect(trx);
	if (client === 'sqlite3') {
		const cells = columns.map((_, index) => `json_extract(value, '$[${index}]')`).join(', ');
		const json = JSON.stringify(rows.map((row) => columns.map((column) => sqliteValue(row[column]))));
		await trx.raw(`INSERT INTO ?? (${names}) SELECT ${cells} FROM json_each(?)`, [table, ...columns, json]);
	} else if (client === 'pg') {
		await trx.raw(
			`INSERT INTO ?? (${names}) SELECT ${names} FROM json_populate_recordset(NULL::??, ?::json)`,
			[table, ...columns, ...columns, table, JSON.stringify(rows)],
		);
	} else {
		for (let at = 0; at < rows.length; at += PARAMETER_ROWS) {
			await trx(table).insert(rows.slice(at, at + PARAMETER_ROWS));
		}
	}
}

/** Instants are integer milliseconds on SQLite; JSON would make texts of them. */
function sqliteValue(value: unknown): unknown {
	return value instanceof Date ? value.getTime() : value;
}
