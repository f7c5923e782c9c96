import { check, HOME, json, label, link, list, listColumn, money, notNegative, section, whole } from '../fields.ts';
import type { FieldSpec } from '../model.ts';

/** A tab of the customer. */
export const customerComplaintFields: FieldSpec[] = [
	list('complaints', label('投诉', 'Complaints'), {
		group: 'tabs',
		options: {
			layout: 'table', tableSpacing: 'cozy', fields: ['reference', 'type', 'subject', 'state', 'severity', 'received_at'], sort: 'received_at', sortDirection: '-',
			enableSelect: false, enableLink: true, enableSearchFilter: true, limit: 15,
		},
	}),
];

/** A message, note or call about a complaint is an interaction that names it. */
export const interactionComplaintFields: FieldSpec[] = [
	link('complaint', label('投诉', 'Complaint'), 'crm_complaints', { template: '{{reference}} · {{subject}}', oneField: 'interactions' }),
];

const inSettings = { group: 'complaints_section' } as const;
const key = (name: [string, string], field = 'key') => listColumn(field, label(...name), 'string', { required: true, options: { trim: true, slug: true } });

/** Queues and causes are few and belong to the whole company, so they are lists of the settings. */
export const settingsComplaintFields: FieldSpec[] = [
	section('complaints_section', label('投诉', 'Complaints'), { options: { start: 'closed', headerIcon: 'report' } }),
	json('complaint_categories', label('问题分类', 'Categories'), {
		...inSettings,
		interface: 'list',
		options: {
			template: '{{name}}',
			addLabel: label('添加分类', 'Add a category'),
			fields: [
				listColumn('name', label('中文名称', 'Chinese name'), 'string', { required: true, options: { trim: true } }),
				listColumn('name_en', label('英文名称', 'English name'), 'string', { options: { trim: true } }),
			],
		},
		note: label('投诉表供客户选择的分类；留空则使用常见的几类。', 'What the public form offers. Empty means the usual ones.'),
	}),
	json('complaint_queues', label('队列', 'Queues'), {
		...inSettings,
		interface: 'list',
		options: {
			template: '{{name}} ({{key}})',
			addLabel: label('添加队列', 'Add a queue'),
			fields: [
				key(['标识', 'Key']),
				listColumn('name', label('名称', 'Name'), 'string', { required: true }),
				listColumn('lead', label('组长', 'Lead'), 'uuid', { interface: 'system-user' }),
			],
		},
	}),
	json('complaint_causes', label('原因树', 'Causes'), {
		...inSettings,
		interface: 'list',
		options: {
			template: '{{name}} ({{code}})',
			addLabel: label('添加原因', 'Add a cause'),
			fields: [
				key(['代码', 'Code'], 'code'),
				listColumn('name', label('名称', 'Name'), 'string', { required: true }),
				listColumn('parent', label('上级代码', 'Code of the parent'), 'string'),
			],
		},
		note: label('人员、流程、产品、政策、伙伴、信息及其下的原因。', 'People, process, product, policy, partner, information, and what is below them.'),
	}),
	money('complaint_approval_limit', label('补救审批限额', 'Remedies need approval above'), {
		...inSettings,
		...HOME,
		default: 500,
		validation: notNegative('complaint_approval_limit'),
		note: label('补救金额超过此数须由另一人批准；留空表示都不需要。', 'Above it a second person approves. Empty means never.'),
	}),
	whole('complaint_reopen_days', label('可重新打开的天数', 'Days in which a case can be reopened'), {
		...inSettings,
		default: 30,
		validation: check('complaint_reopen_days', [{ _gte: 0 }, { _lte: 3650 }], label('请填 0 到 3650 之间的天数。', 'Enter 0 to 3650 days.')),
	}),
];
