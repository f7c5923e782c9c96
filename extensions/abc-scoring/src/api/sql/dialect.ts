import type { Knex } from 'knex';

/** The few things that the supported databases spell differently. Everything else is one SQL text. */
export interface Dialect {
	name: 'postgres' | 'sqlite' | 'mysql';
	/** Whole-number division, truncating towards zero. */
	divide: (top: string, bottom: string | number) => string;
	/** A stored decimal as whole units (`factor` per 1). */
	toUnits: (decimal: string, factor: number) => string;
	/** Whole units as a decimal for storing. */
	toDecimal: (units: string, factor: number) => string;
	/** Refers to a bound uuid, instant or text inside a select list, where PostgreSQL cannot guess the type. */
	uuid: (expression: string) => string;
	instant: (expression: string) => string;
	text: (expression: string) => string;
	/** Keeps the planner from choosing an index on this column. */
	withoutIndex: (column: string) => string;
	newUuid: string;
	temporary: { uuid: string; text: string; key: string; suffix: string };
	/** Customers aggregated per statement; null = all at once. */
	customersPerStatement: number | null;
	/** Changed rows per transaction. */
	rowsPerTransaction: number;
	/** Run before the aggregation, inside its transaction. */
	beforeAggregation: string | null;
	/** Drops temporary tables; never a plain one of the same name where the database can tell them apart. */
	dropTables: (tables: string[]) => string[];
	/** A join whose left side is read first, however large the tables look to the planner. */
	joinInOrder: string;
	/** Added to a read that must keep other transactions from changing the row. */
	lockRow: string;
	/** A plain table for a run's kept rows: statements before and after it is filled. */
	keptTable: (table: string, columns: string) => { create: string; afterFill: string[] };
	/** A changed row leaves its old version behind, so that changing all rows doubles the table. */
	keepsOldRows: boolean;
	/** Within a transaction: the triggers pass over the run's own writes, from `on` to `off`. */
	ownWrites: { on: string; off: string };
	/** Deletes the rows of `table` whose `key` is in `list`, touching no other row. */
	deleteListed: (table: string, key: string, list: string) => string;
}

/**
 * PostgreSQL: the aggregation must stream through the covering index in customer order. With planner settings for
 * SSDs a second index on the date makes it hash and sort ten million rows instead, four times slower. Customers and
 * scores are joined by hashing, not by merging: then customers are read, and later written, in the order in which they
 * lie on disk, and not a million times at random in the order of their keys.
 */
const POSTGRES: Dialect = {
	name: 'postgres',
	divide: (top, bottom) => `(${top}) / ${bottom}`,
	toUnits: (decimal, factor) => `CAST((${decimal}) * ${factor} AS bigint)`,
	toDecimal: (units, factor) => `CAST(${units} AS numeric) / ${factor}`,
	uuid: (expression) => `CAST(${expression} AS uuid)`,
	instant: (expression) => `CAST(${expression} AS timestamptz)`,
	text: (expression) => `CAST(${expression} AS text)`,
	withoutIndex: (column) => column,
	newUuid: 'gen_random_uuid()',
	temporary: { uuid: 'uuid', text: 'text', key: 'serial PRIMARY KEY', suffix: '' },
	customersPerStatement: null,
	// Each batch reads all customers once to find its own.
	rowsPerTransaction: 250_000,
	beforeAggregation: `SET LOCAL enable_hashagg = off; SET LOCAL enable_sort = off; SET LOCAL enable_nestloop = off;
		SET LOCAL enable_mergejoin = off; SET LOCAL work_mem = '64MB'`,
	dropTables: (tables) => [`DROP TABLE IF EXISTS ${tables.join(', ')}`],
	joinInOrder: 'JOIN',
	lockRow: 'FOR UPDATE',
	// Not written ahead: after a crash of the server the table is empty, and the next run is a full one. The key comes
	// after the rows, because sorting them once is faster than a million look-ups.
	keptTable: (table, columns) => ({
		create: `CREATE UNLOGGED TABLE ${table} (${columns}) WITH (fillfactor = 90)`,
		afterFill: [`ALTER TABLE ${table} ADD PRIMARY KEY (customer)`],
	}),
	keepsOldRows: true,
	ownWrites: { on: "SET LOCAL guanxi.scoring = 'on'", off: "SET LOCAL guanxi.scoring = 'off'" },
	deleteListed: (table, key, list) => `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${list})`,
};

