import { validatePayload } from '@directus/utils';
import { describe, expect, it } from 'vitest';
import { coreSchema, crmFolders } from '../../schema/core/index.ts';
import { META_TABLES } from '../../schema/core/tables.ts';
import { collections, everyField, fieldsOf, plugins, referenceRows } from './declared.ts';

describe('what fields refer to exists', () => {
	const exists = (collection: string, path: string, known = plugins): boolean => {
		const [name, ...rest] = path.split('.');
		const spec = fieldsOf(collection, known).find(({ field }) => field === name);
		if (!spec) return false;
		return rest.length === 0 || (spec.relation !== undefined && exists(spec.relation.collection, rest.join('.'), known));
	};

	it('no collection has a field twice', () => {
		const paths = everyField.map(({ collection, field }) => `${collection}.${field.field}`);
		expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
	});

	it('relations point to collections of ours or of Directus', () => {
		const names = [...collections.map((spec) => spec.collection), 'directus_users', 'directus_files'];
		const targets = everyField.flatMap(({ field }) => (field.relation ? [field.relation.collection] : []));
		expect(targets.filter((target) => !names.includes(target))).toEqual([]);
	});

	it('every list of related rows belongs to exactly one link, and the other way round', () => {
		const lists = everyField.filter(({ field }) => field.special?.includes('o2m'));
		const links = everyField.filter(({ field }) => field.relation?.oneField);
		expect(lists.map(({ collection, field }) => `${collection}.${field.field}`).sort()).toEqual(
			links.map(({ field }) => `${field.relation!.collection}.${field.relation!.oneField}`).sort(),
		);
		for (const { collection, field } of lists) {
			const child = links.find(({ field: { relation } }) => relation!.collection === collection && relation!.oneField === field.field)!;
			// An interface of ours knows its columns by itself.
			for (const column of (field.options?.['fields'] ?? []) as string[]) {
				expect(exists(child.collection, column), `${collection}.${field.field} shows ${column}`).toBe(true);
			}
		}
	});

	it('groups exist and are groups; folders exist', () => {
		for (const { collection, field } of everyField) {
			if (!field.group) continue;
			const group = fieldsOf(collection).find((other) => other.field === field.group);
			expect(group?.special, `${collection}.${field.field} in ${field.group}`).toContain('group');
		}
		const folders = crmFolders.map(({ collection }) => collection);
		expect(collections.filter(({ folder }) => !folders.includes(folder))).toEqual([]);
	});

	it('templates, conditions, validations, filters and archive settings name existing fields', () => {
		const unknown: string[] = [];
		for (const spec of collections) {
			const named = [...templateFields(spec.displayTemplate), spec.archive?.field, spec.sortField].filter((name) => name !== undefined);
			unknown.push(...named.filter((name) => !exists(spec.collection, name)).map((name) => `${spec.collection}: ${name}`));
		}
		for (const { collection, field } of everyField) {
			const rules = [field.validation?.rule, ...(field.conditions ?? []).map(({ rule }) => rule)];
			const named = rules.flatMap((rule) => filterFields(rule));
			unknown.push(...named.filter((name) => !exists(collection, name)).map((name) => `${collection}.${field.field}: ${name}`));
			const ours = field.relation && !field.relation.collection.startsWith('directus_');
			const template = ours ? templateFields(String(field.options?.['template'] ?? '')) : [];
			unknown.push(...template.filter((name) => !exists(field.relation!.collection, name)));
		}
		expect(unknown).toEqual([]);
	});

	it('indexes name existing columns, and no index name is used twice', () => {
		const tables = [...META_TABLES, ...plugins.flatMap((plugin) => plugin.tables)];
		const columnsOf = (table: string): string[] => [
			...(tables.find((spec) => spec.table === table)?.columns.map(({ column }) => column) ?? []),
			...fieldsOf(table).filter(({ type }) => type !== 'alias').map(({ field }) => field),
		];
		const indexes = plugins.flatMap((plugin) => plugin.indexes);
		const unknown = indexes.flatMap(({ name, table, columns, include = [], where }) =>
			[...columns, ...include, ...(where ? [where.column] : [])]
				.filter((column) => !columnsOf(table).includes(column))
				.map((column) => `${name}: ${column}`),
		);
		expect(unknown).toEqual([]);
		expect(new Set(indexes.map(({ name }) => name)).size).toBe(indexes.length);
	});

	it.each(plugins.map((plugin) => [plugin.plugin, plugin] as const))(
		'lists and bookmarks of %s use only fields that come with it or with core',
		(_, plugin) => {
			const known = [...new Set([coreSchema, plugin])];
			const unknown = plugin.seeds
				.filter(({ collection }) => collection === 'directus_presets')
				.flatMap(({ row }) => {
					const tabular = (row['layout_query'] as { tabular: { fields: string[]; sort: string[] } }).tabular;
					const named = [...tabular.fields, ...tabular.sort.map((name) => name.replace(/^-/, '')), ...filterFields(row['filter'])];
					return named.filter((name) => !exists(String(row['collection']), name, known)).map((name) => `${row['collection']}.${name}`);
				});
			expect(unknown).toEqual([]);
		},
	);

	it('reference rows fill only existing fields, and every required one', () => {
		for (const { collection, row } of referenceRows) {
			const fields = fieldsOf(collection).filter(({ type }) => type !== 'alias');
			const names = fields.map(({ field }) => field);
			expect(Object.keys(row).filter((name) => !names.includes(name)), collection).toEqual([]);
			for (const { field } of fields.filter((spec) => spec.required)) expect(row, collection).toHaveProperty(field);
		}
	});
});

