import type { PluginSchema } from '@guanxi/schema/model';
import { ForbiddenError } from './errors.ts';

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
			throw new ForbiddenError({
				reason: `Rows of "${collection}" are computed by the plugin "${plugin}" and cannot be written.`,
			});
		});
	}
}

function refuseFields(
	filter: Filter,
	collection: string,
	computed: string[],
	plugin: string,
): void {
	if (computed.length === 0) return;
	const check = (payload: unknown): void => {
		const field = computed.find((name) => name in (payload as Payload));
		if (!field) return;
		throw new ForbiddenError({
			reason: `"${field}" is computed by the plugin "${plugin}" and cannot be written. Leave it out.`,
		});
	};
	filter(`${collection}.items.create`, check);
	filter(`${collection}.items.update`, check);
}

function refuseChanges(filter: Filter, collection: string): void {
	for (const action of ['update', 'delete']) {
		filter(`${collection}.items.${action}`, () => {
			throw new ForbiddenError({ reason: `"${collection}" is a log: rows are added, never changed or deleted.` });
		});
	}
}

const computedOf = (fields: { field: string; computed?: boolean }[]): string[] =>
	fields.filter(({ computed }) => computed).map(({ field }) => field);
