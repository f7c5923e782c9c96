import type { SeedSpec } from '../model.ts';
import { defaultList } from '../core/preset-rows.ts';

export const loyaltyPresets: SeedSpec[] = [
	defaultList('932b445f-9035-49ac-a3b0-bc3d6caa694e', {
		collection: 'crm_loyalty_programs',
		columns: { name: 240, status: 110, expiry_months: 160, redeem_min: 140, point_value: 160 },
		sort: 'name',
	}),
	defaultList('5a1f0c5e-7a0b-4b8e-9a44-2f6f3c1f7b21', {
		collection: 'crm_loyalty_rules',
		columns: { name: 240, program: 150, status: 100, trigger: 150, effect: 140, points: 100, priority: 90, version: 90 },
		sort: 'priority',
	}),
	defaultList('b0f3d2a4-58c6-4c35-9d07-6c1d4f3a9e52', {
		collection: 'crm_loyalty_rewards',
		columns: { name: 240, program: 150, status: 110, points: 110, stock: 110, issued: 120, ends_at: 170 },
		sort: 'points',
	}),
	defaultList('15dd8bd9-c434-4244-9b65-b1d5e28b76ef', {
		collection: 'crm_loyalty_accounts',
		columns: { customer: 240, program: 160, available: 120, pending: 120, held: 110, debt: 110, last_activity_at: 170 },
		sort: '-available',
	}),
	defaultList('dc57a0a4-3d6a-4832-b8a5-3bf7cc8ba134', {
		collection: 'crm_loyalty_entries',
		columns: { account: 200, effective_at: 170, type: 110, points: 110, status: 110, open_points: 110, expires_on: 130 },
		sort: '-effective_at',
	}),
];
