import { compileSchema, type FolderSpec } from '@guanxi/schema/compile';
import { META_TABLES } from '@guanxi/schema/core/tables';
import type { PluginSchema, SeedSpec } from '@guanxi/schema/model';
import type { Wanted } from '../../domain/install/plan.ts';
import type { WantedBy } from './manifests.ts';
import type { Migration } from './migrations.ts';

/** What one bundle brings, as it answers the emitter filter `crm.core.schema`. */
export interface Contribution {
	schema: PluginSchema;
	folders?: FolderSpec[];
	/** Rows of the plugin's own collections that every installation starts with. */
	referenceRows?: SeedSpec[];
	/** Changes of stored rows that later versions of the schema need. */
	migrations?: Migration[];
}

/** `roles`: by plugin, the rows that give its roles and their rights. */
export const wantedByPlugin = (contributions: Contribution[], roles: Map<string, SeedSpec[]>): WantedBy =>
	new Map(contributions.map((item) => [item.schema.plugin, wantedOf(item, roles.get(item.schema.plugin) ?? [])]));

function wantedOf({ schema, folders, referenceRows = [] }: Contribution, roles: SeedSpec[]): Wanted & { version: number } {
	return {
		...compileSchema(schema, folders),
		version: schema.version,
		tables: schema.plugin === 'core' ? [...META_TABLES, ...schema.tables] : schema.tables,
		indexes: schema.indexes,
		seeds: [...schema.seeds, ...roles, ...referenceRows].map((seed) => ({ ...seed, plugin: schema.plugin })),
	};
}

/** Everything that several plugins want. */
export function allOf(parts: Wanted[]): Wanted {
	return {
		collections: parts.flatMap(({ collections }) => collections),
		fields: parts.flatMap(({ fields }) => fields),
		relations: parts.flatMap(({ relations }) => relations),
		translations: parts.flatMap(({ translations }) => translations),
		tables: parts.flatMap(({ tables }) => tables),
		indexes: parts.flatMap(({ indexes }) => indexes),
		seeds: parts.flatMap(({ seeds }) => seeds),
	};
}
