import type { Preset } from '@guanxi/core/app/preset.ts';
import type { Locale, Phrase } from '@guanxi/core/words';

export interface ProgramPreset extends Preset {
	fields: (text: (phrase: Phrase) => string) => Record<string, unknown>;
}

type TierRow = [key: string, name: Phrase, color: string, qualify: number, keep: number | null, benefits?: Phrase];

const tiers = (rows: TierRow[], text: (phrase: Phrase) => string) =>
	rows.map(([key, name, color, qualify_min, keep_min, benefits]) => ({
		key, name: text(name), color, qualify_min, keep_min, discount_percent: null, benefits: benefits ? text(benefits) : null,
	}));

const SILVER = '#9CA3AF';
const GOLD = '#D97706';
const PLATINUM = '#475569';

/** What an administrator may begin with. Nothing of it is stored before the form is saved, and everything can be changed. */
export const PRESETS: ProgramPreset[] = [
	{
		key: 'retail',
		icon: 'shopping_bag',
		name: ['零售积分', 'Retail points'],
		forWhom: ['面向个人顾客的门店和网店。', 'For shops, in town or online, with personal customers.'],
		points: [
			['100 积分抵 1 元，每次至少 100 积分', '100 points are worth 1.00; at least 100 at a time'],
			['退货期 7 天内的积分不能使用', 'Points wait for 7 days, until goods can no longer be returned'],
			['积分一年后的月底过期', 'They expire after a year, at the end of the month'],
			['银卡、金卡、铂金卡，看最近 12 个月', 'Silver, gold and platinum by the latest 12 months'],
		],
		fields: (text) => ({
			unit_name: text(['积分', 'points']),
			pending_days: 7,
			expiry_months: 12,
			expiry_round: 'month',
			redeem_min: 100,
			redeem_step: 100,
			rounding: 'floor',
			refund_recovery: 'other_lots',
			refund_grace_days: 30,
			hold_minutes: 30,
			point_value: 0.01,
			breakage_percent: 15,
			tiers: tiers(
				[
					['silver', ['银卡', 'Silver'], SILVER, 1000, null, ['生日礼', 'A gift on the birthday']],
					['gold', ['金卡', 'Gold'], GOLD, 5000, 4000, ['生日礼、免运费', 'A gift on the birthday, free delivery']],
					['platinum', ['铂金卡', 'Platinum'], PLATINUM, 20_000, 16_000, ['专属客服、新品优先', 'A service line of their own, new goods first']],
				],
				text,
			),
			tier_window: 'rolling_months',
			tier_window_length: 12,
			tier_downgrade: 'one_down',
			tier_grace_days: 30,
			tier_revoke_on_refund: true,
		}),
	},
	{
		key: 'rebate',
		icon: 'handshake',
		name: ['企业返利', 'B2B rebate'],
		forWhom: ['面向经销商和企业客户，按年度采购量返利。', 'For dealers and companies, by what they buy in a year.'],
		points: [
			['1 积分等于 1 元返利，可抵货款', 'A point is a rebate of 1.00 to be set off against invoices'],
			['返利 30 天后生效', 'It can be used after 30 days'],
			['次年年底前用完', 'It lasts until the end of the next year'],
			['三档按自然年采购额定级，每年重新评定', 'Three tiers by calendar year, found anew every year'],
		],
		fields: (text) => ({
			unit_name: text(['返利', 'rebate']),
			pending_days: 30,
			expiry_months: 12,
			expiry_round: 'year',
			redeem_min: null,
			redeem_step: null,
			rounding: 'half_up',
			refund_recovery: 'debt',
			refund_grace_days: null,
			hold_minutes: 1440,
			point_value: 1,
			breakage_percent: 0,
			tiers: tiers(
				[
					['partner', ['签约客户', 'Partner'], SILVER, 100_000, null],
					['key_partner', ['重点客户', 'Key partner'], GOLD, 500_000, null],
					['strategic', ['战略客户', 'Strategic partner'], PLATINUM, 2_000_000, null],
				],
				text,
			),
			tier_window: 'calendar_year',
			tier_window_length: null,
			tier_downgrade: 'requalify',
			tier_grace_days: 0,
			tier_revoke_on_refund: true,
		}),
	},
	{
		key: 'service',
		icon: 'support_agent',
		name: ['服务俱乐部', 'Service club'],
		forWhom: ['面向售后和长期服务，重在权益而不是折扣。', 'For service over years: benefits rather than discounts.'],
		points: [
			['积分长期有效，可随时兑换服务', 'Points never expire and pay for services at any time'],
			['按会员年定级，从入会日算起', 'Tiers by the year of membership, from the day of joining'],
			['保级只需一半，另有 60 天宽限', 'Half is enough to keep a tier, with 60 days of grace'],
			['退款不影响已有等级', 'Refunds leave the tier alone'],
		],
		fields: (text) => ({
			unit_name: text(['积分', 'points']),
			pending_days: 0,
			expiry_months: null,
			expiry_round: null,
			redeem_min: null,
			redeem_step: null,
			rounding: 'floor',
			refund_recovery: 'forgive',
			refund_grace_days: 90,
			hold_minutes: 30,
			point_value: 0.01,
			breakage_percent: 10,
			tiers: tiers(
				[
					['member', ['会员', 'Member'], SILVER, 500, 250, ['优先预约', 'Appointments first']],
					['senior', ['高级会员', 'Senior member'], GOLD, 3000, 1500, ['优先预约、每年免费检修一次', 'Appointments first, one free check a year']],
					['patron', ['尊享会员', 'Patron'], PLATINUM, 10_000, 5000, ['专人服务、上门检修', 'A personal contact, checks at home']],
				],
				text,
			),
			tier_window: 'membership_year',
			tier_window_length: null,
			tier_downgrade: 'one_down',
			tier_grace_days: 60,
			tier_revoke_on_refund: false,
		}),
	},
];

/** The values of a preset; what somebody has typed as name and key stays. */
export function valuesOf(preset: ProgramPreset, locale: Locale, typed: Record<string, unknown>): Record<string, unknown> {
	const text = ([zh, en]: Phrase): string => (locale === 'zh-CN' ? zh : en);
	return {
		...(typed['name'] ? {} : { name: text(preset.name) }),
		...(typed['key'] ? {} : { key: preset.key }),
		...preset.fields(text),
	};
}
