import type { Knex } from 'knex';
import type { CollectionSpec, FieldSpec, IndexSpec, TableSpec } from '@guanxi/schema/model';
import { createIndex, createTable } from '../../extensions/core/src/api/install/tables.ts';

export interface TestTables {
	collections: { spec: CollectionSpec; extra?: FieldSpec[] }[];
	tables?: TableSpec[];
	indexes?: IndexSpec[];
}

/**
 * Creates the tables of collections as Directus would, without Directus: columns, types, defaults and single-column
 * indexes, but no foreign keys, so that a test needs only the tables it is about.
 */
export async function createTestTables(knex: Knex, { collections, tables = [], indexes = [] }: TestTables): Promise<void> {
	for (const { spec, extra = [] } of collections) await createCollection(knex, spec.collection, [...spec.fields, ...extra]);
	for (const table of tables) await createTable(knex, table);
	for (const index of indexes) await createIndex(knex, index);
}

async function createCollection(knex: Knex, name: string, fields: FieldSpec[]): Promise<void> {
	await knex.schema.createTable(name, (table) => {
		for (const field of fields) {
			if (field.type === 'alias') continue;
			const column = columnOf(table, field);
			if (field.field === 'id') void column.primary();
			if (field.required) void column.notNullable();
			if (field.default !== undefined && field.default !== null) void column.defaultTo(field.default as Knex.Value);
			if (field.unique) void table.unique([field.field]);
			else if (field.index) void table.index([field.field]);
		}
	});
}

function columnOf(table: Knex.CreateTableBuilder, field: FieldSpec): Knex.ColumnBuilder {
	const { field: name, type } = field;
	const [precision, scale] = field.precision ?? [18, 2];
	switch (type) {
		case 'string':
			return table.string(name, field.maxLength ?? 255);
		case 'decimal':
			return table.decimal(name, precision, scale);
		case 'timestamp':
			return table.timestamp(name, { useTz: true }).nullable();
		case 'csv':
			return table.text(name);
		case 'alias':
			throw new Error(`${name} has no column`);
		default:
			return table[type](name);
	}
}
