import type { Manifest } from '../install/manifest.ts';
import type { DropPlan, Present, Relation } from './drop-plan.ts';

/** Something an administrator made that needs what would be dropped. */
export interface Blocker {
	kind: 'field' | 'relation' | 'translation' | Mention['kind'];
	what: string;
	/** What `--force` does to it. */
	fate: string;
}

/** A row of Directus that names collections or fields somewhere in its settings; rows of ours that nobody edited left out. */
export interface Mention {
	kind: 'flow' | 'panel' | 'permission' | 'bookmark' | 'share' | 'setting';
	name: string;
	/** The collection it is about, where it has one. */
	collection: string | null;
	/** Kind of panel or operation. */
	type: string | null;
	/** All its settings as text. */
	text: string;
}

const FATES: Record<Mention['kind'], string> = {
	flow: 'stays and will fail',
	panel: 'stays and shows an error',
	permission: 'goes when it is for a dropped collection, else stays',
	bookmark: 'goes when it is for a dropped collection, else stays',
	share: 'goes',
	setting: 'stays and names what is gone',
};

/** Everything an administrator built on what would go. Empty: dropping takes only what is ours. */
export function findBlockers(
	plugins: string[],
	plan: DropPlan,
	{ manifest, present, mentions }: { manifest: Manifest; present: Present; mentions: Mention[] },
): Blocker[] {
	const going = new Set(plan.collections);
	const isForeign = (name: string): boolean => !(name in manifest.fields) || manifest.found.includes(name);
	const fields = [...present.fields].filter((name) => going.has(collectionOf(name)) && isForeign(name));
	const lists = present.relations.flatMap((relation) => listOf(relation, plan));
	const anyOf = present.relations.filter(({ allowed }) => allowed.some((name) => going.has(name)));
	return [
		...fields.map((name): Blocker => ({ kind: 'field', what: name, fate: 'goes with its collection' })),
		...lists.filter((name) => present.fields.has(name) && isForeign(name)).map((name): Blocker => ({
			kind: 'field',
			what: name,
			fate: 'goes with the relation whose rows it lists',
		})),
		...plan.detached.map((item): Blocker => ({
			kind: 'relation',
			what: `${item.collection}.${item.field} -> ${item.related}`,
			fate: 'is cut; the column and its values stay',
		})),
		...anyOf
			.filter(({ collection }) => !going.has(collection))
			.map((item): Blocker => ({
				kind: 'relation',
				what: `${item.collection}.${item.field} -> ${item.allowed.filter((name) => going.has(name)).join(', ')}`,
				fate: 'loses these collections; its rows stay',
			})),
		...mentions
			.filter((mention) => isAbout(mention, plugins, plan))
			.map(({ kind, name }): Blocker => ({ kind, what: name, fate: FATES[kind] })),
		...editedTexts(manifest, present),
	];
}

/** The field by which a collection that stays lists the rows of a relation of ours; Directus takes it away with the relation. */
function listOf({ collection, field, related, oneField }: Relation, { collections, fields }: DropPlan): string[] {
	if (!oneField || related === null || collections.includes(related)) return [];
	const goes = collections.includes(collection) || fields.some((own) => own.collection === collection && own.field === field);
	return goes ? [`${related}.${oneField}`] : [];
}

function isAbout(mention: Mention, plugins: string[], plan: DropPlan): boolean {
	if (plugins.some((plugin) => mention.type?.startsWith(`crm-${plugin}-`))) return true;
	const collections = plan.collections.filter((name) => name !== 'crm');
	if (mention.collection && collections.includes(mention.collection)) return true;
	if (collections.some((name) => names(mention.text, name))) return true;
	return plan.fields.some(
		({ collection, field }) =>
			(mention.collection === collection || names(mention.text, collection)) && names(mention.text, field),
	);
}

/** The name as a whole word: `crm_orders` is not in `crm_orders_archive`. */
function names(text: string, name: string): boolean {
	return new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`).test(text);
}

function editedTexts(manifest: Manifest, present: Present): Blocker[] {
	return Object.entries(manifest.texts)
		.filter(([key, value]) => present.texts.has(key) && present.texts.get(key)!.value !== value)
		.map(([key]) => ({ kind: 'translation', what: key.replace(':', ' '), fate: 'stays' }));
}

const collectionOf = (name: string): string => name.slice(0, name.indexOf('.'));
