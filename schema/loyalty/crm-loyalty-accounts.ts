import { choice, day, instant, label, link, list, option, primaryKey, text, view } from '../fields.ts';
import type { CollectionSpec, FieldSpec, Label } from '../model.ts';
import { AMBER, BLUE, GREEN, GREY } from '../core/colors.ts';
import { accountTierFields } from './tier-fields.ts';

const seen = { readonly: true } as const;

/** Points are whole numbers that may be larger than what a 32-bit column takes. */
export const points = (field: string, name: Label, extra: Partial<FieldSpec> = {}): FieldSpec => ({
	field,
	type: 'bigInteger',
	label: name,
	interface: 'input',
	width: 'half',
	display: 'formatted-value',
	displayOptions: { format: true },
	default: 0,
	...extra,
});

const hidden = { ...seen, hidden: true } as const;

export const crmLoyaltyAccounts: CollectionSpec = {
	collection: 'crm_loyalty_accounts',
	label: label('会员账户', 'Loyalty accounts'),
	singular: label('会员账户', 'Loyalty account'),
	note: label('会员在一个计划中的积分余额，由系统根据流水计算。', 'What a member has in a program, computed from the entries.'),
	icon: 'card_membership',
	color: AMBER,
	displayTemplate: '{{customer.name}} · {{program.name}}',
	folder: 'crm',
	sort: 31,
	computed: true,
	accountability: null,
	fields: [
		primaryKey(),
		view('member', label('会员积分', 'Points of the member'), 'crm-loyalty-member'),
		link('customer', label('客户', 'Customer'), 'crm_customers', { ...seen, template: '{{name}} · {{code}}' }),
		link('program', label('会员计划', 'Loyalty program'), 'crm_loyalty_programs', { ...seen, template: '{{name}}', index: false }),
		choice(
			'status',
			label('状态', 'Status'),
			[option('active', '正常', 'Active', GREEN), option('frozen', '锁定', 'Frozen', BLUE), option('closed', '关闭', 'Closed', GREY)],
			{ ...seen, default: 'active' },
		),
		text('card_number', label('会员卡号', 'Card number'), {
			...seen,
			maxLength: 20,
			unique: true,
			note: label('会员卡二维码的内容；收银台扫码即可找到此账户。', 'What the QR code of the member card says; a scan at the till finds this account.'),
		}),
		points('available', label('可用积分', 'Available'), { ...seen, note: label('现在可以使用。', 'Can be spent now.') }),
		points('pending', label('待生效积分', 'Pending'), {
			...seen,
			note: label('等待期满后可用。', 'Can be spent when the days of waiting are over.'),
		}),
		points('held', label('冻结积分', 'On hold'), { ...seen, note: label('为进行中的交易预留。', 'Set aside for purchases under way.') }),
		points('debt', label('欠分', 'Debt'), {
			...seen,
			note: label('退款时已用掉的积分，由以后获得的积分先行补足。', 'Spent before they were taken back; repaid first from what comes next.'),
		}),
		...accountTierFields,
		text('referral_code', label('推荐码', 'Referral code'), {
			...seen,
			unique: true,
			maxLength: 16,
			note: label('新会员入会时报此码，即记为由该会员推荐。', 'A new member who gives it was brought by this one.'),
		}),
		instant('enrolled_at', label('加入时间', 'Member since'), seen),
		instant('last_activity_at', label('最近变动', 'Last movement'), seen),
		view('referral', label('推荐有礼', 'Referral'), 'crm-loyalty-referral'),
		list('entries', label('积分流水', 'Points entries'), {
			// The host's own list offers administrators to delete rows, although nobody may.
			interface: 'crm-loyalty-entries',
			...seen,
			note: label('余额由这些流水得出。', 'The balance comes from these.'),
		}),
		text('cap_period', label('上限周期', 'Period of the cap'), { ...hidden, maxLength: 31 }),
		day('idle_since', label('不活跃起始日', 'Idle since'), hidden),
		points('cap_used', label('周期内已获得', 'Earned in the period'), hidden),
		points('last_seq', label('最近序号', 'Last number'), hidden),
		points('ver', label('锁', 'Lock'), hidden),
	],
};
