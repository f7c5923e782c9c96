import { audit, between, choice, instant, json, label, link, longText, option, primaryKey, section, shortName, text, whole } from '../fields.ts';
import type { CollectionSpec, FieldSpec } from '../model.ts';
import { AMBER, BLUE, GREEN, GREY } from '../core/colors.ts';

const MOST = 1_000_000_000;

const heading: FieldSpec[] = [
	primaryKey(),
	text('name', label('名称', 'Name'), { required: true }),
	shortName(label('接口使用的短名称，例如 coffee。', 'The short name used by the API, e.g. coffee.')),
	link('program', label('会员计划', 'Loyalty program'), 'crm_loyalty_programs', {
		required: true,
		template: '{{name}}',
		note: label('发出兑换券后不可更改。', 'It stays once there are vouchers.'),
	}),
	choice(
		'status',
		label('状态', 'Status'),
		[option('draft', '草稿', 'Draft', GREY), option('active', '可兑换', 'Active', GREEN), option('ended', '已结束', 'Ended', BLUE)],
		{
			default: 'draft',
			note: label('结束后不能再兑换，已发出的兑换券仍然有效。', 'When ended nobody gets it any more; vouchers that members have stay good.'),
		},
	),
	longText('description', label('说明', 'Description'), { note: label('会员会看到。', 'Members read it.') }),
	{
		field: 'image',
		type: 'uuid',
		label: label('图片', 'Image'),
		width: 'half',
		special: ['file'],
		interface: 'file-image',
		display: 'image',
		options: { crop: false },
		relation: { collection: 'directus_files', onDelete: 'SET NULL' },
	},
];

const cost: FieldSpec[] = [
	section('cost_section', label('所需积分与库存', 'Cost and stock'), { options: { start: 'open', headerIcon: 'redeem' } }),
	whole('points', label('所需积分', 'Points'), {
		group: 'cost_section',
		note: label('留空表示不能用积分兑换，只由积分规则赠送。', 'Empty means that it cannot be had for points; only rules give it.'),
		...between('points', 1, MOST),
	}),
	whole('limit_customer', label('每人限兑', 'Per customer'), {
		group: 'cost_section',
		note: label('每位会员最多几张兑换券，取消的不计；留空表示不限。', 'A member gets at most so many vouchers, not counting cancelled ones. Empty means no limit.'),
		...between('limit_customer', 1, MOST),
	}),
	whole('stock', label('总数量', 'Stock'), {
		group: 'cost_section',
		note: label('一共有多少份；补货时加大此数。留空表示不限。', 'How many there are in all; raise it when more come in. Empty means no limit.'),
		...between('stock', 0, MOST),
	}),
	whole('issued', label('已发出', 'Given so far'), {
		group: 'cost_section',
		computed: true,
		default: 0,
		note: label('取消的不计；总数量减去此数就是剩余。', 'Not counting cancelled ones. What is left is the stock less these.'),
	}),
];

const who: FieldSpec[] = [
	section('who_section', label('谁可以兑换', 'Who may have it'), { options: { start: 'open', headerIcon: 'group' } }),
	text('min_tier', label('最低等级', 'Lowest tier'), {
		group: 'who_section',
		maxLength: 31,
		interface: 'crm-loyalty-tier-select',
		note: label('会员计划中的等级；留空表示所有会员。', 'A tier of the program. Empty means every member.'),
	}),
	json('eligibility', label('哪些客户', 'Which customers'), {
		group: 'who_section',
		interface: 'system-filter',
		options: { collectionName: 'crm_customers' },
		note: label('兑换时核对，可用自己添加的字段；留空表示全部会员。', 'Asked when it is redeemed, also of your own fields. Empty means all members.'),
	}),
];

const when: FieldSpec[] = [
	section('time_section', label('时间', 'When'), { options: { start: 'open', headerIcon: 'event' } }),
	instant('starts_at', label('开始时间', 'Starts'), { group: 'time_section', note: label('留空表示现在就可以。', 'Empty means from the beginning.') }),
	instant('ends_at', label('结束时间', 'Ends'), {
		group: 'time_section',
		note: label('从此刻起不能再兑换；留空表示不结束。', 'From then on nobody gets it. Empty means never.'),
	}),
	whole('voucher_days', label('兑换券有效天数', 'Days of the voucher'), {
		group: 'time_section',
		note: label('发出后多少天内使用；留空表示永不过期。', 'It can be used for so many days. Empty means for ever.'),
		...between('voucher_days', 1, 3650),
	}),
];

export const crmLoyaltyRewards: CollectionSpec = {
	collection: 'crm_loyalty_rewards',
	label: label('礼品', 'Rewards'),
	singular: label('礼品', 'Reward'),
	note: label('会员可以用积分换什么。', 'What members can have for their points.'),
	icon: 'redeem',
	color: AMBER,
	displayTemplate: '{{name}}',
	folder: 'crm',
	sort: 34,
	fields: [...heading, ...cost, ...who, ...when, ...audit()],
};
