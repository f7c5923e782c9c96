import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import MemberTab from './member-tab.vue';

export default defineInterface({
	id: 'crm-loyalty-member',
	get name() {
		return pick('会员积分', 'Points of a member');
	},
	get description() {
		return pick('余额、等级、即将过期的积分和流水，可兑换和调整', 'Balance, tier, what expires next and the entries; to redeem and to correct');
	},
	icon: 'loyalty',
	component: MemberTab,
	types: ['alias'],
	localTypes: ['presentation'],
	group: 'presentation',
	options: null,
});
