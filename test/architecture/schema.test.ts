import { validatePayload } from '@directus/utils';
import { describe, expect, it } from 'vitest';
import { readModel } from '../../extensions/abc-scoring/src/domain/model.ts';
import { validateModel } from '../../extensions/abc-scoring/src/domain/validate-model.ts';
import { abcSchema } from '../../schema/abc-scoring/index.ts';
import { compileSchema } from '../../schema/compile.ts';
import * as colors from '../../schema/core/colors.ts';
import { coreSchema, crmFolders } from '../../schema/core/index.ts';
import { localize } from '../../extensions/core/src/api/install/seed-memory.ts';
import { META_TABLES } from '../../schema/core/tables.ts';
import type { FieldSpec, Label, PluginSchema, SeedSpec } from '../../schema/model.ts';
import { calendarRows } from '../../seeds/reference/calendars.ts';
import { scoringModelRows } from '../../seeds/reference/scoring-models.ts';
import { settingsRows } from '../../seeds/reference/settings.ts';

const plugins: PluginSchema[] = [coreSchema, abcSchema];
const collections = plugins.flatMap((plugin) => plugin.collections);
const referenceRows: SeedSpec[] = [...settingsRows, ...calendarRows, ...scoringModelRows];
const seeds: SeedSpec[] = [...plugins.flatMap((plugin) => plugin.seeds), ...referenceRows];

/** Fields of a collection as far as `known` plugins are installed. */
function fieldsOf(collection: string, known: PluginSchema[] = plugins): FieldSpec[] {
	const own = known.flatMap((plugin) => plugin.collections).find((spec) => spec.collection === collection);
	const added = known.flatMap((plugin) => plugin.extensions).filter((item) => item.collection === collection);
	return [...(own?.fields ?? []), ...added.flatMap((item) => item.fields)];
}

const everyField = [...new Set([...collections.map((spec) => spec.collection)])].flatMap((collection) =>
	fieldsOf(collection).map((field) => ({ collection, field })),
);

const AUDIT = ['date_created', 'date_updated', 'user_created', 'user_updated'];

/**
 * Section 2 of the contract: every field with its marks. `*` required on create, `!` unique, `°` computed by us.
 * Fields of computed collections carry no mark: the collection as a whole refuses writes.
 */
const CONTRACT: Record<string, string> = {
	crm_customers: `code! name* kind lifecycle_stage relationship_level owner source industry region phone email wechat
		birthday birthday_lunar tags growth_potential risk parent referred_by merged_into° consent_email consent_sms
		do_not_contact notes status last_order_at° last_interaction_at° next_task_at°
		value_class° value_class_since° turnover_12m° order_count_12m°`,
	crm_contacts: 'customer* name* title role_in_purchase phone email wechat birthday is_primary left_at',
	crm_products: 'sku*! name* category price status',
	crm_orders: `number*! customer* status placed_at* paid_at due_at shipped_at delivered_at currency amount*
		refunded_amount channel external_id!`,
	crm_order_lines: 'order* product description quantity unit_price amount refunded_amount',
	crm_interactions: `customer* contact channel* kind direction subject body occurred_at* duration_minutes user outcome
		external_id!`,
	crm_tasks: `title* customer interaction assignee kind due_at status priority source_collection source_id
		completed_at`,
	crm_calendars: 'key*! name* timezone week days',
	crm_settings: `timezone currency exchange_rates language organisation_name logo color contact_window_days
		contact_max_total contact_max_per_channel quiet_from quiet_to`,
	crm_events: 'type subject_collection subject_id customer payload actor occurred_at dedupe_key! seq!',
	crm_scoring_models: `key*! name* method* basis window_months customer_filter order_filter classes* potential_matrix
		risk_class hysteresis_percent is_primary sort schedule enabled`,
	crm_customer_scores: 'model customer class base_class value reason scored_at',
};

