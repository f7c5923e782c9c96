import { label } from '@guanxi/schema/fields';
import type { SeedSpec } from '@guanxi/schema/model';

/** One rule for the program that is ready for use: a point for every 1.00 of a paid order. */
export const loyaltyRuleRows: SeedSpec[] = [
	{
		collection: 'crm_loyalty_rules',
		key: '3f1b9a76-6d0e-4d0b-8f5c-0d9a5be1c0aa',
		row: {
			key: 'club_purchase',
			name: label('消费积分', 'Points for purchases'),
			program: '8638b2e0-3654-40fa-bbc6-d6d82dfcf95b',
			status: 'active',
			version: 1,
			trigger: 'order_paid',
			interaction_kind: null,
			starts_at: null,
			ends_at: null,
			order_filter: null,
			customer_filter: null,
			effect: 'per_amount',
			gives: 'both',
			points: 1,
			per_amount: 1,
			percent: null,
			priority: 100,
			stack_group: null,
			exclusive: false,
			limit_customer_day: null,
			limit_customer_total: null,
			budget_points: null,
		},
	},
];
