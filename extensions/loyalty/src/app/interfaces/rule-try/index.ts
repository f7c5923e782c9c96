import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import RuleTry from './rule-try.vue';

export default defineInterface({
	id: 'crm-loyalty-rule-try',
	get name() {
		return pick('积分规则试算', 'Loyalty rule: try it');
	},
	get description() {
		return pick('一张订单或一位会员按规则能得多少积分，以及原因', 'What an order or a member would earn by the rules, and why');
	},
	icon: 'science',
	component: RuleTry,
	types: ['alias'],
	localTypes: ['presentation'],
	group: 'presentation',
	options: null,
});
