import type { Instance } from './instance.ts';
import { NEXT } from './next-version/schema.ts';

/** Ids of our rows that the administrator works on. */
export const OURS = {
	dashboard: '90c5d048-e9c7-4ebf-94bb-dbad43f38c25',
	deletedPanel: 'fedfab53-f446-40b0-be52-5eb0ee6d1f1d',
	policyPanel: '555f07bf-99b8-412c-b5c7-f5b9319854c3',
};

/** What a Directus in use has before Guanxi comes: collections with rows, translations, a dashboard, a policy, a flow. */
export async function useWithoutGuanxi(instance: Instance): Promise<void> {
	const post: Write = async (path, body) => {
		const answer = await instance.call<Record<string, never>>('POST', path, body);
		if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
		return answer.data ?? {};
	};
	const id = { field: 'id', type: 'integer', meta: { hidden: true }, schema: { is_primary_key: true, has_auto_increment: true } };
	const title = { field: 'title', type: 'string', meta: { note: 'Mine' }, schema: {} };
	await post('/collections', { collection: 'news', meta: { icon: 'feed' }, schema: {}, fields: [id, title] });
	await post('/items/news', { title: 'Hello' });
	await post('/translations', { language: 'en-US', key: 'my_key', value: 'Mine' });
	const { id: dashboard } = await post('/dashboards', { name: 'News', icon: 'feed' });
	const at = { position_x: 1, position_y: 1, width: 10, height: 10, show_header: true };
	await post('/panels', { dashboard, name: 'Label', type: 'label', options: { text: 'Hi' }, ...at });
	const { id: policy } = await post('/policies', { name: 'Readers', app_access: true });
	await post('/permissions', { policy, collection: 'news', action: 'read', fields: ['*'], permissions: {}, validation: {} });
	await post('/flows', { name: 'Tell', status: 'active', trigger: 'event', options: { type: 'action', scope: ['items.create'], collections: ['news'] } });
	await post('/presets', { bookmark: 'Newest', collection: 'news', layout: 'tabular' });
	await instance.call('PATCH', '/settings', { project_name: 'Newspaper', module_bar: [{ type: 'module', id: 'content', enabled: true }] });
}

/**
 * What an administrator does to a live instance, through the API as the Studio does it: own collections, fields and
 * relations on ours, edited labels, choices and texts, dashboards, policies, flows and bookmarks.
 */
export async function buildOnGuanxi(instance: Instance): Promise<void> {
	const post = async (path: string, body: object): Promise<Record<string, never>> => {
		const answer = await instance.call<Record<string, never>>('POST', path, body);
		if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
		return answer.data ?? {};
	};
	const patch = async (path: string, body: object): Promise<void> => {
		const answer = await instance.call('PATCH', path, body);
		if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
	};
	await ownCollections({ post, patch });
	await editedMetadata(instance, patch);
	await editedTexts(instance, { post, patch });
	await dashboards(instance, { post, patch });
	await policiesAndFlows(post);
	await bookmarksAndRows(instance, { post, patch });
}

type Write = (path: string, body: object) => Promise<Record<string, never>>;
type Patch = (path: string, body: object) => Promise<void>;

async function ownCollections({ post, patch }: { post: Write; patch: Patch }): Promise<void> {
	const id = { field: 'id', type: 'integer', meta: { hidden: true }, schema: { is_primary_key: true, has_auto_increment: true } };
	const plain = (field: string, type: string): object => ({ field, type, meta: {}, schema: {} });
	await post('/collections', { collection: 'regions', meta: { icon: 'map' }, schema: {}, fields: [id, plain('title', 'string')] });
	await post('/collections', {
		collection: 'visits',
		meta: { icon: 'place', group: 'crm', display_template: '{{title}} {{customer.value_class}}' },
		schema: {},
		fields: [id, plain('title', 'string'), plain('customer', 'uuid'), plain('model', 'uuid')],
	});
	await post('/fields/crm_customers', { field: 'visits', type: 'alias', meta: { special: ['o2m'], interface: 'list-o2m' } });
	const relate = (collection: string, field: string, related: string, oneField: string | null): Promise<unknown> =>
		post('/relations', {
			collection,
			field,
			related_collection: related,
			meta: { one_field: oneField },
			schema: { on_delete: 'SET NULL' },
		});
	await relate('visits', 'customer', 'crm_customers', 'visits');
	await relate('visits', 'model', 'crm_scoring_models', null);
	await post('/fields/crm_customers', { ...plain('my_region', 'integer'), meta: { group: 'value_section' } });
	await relate('crm_customers', 'my_region', 'regions', null);
	await post('/fields/crm_customers', plain('fax', 'string'));
	await post('/fields/crm_scoring_models', plain('reviewer_note', 'text'));
	await post('/fields/crm_customers', { field: 'my_scores', type: 'alias', meta: { special: ['o2m'], interface: 'list-o2m' } });
	await patch('/relations/crm_customer_scores/customer', { meta: { one_field: 'my_scores' } });
}

