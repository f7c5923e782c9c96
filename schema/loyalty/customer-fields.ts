import { label, section, text, view } from '../fields.ts';
import type { FieldSpec } from '../model.ts';
import { points } from './crm-loyalty-accounts.ts';

/** What loyalty adds to the customer: two chips on the overview, and a tab. */
export const customerLoyaltyFields: FieldSpec[] = [
	section('loyalty_section', label('会员', 'Loyalty'), { group: 'tab_overview', options: { start: 'open', headerIcon: 'loyalty' } }),
	points('points_available', label('可用积分', 'Points available'), {
		group: 'loyalty_section',
		computed: true,
		note: label('全部会员计划合计，按最近一次入账。', 'In all programs together, as last written down.'),
	}),
	text('loyalty_tier', label('会员等级', 'Loyalty tier'), {
		group: 'loyalty_section',
		computed: true,
		index: true,
		display: 'labels',
		note: label('各会员计划中的最高等级。', 'The best one in any program.'),
	}),
	section('tab_loyalty', label('积分', 'Points'), { group: 'tabs', interface: 'group-raw' }),
	view('loyalty_member', label('会员积分', 'Points of the member'), 'crm-loyalty-member', { group: 'tab_loyalty' }),
];
