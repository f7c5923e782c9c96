import { label } from '../fields.ts';
import { dashboardOf, type PanelSpec } from '../dashboard.ts';
import type { SeedSpec } from '../model.ts';
import { AMBER } from '../core/colors.ts';

const DASHBOARD = 'f3a2358f-634d-4903-9b9f-4ef786ed0aa6';

/** No panel names a program: each shows the one with the most members until somebody chooses. */
const panels: PanelSpec[] = [
	{
		key: '5ca812a7-3b4e-4f82-8022-4b0ef26a105d',
		type: 'crm-loyalty-liability',
		name: label('积分负债', 'Points liability'),
		icon: 'account_balance',
		at: [1, 1, 21, 20],
		options: {},
	},
	{
		key: 'f451309a-dbec-4eb6-a738-f5a4cbd12f9a',
		type: 'crm-loyalty-flows',
		name: label('积分收支', 'Points flows'),
		icon: 'swap_vert',
		at: [22, 1, 21, 20],
		options: { months: 12 },
	},
	{
		key: '24f1214b-2abf-4ad0-a7d2-adfdd3cc7de5',
		type: 'crm-loyalty-tiers',
		name: label('会员等级', 'Members by tier'),
		icon: 'military_tech',
		at: [1, 21, 21, 37],
		options: { months: 12 },
	},
	{
		key: '6e4b1acb-9606-4907-a588-52e882fd0ff0',
		type: 'crm-loyalty-rules',
		name: label('积分规则', 'Rules by points'),
		icon: 'rule',
		at: [22, 21, 21, 17],
		options: { months: 12 },
	},
	{
		key: '2af14952-a4a5-477d-af1a-6f4550bada75',
		type: 'crm-loyalty-health',
		name: label('账目状况', 'Health of the books'),
		icon: 'verified',
		at: [22, 38, 21, 20],
		options: {},
	},
];

export const loyaltyDashboard: SeedSpec[] = dashboardOf(DASHBOARD, {
	name: label('会员积分', 'Loyalty'),
	note: label('积分值多少钱，谁在升级，账目是否平衡', 'What points cost, who rises, and whether the books balance'),
	icon: 'loyalty',
	color: AMBER,
}, panels);
