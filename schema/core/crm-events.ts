import { instant, json, label, link, primaryKey, text } from '../fields.ts';
import type { CollectionSpec, FieldSpec } from '../model.ts';
import { GREY } from './colors.ts';

const seen = { readonly: true } as const;

const sequence: FieldSpec = {
	field: 'seq',
	type: 'bigInteger',
	label: label('序号', 'Sequence'),
	interface: 'input',
	width: 'half',
	readonly: true,
	unique: true,
	note: label('按发生顺序递增。', 'Grows in the order of events.'),
};

/** The published fact log: rows come from our code through Directus, so that Flows and webhooks see them. */
export const crmEvents: CollectionSpec = {
	collection: 'crm_events',
	label: label('事件', 'Events'),
	singular: label('事件', 'Event'),
	note: label(
		'系统记录的每件重要事情，只增不改；可用来触发自动化流程。',
		'Everything of note that happened, never changed afterwards; Flows can be triggered by it.',
	),
	icon: 'history',
	color: GREY,
	displayTemplate: '{{occurred_at}} {{type}}',
	folder: 'crm',
	sort: 95,
	appendOnly: { mayChange: ['customer', 'payload'] },
	accountability: null,
	fields: [
		primaryKey(),
		sequence,
		text('type', label('事件类型', 'Event type'), { ...seen, maxLength: 120, index: true }),
		instant('occurred_at', label('发生时间', 'Happened on'), { ...seen, index: true }),
		link('customer', label('客户', 'Customer'), 'crm_customers', { ...seen, template: '{{name}} · {{code}}' }),
		link('actor', label('操作人', 'Done by'), 'directus_users', {
			...seen,
			index: false,
			note: label('空白表示由系统自动完成。', 'Empty when the system did it by itself.'),
		}),
		text('subject_collection', label('对象类别', 'Subject type'), { ...seen, maxLength: 64 }),
		text('subject_id', label('对象', 'Subject'), { ...seen, maxLength: 64 }),
		json('payload', label('详细数据', 'Details'), {
			...seen,
			interface: 'crm-core-facts',
		}),
		text('dedupe_key', label('去重键', 'Dedupe key'), {
			...seen,
			hidden: true,
			unique: true,
			maxLength: 64,
			note: label('同一件事只记录一次。', 'The same fact is recorded only once.'),
		}),
	],
};
