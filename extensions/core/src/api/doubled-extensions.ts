import type { Knex } from './directus.ts';

interface Noted {
	id: string;
	source: string;
	folder: string;
	bundle: string | null;
}

/**
 * Servers that start together for the first time each note all extensions in `directus_extensions`, so that the Studio lists
 * ours twice and a switch acts on one of them. Of our bundles one note is kept, with its entries.
 */
export async function forgetDoubledExtensions(knex: Knex): Promise<void> {
	const noted: Noted[] = await knex('directus_extensions').select('id', 'source', 'folder', 'bundle').orderBy('id');
	const isOurs = ({ id }: Noted): boolean => noted.some(({ bundle, folder }) => bundle === id && folder.startsWith('crm-'));
	const bundles = noted.filter((row) => row.bundle === null && isOurs(row));
	const isNotedBefore = ({ source, folder }: Noted, index: number): boolean =>
		bundles.findIndex((other) => other.source === source && other.folder === folder) < index;
	const doubled = bundles.filter(isNotedBefore).map(({ id }) => id);
	if (doubled.length === 0) return;
	await knex('directus_extensions').whereIn('bundle', doubled).del();
	await knex('directus_extensions').whereIn('id', doubled).del();
}
