import type { ColumnSpec, IndexSpec, TableSpec } from '@guanxi/schema/model';
import type { Knex } from '../directus.ts';
import { dialect } from './read-current.ts';

/** Creates a plain table; harmless when another process was faster. */
export async function createTable(database: Knex, spec: TableSpec): Promise<void> {
	if (await database.schema.hasTable(spec.table)) return;
	try {
		await database.schema.createTable(spec.table, (table) => {
			for (const column of spec.columns) addColumn(table, column);
			spec.unique?.forEach((columns, index) =>
				table.unique(columns, { indexName: `${spec.table}_u${index + 1}` }),
			);
		});
	} catch (error) {
		// Two servers that start for the first time, before there is a lease to take.
		if (!isAlreadyThere(error)) throw error;
	}
}

/** PostgreSQL tells a table, or the type that goes with it; a partly made table is another error. */
const isAlreadyThere = (error: unknown): boolean =>
	['42P07', 'ER_TABLE_EXISTS_ERROR'].includes(String((error as { code?: unknown }).code)) ||
	/already exists|pg_type_typname_nsp_index/.test(String((error as Error).message));

export async function createColumn(database: Knex, table: string, column: ColumnSpec): Promise<void> {
	await database.schema.alterTable(table, (builder) => addColumn(builder, { ...column, notNull: false }));
}

function addColumn(table: Knex.CreateTableBuilder, spec: ColumnSpec): void {
	const built = columnOf(table, spec);
	if (spec.primary && !/increments/i.test(spec.type)) built.primary();
	if (spec.notNull || spec.primary) built.notNullable();
}

function columnOf(table: Knex.CreateTableBuilder, spec: ColumnSpec): Knex.ColumnBuilder {
	const name = spec.column;
	switch (spec.type) {
		case 'string':
			return table.string(name, spec.maxLength ?? 255);
		case 'decimal':
			return table.decimal(name, 18, 2);
		case 'timestamp':
			return table.timestamp(name, { useTz: true }).nullable();
		case 'text':
			return table.text(name, 'longtext');
		case 'float':
			return table.double(name);
		default:
			return table[spec.type](name);
	}
}

/**
 * Composite and covering indexes. PostgreSQL carries `include` columns in the leaves; SQLite and MySQL have
 * them as key columns. A partial index where the database knows it; outside PostgreSQL its column is part of the key too,
 * because SQLite never covers a query with an index that lacks a column of its own condition.
 */
export async function createIndex(database: Knex, spec: IndexSpec): Promise<void> {
	const client = dialect(database);
	const partial = spec.where && client !== 'mysql';
	const keys = [
		...spec.columns,
		...(spec.where && !(partial && client === 'pg') && !spec.unique ? [spec.where.column] : []),
		...(client === 'pg' ? [] : (spec.include ?? [])),
	];
	const quoted = (names: string[]): string => names.map((name) => database.ref(name).toQuery()).join(', ');
	const sql = [
		`CREATE ${spec.unique ? 'UNIQUE ' : ''}INDEX ${client === 'mysql' ? '' : 'IF NOT EXISTS '}`,
		`${quoted([spec.name])} ON ${quoted([spec.table])} (${quoted(keys)})`,
		client === 'pg' && spec.include?.length ? ` INCLUDE (${quoted(spec.include)})` : '',
		partial ? ` WHERE ${quoted([spec.where!.column])} IN (${literals(spec.where!.values)})` : '',
	].join('');
	await database.raw(sql);
}

function literals(values: string[]): string {
	return values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
}