async function editedMetadata(instance: Instance, patch: Patch): Promise<void> {
	const german = [{ language: 'en-US', translation: 'Territory' }];
	await patch('/fields/crm_customers/region', { meta: { translations: german, note: 'Ask sales', width: 'full' } });
	await patch('/fields/crm_customers/source', { meta: { hidden: true, sort: 77, display: 'raw', conditions: [] } });
	const { data: risk } = await instance.call<{ meta: { options: { choices: object[] } } }>('GET', '/fields/crm_customers/risk');
	const choices = [...risk.meta.options.choices, { text: 'Disputed', value: 'disputed' }];
	await patch('/fields/crm_customers/risk', { meta: { options: { ...risk.meta.options, choices } } });
	await patch('/collections/crm_customers', { meta: { color: '#123456' } });
}

async function editedTexts(instance: Instance, { post, patch }: { post: Write; patch: Patch }): Promise<void> {
	const idOf = async (language: string, key: string): Promise<string> =>
		(await instance.knex('directus_translations').where({ language, key }).first('id')).id as string;
	await post('/translations', { language: 'en-US', key: 'my_key', value: 'Mine' });
	await patch(`/translations/${await idOf('en-US', 'crm_bookmark_overdue_orders')}`, { value: 'Late payers' });
	await patch(`/translations/${await idOf('en-US', 'crm_bookmark_class_changed')}`, { value: 'Movers' });
	await instance.call('DELETE', `/translations/${await idOf('zh-CN', 'crm_bookmark_due_soon')}`);
}

async function dashboards(instance: Instance, { post, patch }: { post: Write; patch: Patch }): Promise<void> {
	const at = { position_x: 1, position_y: 70, width: 10, height: 10, show_header: true };
	const { id } = await post('/dashboards', { name: 'Board meeting', icon: 'insights' });
	const options = { model: 'pareto' };
	await post('/panels', { dashboard: id, name: 'Our classes', type: 'crm-abc-classes', options, ...at });
	await post('/panels', { dashboard: OURS.dashboard, name: 'My label', type: 'label', options: { text: 'Hi' }, ...at });
	await patch(`/panels/${NEXT.editedPanel}`, { position_x: 3 });
	await instance.call('DELETE', `/panels/${OURS.deletedPanel}`);
}

async function policiesAndFlows(post: Write): Promise<void> {
	const { id: policy } = await post('/policies', { name: 'Own readers', app_access: true });
	const permit = (collection: string, fields: string[]): Promise<unknown> =>
		post('/permissions', { policy, collection, action: 'read', fields, permissions: {}, validation: {} });
	await permit('crm_customers', ['name', 'value_class']);
	await permit('crm_customer_scores', ['*']);
	await permit('visits', ['*']);
	const trigger = (collection: string): object => ({ type: 'action', scope: ['items.create'], collections: [collection] });
	const { id: flow } = await post('/flows', {
		name: 'Greet new models',
		status: 'inactive',
		trigger: 'event',
		options: trigger('crm_scoring_models'),
	});
	await post('/operations', {
		flow,
		key: 'log_it',
		name: 'Log it',
		type: 'log',
		options: { message: '{{$trigger.key}}' },
		position_x: 1,
		position_y: 1,
	});
	await post('/flows', { name: 'Visit new customers', status: 'inactive', trigger: 'event', options: trigger('crm_customers') });
}

async function bookmarksAndRows(instance: Instance, { post, patch }: { post: Write; patch: Patch }): Promise<void> {
	await post('/presets', { bookmark: 'My models', collection: 'crm_scoring_models', layout: 'tabular' });
	await post('/presets', { bookmark: 'My customers', collection: 'crm_customers', layout: 'tabular' });
	const sleeping = await instance.knex('directus_presets').where({ bookmark: '$t:crm_bookmark_sleeping' }).first('id');
	await patch(`/presets/${sleeping.id as number}`, { color: '#ff0000' });
	const { id: region } = await post('/items/regions', { title: 'North' });
	const { id: parent } = await post('/items/crm_customers', { name: 'Parent', fax: '123' });
	const { id: customer } = await post('/items/crm_customers', { name: 'Child', parent, my_region: region });
	await post('/items/crm_orders', { number: 'N-1', customer, placed_at: '2026-01-02T00:00:00Z', amount: 100 });
	const model = await instance.knex('crm_scoring_models').where({ key: 'pareto' }).first('id');
	await post('/items/visits', { title: 'First', customer, model: model.id });
}
