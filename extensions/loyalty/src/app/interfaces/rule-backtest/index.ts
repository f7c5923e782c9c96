import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import RuleBacktest from './rule-backtest.vue';

export default defineInterface({
	id: 'crm-loyalty-rule-backtest',
	get name() {
		return pick('积分规则回测', 'Loyalty rule: back-test');
	},
	get description() {
		return pick('此规则在过去的订单上会发放多少积分', 'What the rule would have given for past orders');
	},
	icon: 'history',
	component: RuleBacktest,
	types: ['alias'],
	localTypes: ['presentation'],
	group: 'presentation',
	options: null,
});
