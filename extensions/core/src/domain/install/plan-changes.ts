import type { Translation } from '@guanxi/schema/compile';
import type { Meta } from './manifest.ts';
import type { Current, Plan, Wanted } from './plan.ts';
import { isSame, mergeThreeWay } from './three-way.ts';

export interface MetaChange {
	target: 'directus_collections' | 'directus_fields';
	/** `collection` or `collection.field`. */
	name: string;
	/** Primary key of the row. */
	id: string | number;
	/** Only the columns that change. */
	values: Meta;
}

export interface TextChange extends Translation {
	id: string;
}

/** Metadata of ours that follows the new version, column by column, where the administrator did not change it. */
export function planMetaChanges(wanted: Wanted, current: Current): MetaChange[] {
	const collections = wanted.collections.flatMap((item) => {
		const [name, row] = [item.collection, current.collectionRows.get(item.collection)];
		const values = row && difference(current.shipped.collections[name], row, item.meta);
		return values ? [{ target: 'directus_collections' as const, name, id: name, values }] : [];
	});
	const fields = wanted.fields.flatMap((item) => {
		const name = `${item.collection}.${item.field}`;
		const row = current.fieldRows.get(name);
		const values = row && difference(current.shipped.fields[name], row, item.meta);
		return values ? [{ target: 'directus_fields' as const, name, id: row['id'] as number, values }] : [];
	});
	return [...collections, ...fields];
}

/** Null when the row is not ours or has nothing to follow. */
function difference(base: Meta | undefined, row: Meta, next: Meta): Meta | null {
	if (!base) return null;
	const values = Object.keys(next)
		.filter((key) => key !== 'collection' && key !== 'field')
		.map((key): [string, unknown] => [key, mergeThreeWay(base[key], row[key], next[key])])
		.filter(([key, value]) => !isSame(value, row[key]));
	return values.length > 0 ? Object.fromEntries(values) : null;
}

/**
 * New texts, and shipped texts that nobody edited and that read differently now. A text that we once created and
 * that is gone was deleted by an administrator and stays so.
 */
export function planTexts(wanted: Wanted, current: Current): Pick<Plan, 'translations' | 'rewordings'> {
	const { shipped } = current;
	const of = (text: Translation): string => `${text.language}:${text.key}`;
	const wasDeleted = (text: Translation): boolean => of(text) in shipped.texts && !shipped.pending?.includes(of(text));
	const translations = wanted.translations.filter((text) => !current.texts.has(of(text)) && !wasDeleted(text));
	const rewordings = wanted.translations.flatMap((text) => {
		const found = current.texts.get(of(text));
		const base = shipped.texts[of(text)];
		const isUntouched = found && base !== undefined && found.value === base;
		return isUntouched && base !== text.value ? [{ ...text, id: found.id }] : [];
	});
	return { translations, rewordings };
}

/** One line per thing that follows a new version. */
export function describeChanges(plan: Plan): string[] {
	const kind = { directus_collections: 'collection', directus_fields: 'field' };
	return [
		...plan.changes.map(({ target, name, values }) => `change of ${kind[target]} ${name}: ${Object.keys(values).join(', ')}`),
		...plan.rewordings.map(({ language, key }) => `change of translation ${language} ${key}`),
		...plan.outdatedSeeds.map(({ collection, key }) => `change of row ${collection} ${key}`),
		...plan.retiredSeeds.map(({ collection, key }) => `removal of row ${collection} ${key}`),
		...plan.migrations.map(({ plugin, version }) => `migration of ${plugin} to version ${version}`),
	];
}
