import { audit, choice, instant, label, link, option, primaryKey, text } from '../fields.ts';
import type { CollectionSpec } from '../model.ts';
import { AMBER, BLUE, GREEN, GREY, ORANGE, PURPLE, RED, TEAL } from './colors.ts';

export const crmTasks: CollectionSpec = {
	collection: 'crm_tasks',
	label: label('任务', 'Tasks'),
	singular: label('任务', 'Task'),
	note: label('答应客户的事和需要跟进的事。', 'What was promised to customers and what needs following up.'),
	icon: 'task_alt',
	color: ORANGE,
	displayTemplate: '{{title}}',
	folder: 'crm',
	sort: 6,
	fields: [
		primaryKey(),
		text('title', label('标题', 'Title'), {
			required: true,
			width: 'full',
			note: label('要做什么，一句话说清。', 'What is to be done, in one sentence.'),
		}),
		link('customer', label('客户', 'Customer'), 'crm_customers', {
			template: '{{name}} · {{code}}',
			oneField: 'tasks',
		}),
		link('assignee', label('执行人', 'Assignee'), 'directus_users', { index: false }),
		instant('due_at', label('截止时间', 'Due')),
		choice(
			'status',
			label('状态', 'Status'),
			[
				option('open', '待办', 'Open', BLUE),
				option('done', '已完成', 'Done', GREEN),
				option('cancelled', '已取消', 'Cancelled', GREY),
			],
			{ default: 'open' },
		),
		choice(
			'priority',
			label('优先级', 'Priority'),
			[
				option('low', '低', 'Low', GREY),
				option('normal', '普通', 'Normal', BLUE),
				option('high', '高', 'High', AMBER),
				option('urgent', '紧急', 'Urgent', RED),
			],
			{ default: 'normal' },
		),
		choice(
			'kind',
			label('类型', 'Kind'),
			[
				option('follow_up', '跟进', 'Follow-up', BLUE),
				option('call', '回访电话', 'Follow-up call', TEAL),
				option('visit', '拜访', 'Visit', GREEN),
				option('quote', '报价', 'Quotation', PURPLE),
				option('delivery', '交付', 'Delivery', ORANGE),
				option('service', '服务', 'Service', TEAL),
				option('payment', '收款', 'Payment', AMBER),
				option('other', '其他', 'Other', GREY),
			],
			{ default: 'follow_up', maxLength: 60, options: { allowOther: true } },
		),
		link('interaction', label('交办事项来自', 'Agreed in'), 'crm_interactions', {
			template: '{{occurred_at}} {{subject}}',
			note: label('在哪次互动中约定的。', 'The contact in which this was agreed.'),
		}),
		instant('completed_at', label('完成时间', 'Completed'), {
			conditions: [
				{ name: 'Hidden while open', rule: { _and: [{ status: { _eq: 'open' } }] }, hidden: true },
			],
		}),
		text('source_collection', label('来源类别', 'Source type'), { hidden: true, readonly: true, maxLength: 64 }),
		text('source_id', label('来源记录', 'Source record'), { hidden: true, readonly: true, maxLength: 64 }),
		...audit(),
	],
};