/** SQLite has one writer and, in Directus, one connection: short statements let other requests pass in between. */
const SQLITE: Dialect = {
	name: 'sqlite',
	divide: (top, bottom) => `(${top}) / ${bottom}`,
	toUnits: (decimal, factor) => `CAST(ROUND((${decimal}) * ${factor}) AS INTEGER)`,
	toDecimal: (units, factor) => `(${units}) / ${factor}.0`,
	uuid: (expression) => expression,
	instant: (expression) => expression,
	text: (expression) => expression,
	withoutIndex: (column) => `+${column}`,
	newUuid:
		"lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || " +
		"substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))",
	temporary: { uuid: 'text', text: 'text', key: 'integer PRIMARY KEY', suffix: '' },
	customersPerStatement: 20_000,
	rowsPerTransaction: 10_000,
	beforeAggregation: null,
	dropTables: (tables) => tables.map((table) => `DROP TABLE IF EXISTS temp.${table}`),
	joinInOrder: 'CROSS JOIN',
	lockRow: '',
	keptTable: (table, columns) => ({
		create: `CREATE TABLE ${table} (${columns}, PRIMARY KEY (customer)) WITHOUT ROWID`,
		afterFill: [],
	}),
	keepsOldRows: false,
	// A flag in a row works where there is one writer: nobody else writes between the two statements.
	ownWrites: { on: 'UPDATE crm_score_work SET is_writing = 1', off: 'UPDATE crm_score_work SET is_writing = 0' },
	deleteListed: (table, key, list) => `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${list})`,
};

const MYSQL: Dialect = {
	name: 'mysql',
	divide: (top, bottom) => `(${top}) DIV ${bottom}`,
	toUnits: (decimal, factor) => `CAST(ROUND((${decimal}) * ${factor}) AS SIGNED)`,
	toDecimal: (units, factor) => `(${units}) / ${factor}`,
	uuid: (expression) => expression,
	instant: (expression) => expression,
	text: (expression) => `CAST(${expression} AS CHAR(1000) CHARACTER SET utf8mb4) COLLATE utf8mb4_bin`,
	withoutIndex: (column) => column,
	newUuid: 'UUID()',
	temporary: {
		uuid: 'char(36)',
		text: 'varchar(700) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
		key: 'integer AUTO_INCREMENT PRIMARY KEY',
		suffix: 'ENGINE=InnoDB',
	},
	customersPerStatement: null,
	rowsPerTransaction: 20_000,
	beforeAggregation: null,
	dropTables: (tables) => [`DROP TEMPORARY TABLE IF EXISTS ${tables.join(', ')}`],
	joinInOrder: 'STRAIGHT_JOIN',
	lockRow: 'FOR UPDATE',
	keptTable: (table, columns) => ({
		create: `CREATE TABLE ${table} (${columns}, PRIMARY KEY (customer)) ENGINE=InnoDB`,
		afterFill: [],
	}),
	keepsOldRows: false,
	ownWrites: { on: 'SET @guanxi_scoring = 1', off: 'SET @guanxi_scoring = NULL' },
	// By key from the list: reading the whole table would wait for the uncommitted rows of others.
	deleteListed: (table, key, list) =>
		`DELETE t FROM ${list} l STRAIGHT_JOIN ${table} t ON t.${key} = l.${key}`,
};

export function dialectOf(knex: Knex): Dialect {
	const client = String(knex.client.config.client);
	if (/^(pg|postgres|cockroach)/.test(client)) return POSTGRES;
	if (/sqlite/.test(client)) return SQLITE;
	if (/mysql|maria/.test(client)) return MYSQL;
	throw new Error(`ABC scoring does not support the database client "${client}"`);
}
