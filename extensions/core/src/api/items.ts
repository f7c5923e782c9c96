import { under, type Item, type Link, type Shape } from '../domain/conditions/shape.ts';
import type { Knex, SchemaOverview } from './directus.ts';

const CHUNK = 500;

/** What conditions need to know of the collections of this instance, an admin's own fields included. */
export function shapeOf(schema: SchemaOverview): Shape {
	const known = SHAPES.get(schema) ?? newShape(schema);
	SHAPES.set(schema, known);
	return known;
}

const SHAPES = new WeakMap<SchemaOverview, Shape>();

function newShape({ collections, relations }: SchemaOverview): Shape {
	return {
		typeOf: (collection, field) => collections[collection]?.fields[field]?.type,
		linkOf: (collection, field) => {
			for (const relation of relations) {
				if (relation.collection === collection && relation.field === field) {
					return relation.related_collection ? { to: relation.related_collection, back: null } : null;
				}
				if (relation.related_collection === collection && relation.meta?.one_field === field) {
					return { to: relation.collection, back: relation.field };
				}
			}
			return null;
		},
	};
}

/**
 * Rows with exactly the fields that are asked for, below Directus' services and on the connection that is handed in, so that it works
 * inside a command and for many rows at once. Raw values: conditions read them by the type of their field.
 */
export async function readItems(
	reader: Knex,
	schema: SchemaOverview,
	{ collection, ids, fields }: { collection: string; ids: readonly string[]; fields: readonly string[] },
): Promise<Map<string, Item>> {
	const asked = { collection, fields, by: schema.collections[collection]!.primary };
	const rows = await readTree(reader, schema, asked, ids);
	return new Map(rows.map((row) => [keyOf(row[asked.by]), row]));
}

interface Asked {
	collection: string;
	fields: readonly string[];
	/** The column that `keys` are values of. */
	by: string;
}

async function readTree(reader: Knex, schema: SchemaOverview, { collection, fields, by }: Asked, keys: readonly string[]): Promise<Item[]> {
	const { own, nested } = branches(fields);
	const { linkOf } = shapeOf(schema);
	const { primary } = schema.collections[collection]!;
	const links = [...nested].map(([field, inside]) => ({ field, inside, link: linkOf(collection, field)! }));
	const columns = new Set([primary, by, ...own, ...links.flatMap(({ field, link }) => (link.back === null ? [field] : []))]);
	const rows = await readRows(reader, collection, { columns: [...columns], by }, keys);
	for (const { field, inside, link } of links) await attach(reader, schema, { rows, field, inside, link, primary });
	return rows;
}

async function readRows(reader: Knex, collection: string, { columns, by }: { columns: string[]; by: string }, keys: readonly string[]): Promise<Item[]> {
	const rows: Item[] = [];
	for (let from = 0; from < keys.length; from += CHUNK) {
		rows.push(...((await reader(collection).whereIn(by, keys.slice(from, from + CHUNK)).select(columns)) as Item[]));
	}
	return rows;
}

/** Puts the rows that a link leads to in its place: one, or a list. */
async function attach(
	reader: Knex,
	schema: SchemaOverview,
	{ rows, field, inside, link, primary }: { rows: Item[]; field: string; inside: string[]; link: Link; primary: string },
): Promise<void> {
	const from = link.back === null ? field : primary;
	const by = link.back ?? schema.collections[link.to]!.primary;
	const keys = [...new Set(rows.map((row) => row[from]).filter((key) => key !== null && key !== undefined).map(keyOf))];
	const found = new Map<string, Item[]>();
	for (const item of await readTree(reader, schema, { collection: link.to, fields: inside, by }, keys)) {
		const key = keyOf(item[by]);
		found.set(key, [...(found.get(key) ?? []), item]);
	}
	for (const row of rows) {
		const items = found.get(keyOf(row[from])) ?? [];
		row[under(field)] = link.back === null ? (items[0] ?? null) : items;
	}
}

function branches(fields: readonly string[]): { own: string[]; nested: Map<string, string[]> } {
	const own: string[] = [];
	const nested = new Map<string, string[]>();
	for (const path of fields) {
		const [head, ...rest] = path.split('.');
		if (rest.length === 0) own.push(head!);
		else nested.set(head!, [...(nested.get(head!) ?? []), rest.join('.')]);
	}
	return { own, nested };
}

const keyOf = (key: unknown): string => String(key as string);
