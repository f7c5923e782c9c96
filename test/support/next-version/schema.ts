import { label, text } from '@guanxi/schema/fields';
import type { CollectionSpec, FieldSpec, PluginSchema } from '@guanxi/schema/model';

/** Ids of rows that the next version changes or no longer ships. */
export const NEXT = {
	retiredBookmark: '40ae78b3-a6d1-4e75-8d90-e8ed44645434',
	changedPanel: '356d6280-519d-47d2-b480-147002374b4f',
	editedPanel: '1399140b-29e9-4a1d-94fe-f0db5e8217a9',
	index: 'crm_customers_region_industry',
};

/** A later version of the same plugins, with one change of every kind that an upgrade knows. */
export function nextVersion(schema: PluginSchema): PluginSchema {
	if (schema.plugin === 'core') return nextCore(schema);
	return schema.plugin === 'abc' ? nextAbc(schema) : schema;
}

function nextCore(schema: PluginSchema): PluginSchema {
	return {
		...schema,
		version: schema.version + 1,
		collections: schema.collections.map((spec) => (spec.collection === 'crm_customers' ? nextCustomers(spec) : spec)),
		indexes: [...schema.indexes, { name: NEXT.index, table: 'crm_customers', columns: ['region', 'industry'] }],
		texts: {
			...schema.texts,
			crm_bookmark_my_customers: label('我负责的客户', 'Customers of mine'),
			crm_bookmark_overdue_orders: label('逾期订单', 'Orders overdue'),
			crm_next_text: label('新文字', 'New text'),
		},
	};
}

function nextCustomers(spec: CollectionSpec): CollectionSpec {
	const changes: Record<string, (field: FieldSpec) => FieldSpec> = {
		industry: (field) => ({ ...field, label: label('所属行业', 'Line of business'), width: 'full' }),
		region: (field) => ({ ...field, label: label('所在地区', 'Area') }),
		risk: (field) => ({
			...field,
			choices: [...field.choices!, { value: 'lawsuit', label: label('诉讼中', 'In a lawsuit') }],
		}),
	};
	return {
		...spec,
		icon: 'diversity_3',
		singular: label('一位客户', 'One customer'),
		fields: [
			...spec.fields.map((field) => changes[field.field]?.(field) ?? field),
			text('nickname', label('别名', 'Nickname')),
		],
	};
}

function nextAbc(schema: PluginSchema): PluginSchema {
	const renamed = (row: Record<string, unknown>): Record<string, unknown> => ({ ...row, icon: 'next_plan' });
	return {
		...schema,
		version: schema.version + 1,
		tables: schema.tables.map((table, index) =>
			index > 0 ? table : { ...table, columns: [...table.columns, { column: 'hint', type: 'string' }] },
		),
		seeds: schema.seeds
			.filter(({ key }) => key !== NEXT.retiredBookmark)
			.map((seed) =>
				[NEXT.changedPanel, NEXT.editedPanel].includes(seed.key) ? { ...seed, row: renamed(seed.row) } : seed,
			),
	};
}
