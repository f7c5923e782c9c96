import { pick } from './words.ts';

export interface OptionField {
	field: string;
	name: string;
	type: 'string' | 'integer' | 'boolean' | 'date';
	meta: { interface: string; width: 'half'; options?: Record<string, unknown> };
	schema?: { default_value: string | number | boolean };
}

export function ownerOption(): OptionField {
	return recordOption('owner', pick('负责人', 'Owner'), {
		collectionName: 'directus_users',
		valueField: 'id',
		labelFields: ['first_name', 'last_name', 'email'],
		placeholder: pick('全部', 'Everyone'),
	});
}

export function flag(field: string, name: string): OptionField {
	return {
		field,
		name,
		type: 'boolean',
		meta: { interface: 'boolean', width: 'half' },
		schema: { default_value: true },
	};
}

/** Length of the period that ends today. */
export function monthsOption(months: number): OptionField {
	return {
		field: 'months',
		name: pick('最近几个月', 'Months back'),
		type: 'integer',
		meta: { interface: 'input', width: 'half', options: { min: 1, max: 120 } },
		schema: { default_value: months },
	};
}

/** A fixed period instead of the last months. */
export function periodOptions(): OptionField[] {
	const meta = { interface: 'datetime', width: 'half' } as const;
	return [
		{ field: 'from', name: pick('起始日期（可选）', 'From (optional)'), type: 'date', meta },
		{ field: 'to', name: pick('截止日期（可选，不含当天）', 'To (optional, exclusive)'), type: 'date', meta },
	];
}

/** One record of a collection, kept by one of its fields. */
export function recordOption(field: string, name: string, options: Record<string, unknown>): OptionField {
	return { field, name, type: 'string', meta: { interface: 'crm-core-record-select', width: 'half', options } };
}
