import { audit, check, choice, json, label, listColumn, option, primaryKey, section, text, whole } from '../fields.ts';
import type { CollectionSpec, FieldSpec, Label } from '../model.ts';
import { GREY } from './colors.ts';
import { CURRENCIES, currency } from './currency.ts';
import { timezone } from './timezones.ts';

const organisation: FieldSpec[] = [
	section('organisation', label('企业', 'Organisation'), { options: { start: 'open', headerIcon: 'apartment' } }),
	text('organisation_name', label('企业名称', 'Organisation name'), {
		group: 'organisation',
		note: label('显示在问卷、投诉表等公开页面上。', 'Shown on public pages such as surveys and the complaint form.'),
	}),
	text('color', label('主题色', 'Brand colour'), {
		group: 'organisation',
		maxLength: 9,
		interface: 'select-color',
		display: 'color',
		note: label('公开页面上按钮和标题的颜色。', 'The colour of buttons and headings on public pages.'),
	}),
	{
		field: 'logo',
		type: 'uuid',
		label: label('标志', 'Logo'),
		group: 'organisation',
		width: 'half',
		special: ['file'],
		interface: 'file-image',
		display: 'image',
		options: { crop: false },
		relation: { collection: 'directus_files', onDelete: 'SET NULL' },
		note: label('显示在公开页面顶部。', 'Shown at the top of public pages.'),
	},
];

const regional: FieldSpec[] = [
	section('regional', label('地区与币种', 'Region and currency'), { options: { start: 'open', headerIcon: 'public' } }),
	timezone('timezone', {
		group: 'regional',
		note: label('“一天”从这个时区的零点开始。', 'A day starts at midnight in this time zone.'),
	}),
	choice('language', label('默认语言', 'Default language'), [option('zh-CN', '简体中文', 'Simplified Chinese'), option('en-US', '英语', 'English')], {
		group: 'regional',
		default: 'zh-CN',
		note: label('客户语言未知时使用。', 'Used when the language of a customer is unknown.'),
	}),
	currency('currency', label('结算币种', 'Home currency'), {
		group: 'regional',
		default: 'CNY',
		note: label('客户价值和报表统一用此币种计算。', 'Customer value and reports are computed in this currency.'),
	}),
	json('exchange_rates', label('汇率', 'Exchange rates'), {
		group: 'regional',
		interface: 'list',
		options: {
			template: '{{currency}} × {{rate}} ({{valid_from}})',
			addLabel: label('添加汇率', 'Add a rate'),
			fields: [
				listColumn('currency', label('币种', 'Currency'), 'string', {
					interface: 'select-dropdown',
					required: true,
					options: { choices: CURRENCIES, allowOther: true },
				}),
				listColumn('rate', label('一单位折合结算币种', 'Home currency for one unit'), 'float', {
					required: true,
					options: { min: 0, step: 0.0001 },
				}),
				listColumn('valid_from', label('生效日期', 'Valid from'), 'date', { interface: 'datetime', required: true }),
			],
		},
		note: label(
			'按下单当天有效的汇率换算；没有汇率的订单不计入客户价值，并会列出。',
			'Orders are converted at the rate valid on their day. Orders without a rate are left out of customer value and listed.',
		),
	}),
];

const contactPolicy: FieldSpec[] = [
	section('contact_policy', label('联系频率', 'Contact policy'), {
		options: { start: 'open', headerIcon: 'notifications_paused' },
	}),
	whole('contact_window_days', label('统计周期（天）', 'Period (days)'), {
		group: 'contact_policy',
		default: 30,
		validation: check('contact_window_days', [{ _gte: 1 }, { _lte: 365 }], label('请填 1 到 365 之间的天数。', 'Enter 1 to 365 days.')),
		note: label('下面的次数在这段时间内计算。', 'The limits below count within this many days.'),
	}),
	limit('contact_max_total', label('每位客户最多联系次数', 'Contacts per customer, at most'), 4),
	limit('contact_max_per_channel', label('每个渠道最多联系次数', 'Contacts per channel, at most'), 2),
	timeOfDay('quiet_from', label('免打扰开始', 'Quiet from'), '21:00'),
	timeOfDay('quiet_to', label('免打扰结束', 'Quiet until'), '08:00'),
];

function limit(field: string, name: Label, value: number): FieldSpec {
	return whole(field, name, {
		group: 'contact_policy',
		default: value,
		validation: check(field, [{ _gte: 0 }], label('请填 0 或更大的整数。', 'Enter 0 or a larger whole number.')),
		note: label('只计自动发送的邮件、短信和问卷；留空表示不限。', 'Counts mail, text messages and surveys sent by the system; empty means no limit.'),
	});
}

function timeOfDay(field: string, name: Label, value: string): FieldSpec {
	const halfHours = Array.from({ length: 48 }, (_, i) => {
		const time = `${String(Math.floor(i / 2)).padStart(2, '0')}:${i % 2 ? '30' : '00'}`;
		return { text: time, value: time };
	});
	return text(field, name, {
		group: 'contact_policy',
		maxLength: 5,
		default: value,
		interface: 'select-dropdown',
		options: { choices: halfHours, allowNone: true },
		note: label('此时段内不自动发送，顺延到之后。', 'Nothing is sent in this time; it waits until afterwards.'),
	});
}

export const crmSettings: CollectionSpec = {
	collection: 'crm_settings',
	label: label('客户关系设置', 'CRM settings'),
	singular: label('客户关系设置', 'CRM settings'),
	note: label('整个系统通用的设置。', 'Settings that hold for the whole CRM.'),
	icon: 'tune',
	color: GREY,
	displayTemplate: '{{organisation_name}}',
	folder: 'crm',
	sort: 90,
	singleton: true,
	fields: [primaryKey(), ...organisation, ...regional, ...contactPolicy, ...audit()],
};
