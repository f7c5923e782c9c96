import { audit, choice, day, instant, label, link, option, primaryKey, text, yesNo } from '../fields.ts';
import type { CollectionSpec } from '../model.ts';
import { AMBER, BLUE, GREEN, PURPLE, TEAL } from './colors.ts';
import { reach } from './reach.ts';

export const crmContacts: CollectionSpec = {
	collection: 'crm_contacts',
	label: label('联系人', 'Contacts'),
	singular: label('联系人', 'Contact'),
	note: label('客户那边与我们打交道的人。', 'The people at a customer whom we deal with.'),
	icon: 'contacts',
	color: TEAL,
	displayTemplate: '{{name}}',
	folder: 'crm',
	sort: 2,
	fields: [
		primaryKey(),
		link('customer', label('客户', 'Customer'), 'crm_customers', {
			required: true,
			template: '{{name}} · {{code}}',
			oneField: 'contacts',
		}),
		text('name', label('姓名', 'Name'), { required: true, index: true, options: { trim: true } }),
		text('title', label('职务', 'Job title'), { options: { trim: true } }),
		choice(
			'role_in_purchase',
			label('采购角色', 'Role in buying'),
			[
				option('decision_maker', '决策者', 'Decision maker', PURPLE),
				option('influencer', '影响者', 'Influencer', BLUE),
				option('buyer', '采购员', 'Buyer', GREEN),
				option('user', '使用者', 'User', TEAL),
				option('gatekeeper', '把关人', 'Gatekeeper', AMBER),
			],
			{
				options: { allowNone: true },
				note: label('此人在采购决定中起什么作用。', 'What part this person plays when the customer buys.'),
			},
		),
		...reach(),
		day('birthday', label('生日', 'Birthday')),
		yesNo('is_primary', label('主要联系人', 'Main contact'), {
			note: label('有事首先找此人。', 'The person to turn to first.'),
		}),
		instant('left_at', label('离职时间', 'Left on'), {
			note: label('已不在该客户处工作时填写；记录会保留。', 'Fill in when the person no longer works there; the record stays.'),
			display: 'datetime',
			displayOptions: { relative: false, format: 'short' },
		}),
		...audit(),
	],
};
