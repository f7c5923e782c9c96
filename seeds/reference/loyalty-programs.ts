import { label } from '@guanxi/schema/fields';
import type { SeedSpec } from '@guanxi/schema/model';

/** One program that is ready for use: points last for two years up to the month's end, and a hundred are worth one unit of currency. */
export const loyaltyProgramRows: SeedSpec[] = [
	{
		collection: 'crm_loyalty_programs',
		key: '8638b2e0-3654-40fa-bbc6-d6d82dfcf95b',
		row: {
			key: 'club',
			name: label('会员俱乐部', 'Club'),
			unit_name: label('积分', 'points'),
			status: 'active',
			timezone: 'Asia/Shanghai',
			pending_days: 0,
			expiry_months: 24,
			expiry_round: 'month',
			redeem_min: null,
			redeem_step: null,
			earn_cap_points: null,
			earn_cap_period: 'month',
			rounding: 'floor',
			hold_minutes: 30,
			refund_recovery: 'other_lots',
			refund_grace_days: 30,
			tiers: [
				{ key: 'silver', name: label('银卡', 'Silver'), color: '#9CA3AF', qualify_min: 1000, keep_min: null, discount_percent: null, benefits: null },
				{ key: 'gold', name: label('金卡', 'Gold'), color: '#D97706', qualify_min: 5000, keep_min: 4000, discount_percent: null, benefits: null },
				{ key: 'platinum', name: label('铂金卡', 'Platinum'), color: '#475569', qualify_min: 20_000, keep_min: 16_000, discount_percent: null, benefits: null },
			],
			tier_window: 'rolling_months',
			tier_window_length: 12,
			tier_downgrade: 'one_down',
			tier_grace_days: 30,
			tier_revoke_on_refund: false,
			point_value: 0.01,
			breakage_percent: 0,
		},
	},
];
