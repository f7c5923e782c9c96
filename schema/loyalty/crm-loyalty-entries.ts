import { choice, day, instant, label, link, option, primaryKey, text } from '../fields.ts';
import type { CollectionSpec } from '../model.ts';
import { AMBER, BLUE, GREEN, GREY, ORANGE, PINK, PURPLE, RED, TEAL } from '../core/colors.ts';
import { points } from './crm-loyalty-accounts.ts';

const seen = { readonly: true } as const;

const types = [
	option('accrual', '累积', 'Accrual', GREEN),
	option('redemption', '兑换', 'Redemption', BLUE),
	option('hold', '冻结', 'Hold', PURPLE),
	option('release', '解冻', 'Release', PURPLE),
	option('expiry', '过期', 'Expiry', GREY),
	option('adjustment', '调整', 'Adjustment', AMBER),
	option('transfer', '转赠', 'Transfer', TEAL),
	option('reversal', '冲正', 'Reversal', RED),
	option('return', '退还', 'Return', TEAL),
	option('merge', '合并', 'Merge', ORANGE),
	option('debt', '欠分', 'Debt', PINK),
];

const contras = [
	option('issuance', '发放', 'Issuance'),
	option('redemption', '兑换', 'Redemption'),
	option('held', '冻结', 'On hold'),
	option('breakage', '过期失效', 'Breakage'),
	option('reversal', '冲正', 'Reversal'),
	option('goodwill', '人工调整', 'Goodwill'),
	option('transfer', '转移', 'Transfer'),
	option('debt', '欠分', 'Debt'),
];

const sources = [
	option('order', '订单', 'Order', BLUE),
	option('rule', '规则', 'Rule', GREEN),
	option('reward', '礼品', 'Reward', PURPLE),
	option('referral', '推荐', 'Referral', TEAL),
	option('import', '导入', 'Import', GREY),
];

/** The points ledger. Only what is left of a lot changes; the database itself refuses everything else. */
export const crmLoyaltyEntries: CollectionSpec = {
	collection: 'crm_loyalty_entries',
	label: label('积分流水', 'Points entries'),
	singular: label('积分流水', 'Points entry'),
	note: label('积分的每次变动，只增不改。', 'Every movement of points, never changed afterwards.'),
	icon: 'receipt_long',
	color: AMBER,
	displayTemplate: '{{type}} {{points}}',
	folder: 'crm',
	sort: 32,
	hidden: true,
	computed: true,
	appendOnly: { mayChange: ['status', 'open_points'] },
	accountability: null,
	fields: [
		primaryKey(),
		link('account', label('会员账户', 'Loyalty account'), 'crm_loyalty_accounts', { ...seen, template: '{{customer.name}}', oneField: 'entries', index: false }),
		points('seq', label('序号', 'Number'), { ...seen, note: label('在账户内连续编号。', 'Counted within the account, without gaps.') }),
		choice('type', label('类型', 'Type'), types, seen),
		points('points', label('积分', 'Points'), seen),
		instant('effective_at', label('发生时间', 'Happened on'), { ...seen, index: true }),
		choice(
			'status',
			label('状态', 'Status'),
			[
				option('pending', '待生效', 'Pending', AMBER),
				option('open', '可用', 'Open', GREEN),
				option('posted', '已入账', 'Posted', GREY),
				option('void', '作废', 'Void', GREY),
			],
			seen,
		),
		points('open_points', label('剩余积分', 'Left'), { ...seen, note: label('这一批积分还剩多少。', 'What is left of this lot.') }),
		day('available_on', label('开始可用日', 'First day'), { ...seen, note: label('从这一天起可以使用。', 'Can be spent from this day on.') }),
		day('expires_on', label('最后有效日', 'Last day'), {
			...seen,
			note: label('9999-12-31 表示永不过期。', '9999-12-31 means for ever.'),
		}),
		choice('contra', label('对方科目', 'Counter account'), contras, {
			...seen,
			note: label('每笔变动的另一方，合计为零。', 'The other side of the movement; both add up to nothing.'),
		}),
		text('reason', label('原因', 'Reason'), { ...seen, width: 'full' }),
		link('lot', label('所属批次', 'Lot'), 'crm_loyalty_entries', {
			...seen,
			template: '{{points}} · {{expires_on}}',
			note: label('从哪一批积分中扣除或退回。', 'The points that it takes from or gives back to.'),
		}),
		link('reverses', label('冲正的流水', 'Takes back'), 'crm_loyalty_entries', { ...seen, template: '{{type}} {{points}}' }),
		points('tier_points', label('成长值', 'Growth value'), {
			...seen,
			note: label('用于评定等级，不能兑换。', 'Counts for tiers and cannot be spent.'),
		}),
		choice('source_type', label('来源', 'Came from'), sources, seen),
		text('source_id', label('来源编号', 'Id of the source'), { ...seen, maxLength: 64 }),
		text('txn', label('交易编号', 'Transaction'), {
			...seen,
			maxLength: 36, index: true,
			note: label('同一操作的流水编号相同。', 'Entries of one operation share it.'),
		}),
	],
};