const CHOICES: Record<string, string> = {
	'crm_customers.kind': 'company person',
	'crm_customers.lifecycle_stage': 'potential new repeat active dormant lost ended',
	'crm_customers.relationship_level': 'brand technology personal intimate',
	'crm_customers.growth_potential': 'low medium high',
	'crm_customers.risk': 'none watch insolvent',
	'crm_customers.status': 'active archived',
	'crm_contacts.role_in_purchase': 'decision_maker influencer buyer user gatekeeper',
	'crm_orders.status': 'draft confirmed paid cancelled refunded',
	'crm_interactions.channel': 'phone email visit wechat sms chat web social event fax other',
	'crm_interactions.kind': 'sales inquiry service complaint care collection other',
	'crm_interactions.direction': 'inbound outbound internal',
	'crm_tasks.status': 'open done cancelled',
	'crm_scoring_models.method': 'thresholds cumulative_share percentile',
	'crm_scoring_models.basis': 'turnover order_count',
};

describe('the contract', () => {
	it('names exactly these collections, within the budget of an unlicensed Directus 12', () => {
		expect(collections.map((spec) => spec.collection).sort()).toEqual(Object.keys(CONTRACT).sort());
		expect(collections.length).toBeLessThanOrEqual(25);
	});

	it.each(Object.keys(CONTRACT))('%s has the contract’s fields and marks', (collection) => {
		const marked = fieldsOf(collection)
			.filter(({ type, field }) => type !== 'alias' && field !== 'id' && !AUDIT.includes(field))
			.map((spec) => `${spec.field}${spec.required ? '*' : ''}${spec.unique ? '!' : ''}${spec.computed ? '°' : ''}`);
		expect(marked.sort()).toEqual(CONTRACT[collection]!.split(/\s+/).sort());
	});

	it.each(Object.entries(CHOICES))('%s offers exactly: %s', (path, values) => {
		const [collection, name] = path.split('.') as [string, string];
		const spec = fieldsOf(collection).find(({ field }) => field === name);
		expect(spec?.choices?.map(({ value }) => value)).toEqual(values.split(' '));
	});

	it('every collection has a UUID key and, where people edit, the four audit fields', () => {
		for (const { collection, computed, appendOnly } of collections) {
			const names = fieldsOf(collection).map(({ field }) => field);
			expect(fieldsOf(collection).find(({ field }) => field === 'id')?.type, collection).toBe('uuid');
			if (!computed && !appendOnly) expect(names, collection).toEqual(expect.arrayContaining(AUDIT));
		}
	});

	it('money has two decimals, and links restrict except those to people and files', () => {
		const money = everyField.filter(({ field }) => /(amount|price|turnover|^value$)/.test(field.field) && field.type !== 'alias');
		for (const { field } of money.filter(({ field }) => field.type === 'decimal')) {
			expect(field.precision ?? [18, 2], field.field).toEqual([18, 2]);
		}
		for (const { collection, field } of everyField) {
			if (!field.relation) continue;
			const soft = field.relation.collection.startsWith('directus_');
			expect(field.relation.onDelete, `${collection}.${field.field}`).toBe(soft ? 'SET NULL' : 'RESTRICT');
		}
	});

	it('computed collections refuse all writes, the event log refuses changes', () => {
		expect(collections.filter((spec) => spec.computed).map((spec) => spec.collection)).toEqual(['crm_customer_scores']);
		expect(collections.filter((spec) => spec.appendOnly).map((spec) => spec.collection)).toEqual(['crm_events']);
	});
});

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
			for (const column of field.options?.['fields'] as string[]) {
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

const HAN = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
/** Chinese text takes full-width punctuation. */
const HALF_WIDTH = /\p{Script=Han}[,;:?!(]/u;

describe('words', () => {
	const labels = collectLabels([plugins, crmFolders, referenceRows]);

	it('every label is Chinese in zh and has no Chinese in en', () => {
		const wrong = labels.filter(({ zh, en }) => !HAN.test(zh) || HAN.test(en) || en.trim() === '' || HALF_WIDTH.test(zh));
		expect(wrong).toEqual([]);
	});

	it('no text holds a brace, which the Studio would take for a placeholder', () => {
		expect(labels.filter(({ zh, en }) => /[{}]/.test(zh + en))).toEqual([]);
	});

	it('every `$t:` key has a text, and no key has a dot', () => {
		const compiled = plugins.map((plugin) => compileSchema(plugin, crmFolders));
		const keys = compiled.flatMap(({ translations }) => translations.map(({ key }) => key));
		const used = [...JSON.stringify([compiled, seeds]).matchAll(/\$t:([^"]+)/g)].map((match) => match[1]!);
		expect(used.filter((key) => !keys.includes(key))).toEqual([]);
		expect(keys.filter((key) => /[^a-zA-Z0-9_-]/.test(key))).toEqual([]);
	});

	it('no generated key stands for two different texts', () => {
		const texts = new Map<string, string>();
		const clashes: string[] = [];
		for (const { language, key, value } of plugins.flatMap((plugin) => compileSchema(plugin).translations)) {
			const before = texts.get(language + key);
			if (before !== undefined && before !== value) clashes.push(key);
			texts.set(language + key, value);
		}
		expect(clashes).toEqual([]);
	});

	it('colours are readable on the light and on the dark theme', () => {
		for (const [name, color] of Object.entries(colors)) {
			expect(contrast(color, '#ffffff'), `${name} on white`).toBeGreaterThanOrEqual(4.5);
			expect(contrast(color, '#0d1117'), `${name} on near-black`).toBeGreaterThanOrEqual(3);
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

describe('seeds', () => {
	it('keys are different UUIDs', () => {
		const keys = seeds.map(({ key }) => key);
		expect(keys.filter((key) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(key))).toEqual([]);
		expect(new Set(keys).size).toBe(keys.length);
	});

	it('panels belong to a seeded dashboard, fit a 1400 px window with its sidebar open, and do not overlap', () => {
		const panels = seeds.filter(({ collection }) => collection === 'directus_panels').map(({ row }) => row as unknown as PanelRow);
		const dashboards = seeds.filter(({ collection }) => collection === 'directus_dashboards').map(({ key }) => key);
		expect(panels.length).toBeGreaterThan(0);
		panels.forEach((panel, index) => {
			expect(dashboards).toContain(panel.dashboard);
			expect(panel.show_header).toBe(true);
			expect(panel.position_x + panel.width).toBeLessThanOrEqual(43);
			for (const other of panels.slice(index + 1)) expect(overlaps(panel, other)).toBe(false);
		});
	});

	it('the reference models pass the checks of saving a model', () => {
		const models = referenceRows.filter(({ collection }) => collection === 'crm_scoring_models').map(({ row }) => readModel(localize(row) as typeof row));
		expect(models.flatMap(validateModel)).toEqual([]);
		expect(models.filter((model) => model.is_primary).map(({ key }) => key)).toEqual(['pareto']);
		expect(models.every((model) => model.customer_filter === null && model.order_filter === null)).toBe(true);
	});

	it.each([
		['turnover', 'thresholds', 'A:5000000 B:1000000 C:null', 'C'],
		['pareto', 'cumulative_share', 'A:0.7 B:0.9 C:null', 'C'],
		['pyramid', 'percentile', 'VIP:0.01 KEY:0.05 ORD:0.2 SML:null', 'SML'],
	])('%s has the bounds of the handbook', (key, method, bounds, riskClass) => {
		const model = readModel(referenceRows.find(({ row }) => row['key'] === key)!.row);
		expect(model).toMatchObject({ method, risk_class: riskClass, window_months: 12 });
		expect(model.classes.map(({ code, bound }) => `${code}:${bound}`).join(' ')).toBe(bounds);
		expect(model.classes.every((item) => item.touch && item.contact_every_days && item.color)).toBe(true);
	});

	it('a C with high potential becomes an A in both ABC models', () => {
		for (const key of ['turnover', 'pareto']) {
			const row = referenceRows.find((seed) => seed.row['key'] === key)!.row;
			expect(row['potential_matrix']).toEqual([{ class: 'C', potential: 'high', result: 'A' }]);
		}
	});
});

interface PanelRow {
	dashboard: string;
	show_header: boolean;
	position_x: number;
	position_y: number;
	width: number;
	height: number;
}

function overlaps(a: PanelRow, b: PanelRow): boolean {
	const apart =
		a.position_x + a.width <= b.position_x ||
		b.position_x + b.width <= a.position_x ||
		a.position_y + a.height <= b.position_y ||
		b.position_y + b.height <= a.position_y;
	return !apart;
}

function collectLabels(value: unknown): Label[] {
	if (Array.isArray(value)) return value.flatMap(collectLabels);
	if (!value || typeof value !== 'object') return [];
	if (Object.keys(value).sort().join() === 'en,zh') return [value as Label];
	return Object.values(value).flatMap(collectLabels);
}

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

/** Contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
	const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
	const [red, green, blue] = [1, 3, 5].map((at) => {
		const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
