import type { PluginSchema } from '@guanxi/schema/model';
import { REQUEST_WORDS } from '../domain/request-words.ts';
import { refusal } from './errors.ts';

type Filter = (event: string, handler: (payload: unknown) => unknown) => void;
type Payload = Record<string, unknown>;

/**
 * Refuses writes to what the plugin computes, whoever writes: administrators, flows and tokens too. Our own code
 * writes these values below Directus' services, so the guard needs no exception.
 */
export function guardComputed({ filter }: { filter: Filter }, schema: PluginSchema): void {
	for (const { collection, fields, computed, appendOnly } of schema.collections) {
		if (computed) refuseAll(filter, collection, schema.plugin);
		else refuseFields(filter, collection, computedOf(fields), schema.plugin);
		if (appendOnly) refuseChanges(filter, collection);
	}
	// Plain tables are reachable through /items as well; they are ours alone.
	for (const { table } of schema.tables) refuseAll(filter, table, schema.plugin);
	for (const { collection, fields } of schema.extensions) {
		refuseFields(filter, collection, computedOf(fields), schema.plugin);
	}
}

function refuseAll(filter: Filter, collection: string, plugin: string): void {
	for (const action of ['create', 'update', 'delete']) {
		filter(`${collection}.items.${action}`, () => {
			throw computedRows(collection, plugin);
		});
	}
}

export const computedRows = (collection: string, plugin: string): Error =>
	refusal(403, REQUEST_WORDS, { reason: 'computed_rows', params: { collection, plugin } });

function refuseFields(
	filter: Filter,
	collection: string,
	computed: string[],
	plugin: string,
): void {
	if (computed.length === 0) return;
	const check = (payload: unknown): void => {
		const field = computed.find((name) => name in (payload as Payload));
		if (field) throw refusal(403, REQUEST_WORDS, { field, reason: 'computed_field', params: { plugin } });
	};
	filter(`${collection}.items.create`, check);
	filter(`${collection}.items.update`, check);
}

function refuseChanges(filter: Filter, collection: string): void {
	for (const action of ['update', 'delete']) {
		filter(`${collection}.items.${action}`, () => {
			throw refusal(403, REQUEST_WORDS, { reason: 'append_only', params: { collection } });
		});
	}
}

const computedOf = (fields: { field: string; computed?: boolean }[]): string[] =>
	fields.filter(({ computed }) => computed).map(({ field }) => field);
