import type { SchemaOverview } from '../../extensions/core/src/api/directus.ts';
import type { Instance } from './instance.ts';

/** The schema as a Directus serves it, as far as conditions need it. */
export async function readSchema(crm: Instance): Promise<SchemaOverview> {
	const { data: fields } = await crm.call<{ collection: string; field: string; type: string }[]>('GET', '/fields');
	const { data: relations } = await crm.call<object[]>('GET', '/relations');
	const collections: Record<string, { primary: string; fields: Record<string, { type: string }> }> = {};
	for (const { collection, field, type } of fields) {
		collections[collection] ??= { primary: 'id', fields: {} };
		collections[collection].fields[field] = { type };
	}
	return { collections, relations } as unknown as SchemaOverview;
}
