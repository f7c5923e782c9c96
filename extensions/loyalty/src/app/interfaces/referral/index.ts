import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import ReferralView from './referral-view.vue';

export default defineInterface({
	id: 'crm-loyalty-referral',
	get name() {
		return pick('推荐关系', 'Referrals of a member');
	},
	get description() {
		return pick('谁推荐了该会员，该会员推荐了谁，只读', 'Who brought a member, and whom they brought, to be read');
	},
	icon: 'group_add',
	component: ReferralView,
	types: ['alias'],
	localTypes: ['presentation'],
	group: 'presentation',
	options: null,
});
