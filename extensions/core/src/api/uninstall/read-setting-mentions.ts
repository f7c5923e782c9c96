import { isSame } from '../../domain/install/three-way.ts';
import type { Manifest } from '../../domain/install/manifest.ts';
import type { Mention } from '../../domain/uninstall/blockers.ts';
import type { DropPlan, Present } from '../../domain/uninstall/drop-plan.ts';
import type { Knex } from '../directus.ts';

type Row = Record<string, unknown>;

const OF_FIELDS = ['options', 'display_options', 'conditions', 'validation'];
const OF_COLLECTIONS = ['display_template', 'preview_url', 'item_duplication_fields'];

interface Asked {
	plan: DropPlan;
	present: Present;
	/** What all our plugins shipped: such settings are nobody's own. */
	shipped: Manifest;
}

/** Templates, options and conditions of what stays, as an administrator set them. */
export async function readSettingMentions(database: Knex, { plan, present, shipped }: Asked): Promise<Mention[]> {
	const going = new Set([...plan.collections, ...plan.fields.map(({ collection, field }) => `${collection}.${field}`)]);
	const losing = [...new Set(plan.fields.map(({ collection }) => collection))];
	// A template names fields of related collections without saying whose they are.
	const near = (name: unknown): string[] =>
		losing.filter((one) =>
			present.relations.some(({ collection, related }) => (collection === name && related === one) || (collection === one && related === name)),
		);
	const mentionOf = (row: Row, name: string, own: string[]): Mention[] =>
		going.has(String(row['collection'])) || going.has(name) || own.length === 0
			? []
			: [{ kind: 'setting', name, collection: String(row['collection']), type: null, text: [...own, ...near(row['collection'])].join('\n') }];
	const fields: Row[] = await database('directus_fields').select('collection', 'field', ...OF_FIELDS);
	const collections: Row[] = await database('directus_collections').select('collection', ...OF_COLLECTIONS);
	return [
		...fields.flatMap((row) => {
			const name = `${String(row['collection'])}.${String(row['field'])}`;
			return mentionOf(row, name, changedTexts(row, OF_FIELDS, shipped.fields[name]));
		}),
		...collections.flatMap((row) => {
			const name = String(row['collection']);
			return mentionOf(row, name, changedTexts(row, OF_COLLECTIONS, shipped.collections[name]));
		}),
	];
}

function changedTexts(row: Row, keys: string[], shipped: Row = {}): string[] {
	return keys.flatMap((key) => {
		const value = parsed(row[key]);
		return value === null || isSame(value, shipped[key]) ? [] : [typeof value === 'string' ? value : JSON.stringify(value)];
	});
}

/** PostgreSQL returns JSON columns as objects, the others as text. */
function parsed(stored: unknown): unknown {
	if (typeof stored !== 'string') return stored ?? null;
	try {
		return JSON.parse(stored) as unknown;
	} catch {
		return stored; // A template is no JSON.
	}
}
