import { label } from '../fields.ts';
import { dashboardOf, type PanelSpec } from '../dashboard.ts';
import type { SeedSpec } from '../model.ts';
import { PURPLE } from '../core/colors.ts';

const DASHBOARD = '90c5d048-e9c7-4ebf-94bb-dbad43f38c25';

const panels: PanelSpec[] = [
	{
		key: '356d6280-519d-47d2-b480-147002374b4f',
		type: 'crm-abc-classes',
		name: label('客户等级', 'Classes'),
		icon: 'leaderboard',
		at: [1, 1, 21, 20],
		options: { model: 'pareto' },
	},
	{
		key: '1399140b-29e9-4a1d-94fe-f0db5e8217a9',
		type: 'crm-abc-pareto',
		name: label('帕累托曲线', 'Pareto curve'),
		icon: 'show_chart',
		at: [22, 1, 21, 20],
		options: { model: 'pareto', points: 200 },
	},
	{
		key: 'fedfab53-f446-40b0-be52-5eb0ee6d1f1d',
		type: 'crm-abc-effort',
		name: label('精力与价值', 'Effort and value'),
		icon: 'balance',
		at: [1, 21, 42, 24],
		options: { model: 'pareto', months: 12 },
	},
	{
		key: '555f07bf-99b8-412c-b5c7-f5b9319854c3',
		type: 'crm-abc-migration',
		name: label('等级变化', 'Class migration'),
		icon: 'moving',
		at: [1, 45, 42, 20],
		options: { model: 'pareto', months: 3 },
	},
];

export const abcDashboard: SeedSpec[] = dashboardOf(DASHBOARD, {
	name: label('客户价值', 'Customer value'),
	note: label('谁重要，为什么，我们的时间用对了吗', 'Who matters, why, and whether our time goes there'),
	icon: 'leaderboard',
	color: PURPLE,
}, panels);
