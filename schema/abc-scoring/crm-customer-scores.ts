import { instant, json, label, link, money, PLAIN_FIGURE, primaryKey, text } from '../fields.ts';
import type { CollectionSpec } from '../model.ts';
import { ORANGE } from '../core/colors.ts';

const seen = { readonly: true } as const;

export const crmCustomerScores: CollectionSpec = {
	collection: 'crm_customer_scores',
	label: label('客户评分', 'Customer scores'),
	singular: label('客户评分', 'Customer score'),
	note: label(
		'每个模型给每位客户的最新评分，由系统计算，不可修改。',
		'The latest score of each customer by each model, computed by the system and read-only.',
	),
	icon: 'military_tech',
	color: ORANGE,
	displayTemplate: '{{customer.name}} {{class}}',
	folder: 'crm',
	sort: 21,
	hidden: true,
	computed: true,
	accountability: null,
	fields: [
		primaryKey(),
		// Looked up through the unique pair; an index of its own would only slow a run down.
		link('model', label('评分模型', 'Scoring model'), 'crm_scoring_models', { ...seen, template: '{{name}}', index: false }),
		link('customer', label('客户', 'Customer'), 'crm_customers', { ...seen, template: '{{name}} · {{code}}', index: false }),
		text('class', label('等级', 'Class'), { ...seen, maxLength: 31, display: 'crm-abc-class-chip' }),
		text('base_class', label('计算等级', 'Computed class'), {
			...seen,
			maxLength: 31,
			display: 'crm-abc-class-chip',
			note: label('只看数值得出的等级，尚未调整。', 'The class by value alone, before adjustments.'),
		}),
		money('value', label('数值', 'Value'), {
			...seen,
			...PLAIN_FIGURE,
			note: label('统计期内的成交额或订单数。', 'Turnover or number of orders in the period.'),
		}),
		instant('scored_at', label('最近变化', 'Last changed'), seen),
		json('reason', label('依据', 'Reason'), { ...seen, interface: 'crm-abc-reason' }),
	],
};
