import { audit, choice, instant, label, link, longText, notNegative, option, primaryKey, text, whole } from '../fields.ts';
import type { CollectionSpec } from '../model.ts';
import { AMBER, BLUE, GREEN, GREY, ORANGE, PINK, PURPLE, RED, TEAL } from './colors.ts';

const channels = [
	option('phone', '电话', 'Phone', BLUE),
	option('email', '邮件', 'E-mail', PURPLE),
	option('visit', '拜访', 'Visit', GREEN),
	option('wechat', '微信', 'WeChat', GREEN),
	option('sms', '短信', 'Text message', TEAL),
	option('chat', '在线客服', 'Live chat', TEAL),
	option('web', '网站', 'Website', GREY),
	option('social', '社交媒体', 'Social media', PINK),
	option('event', '活动', 'Event', ORANGE),
	option('fax', '传真', 'Fax', GREY),
	option('other', '其他', 'Other', GREY),
];

export const interactionKinds = [
	option('sales', '销售', 'Sales', GREEN),
	option('inquiry', '咨询', 'Inquiry', BLUE),
	option('service', '服务', 'Service', TEAL),
	option('complaint', '投诉', 'Complaint', RED),
	option('care', '关怀', 'Care', PINK),
	option('collection', '催款', 'Collection', AMBER),
	option('other', '其他', 'Other', GREY),
];

export const crmInteractions: CollectionSpec = {
	collection: 'crm_interactions',
	label: label('互动', 'Interactions'),
	singular: label('互动', 'Interaction'),
	note: label('与客户的每一次接触：电话、拜访、微信、邮件等。', 'Every contact with a customer: calls, visits, WeChat, e-mail and more.'),
	icon: 'forum',
	color: BLUE,
	displayTemplate: '{{occurred_at}} {{channel}} {{subject}}',
	folder: 'crm',
	sort: 5,
	fields: [
		primaryKey(),
		link('customer', label('客户', 'Customer'), 'crm_customers', {
			required: true,
			template: '{{name}} · {{code}}',
			oneField: 'interactions',
			index: false,
		}),
		link('contact', label('联系人', 'Contact'), 'crm_contacts', { template: '{{name}} · {{customer.name}}' }),
		choice('channel', label('渠道', 'Channel'), channels, { required: true }),
		instant('occurred_at', label('发生时间', 'Happened on'), { required: true, index: true }),
		choice('kind', label('类型', 'Kind'), interactionKinds, { default: 'sales' }),
		choice(
			'direction',
			label('方向', 'Direction'),
			[
				option('inbound', '客户找我们', 'From the customer', BLUE),
				option('outbound', '我们找客户', 'From us', GREEN),
				option('internal', '内部记录', 'Internal note', GREY),
			],
			{ default: 'outbound' },
		),
		link('user', label('经办人', 'Colleague'), 'directus_users', {
			index: true,
			note: label('与客户接触的同事；精力分析按此统计。', 'Who had the contact; the effort analysis counts by this.'),
		}),
		whole('duration_minutes', label('时长（分钟）', 'Duration (minutes)'), {
			validation: notNegative('duration_minutes'),
			note: label('包括路程和准备时间。', 'Including travel and preparation.'),
		}),
		text('subject', label('主题', 'Subject'), { width: 'full' }),
		longText('body', label('内容', 'What was said')),
		text('outcome', label('结果', 'Outcome'), {
			width: 'full',
			note: label('约定了什么，或下一步做什么。', 'What was agreed, or what comes next.'),
		}),
		text('external_id', label('外部编号', 'External ID'), {
			unique: true,
			note: label('此记录在其他系统中的编号。', 'The number of this record in another system.'),
		}),
		...audit(),
	],
};