describe('validation', () => {
	const CASES = [
		{ path: 'crm_customers.phone', value: '010-8888 6666', ok: true, why: 'a landline with area code' },
		{ path: 'crm_customers.phone', value: '+86 138 0013 8000', ok: true, why: 'international form' },
		{ path: 'crm_customers.phone', value: '(021) 5555-1234转12', ok: true, why: 'a Chinese extension' },
		{ path: 'crm_customers.phone', value: null, ok: true, why: 'a phone is not required' },
		{ path: 'crm_customers.phone', value: 'no phone', ok: false, why: 'words are not a number' },
		{ path: 'crm_customers.email', value: 'li.wei@example.com.cn', ok: true, why: 'an ordinary address' },
		{ path: 'crm_customers.email', value: 'li.wei@example', ok: false, why: 'the domain is cut off' },
		{ path: 'crm_customers.email', value: 'li wei@example.com', ok: false, why: 'a stray space' },
		{ path: 'crm_orders.amount', value: -100, ok: true, why: 'a credit note is negative' },
		{ path: 'crm_orders.refunded_amount', value: -0.01, ok: false, why: 'a refund is not negative' },
		{ path: 'crm_orders.refunded_amount', value: '12.50', ok: true, why: 'decimals arrive as text' },
		{ path: 'crm_orders.currency', value: 'rmb', ok: false, why: 'not a currency code' },
		{ path: 'crm_scoring_models.hysteresis_percent', value: 100, ok: false, why: 'nobody could ever fall' },
		{ path: 'crm_scoring_models.window_months', value: 0, ok: false, why: 'an empty window counts nothing' },
		{ path: 'crm_scoring_models.key', value: 'My model', ok: false, why: 'a key stands in addresses' },
		{ path: 'crm_settings.contact_window_days', value: 366, ok: false, why: 'longer than the policy reaches' },
		{ path: 'crm_settings.contact_window_days', value: null, ok: true, why: 'empty means no policy' },
	];

	it.each(CASES)('$path = $value: $why', ({ path, value, ok }) => {
		const [collection, name] = path.split('.') as [string, string];
		const rule = fieldsOf(collection).find(({ field }) => field === name)?.validation?.rule;
		const errors = rule ? validatePayload(rule as never, { [name]: value }) : [];
		expect(errors.length === 0).toBe(ok);
	});
});

/** Field paths a filter names, such as `customer.name`; functions and relations are followed by their dots. */
function filterFields(filter: unknown, path: string[] = []): string[] {
	if (Array.isArray(filter)) return filter.flatMap((item) => filterFields(item, path));
	if (!filter || typeof filter !== 'object') return [];
	return Object.entries(filter).flatMap(([key, value]) => {
		if (key === '_and' || key === '_or') return filterFields(value, path);
		return key.startsWith('_') ? [path.join('.')] : filterFields(value, [...path, key]);
	});
}

function templateFields(template: string): string[] {
	return [...template.matchAll(/\{\{\s*([^}\s]+)\s*\}\}/g)].map((match) => match[1]!);
}
