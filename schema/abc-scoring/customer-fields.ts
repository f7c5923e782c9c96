import { HOME, instant, label, money, section, text, view, whole } from '../fields.ts';
import type { FieldSpec } from '../model.ts';

const inValue = { group: 'value_section', computed: true } as const;

/** What scoring adds to the customer's overview. */
export const customerValueFields: FieldSpec[] = [
	section('value_section', label('客户价值', 'Customer value'), {
		group: 'tab_overview',
		options: { start: 'open', headerIcon: 'leaderboard' },
	}),
	text('value_class', label('客户价值等级', 'Value class'), {
		...inValue,
		maxLength: 31,
		index: true,
		display: 'crm-abc-class-chip',
		note: label('由评分模型计算。', 'Computed by the scoring model.'),
	}),
	instant('value_class_since', label('进入此等级的时间', 'In this class since'), inValue),
	money('turnover_12m', label('近 12 个月成交额', 'Turnover, 12 months'), {
		...inValue,
		...HOME,
		note: label('扣除退款，以结算币种计。', 'Net of refunds, in the home currency.'),
	}),
	whole('order_count_12m', label('近 12 个月订单数', 'Orders, 12 months'), {
		...inValue,
		display: 'formatted-value',
		displayOptions: { format: true },
	}),
	view('value_class_reason', label('为什么是这个等级', 'Why this class'), 'crm-abc-why', { group: 'value_section' }),
];
