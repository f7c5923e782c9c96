import { z } from 'zod';
import { VOUCHER_STATES } from '../domain/rewards/voucher.ts';
import { MovedAnswer } from './answers.ts';

const points = z.int();
const uuid = z.string().meta({ format: 'uuid' });
const instant = z.string().describe('ISO instant');
const reward = z.object({ id: uuid, key: z.string(), name: z.string() });

export const VoucherAnswer = z.object({
	id: uuid,
	code: z.string().describe('What the member shows; whoever has it can use the voucher'),
	account: uuid,
	reward,
	points: points.describe('What was paid for it; 0: a present of a rule'),
	rule: uuid.nullable().describe('The rule that gave it'),
	state: z.enum(VOUCHER_STATES),
	issued_at: instant,
	available_on: z.string().nullable().describe('First day on which it can be used; null: at once'),
	expires_on: z.string().describe('Last day on which it can be used, in the time zone of the program; 9999-12-31 = for ever'),
	used_at: instant.nullable(),
	cancelled_at: instant.nullable(),
});
export type VoucherAnswer = z.infer<typeof VoucherAnswer>;

export const FoundVoucherAnswer = VoucherAnswer.extend({ customer: z.object({ id: uuid, name: z.string().nullable().describe('Null: the caller may not read it') }) });

export const RedemptionAnswer = MovedAnswer.extend({ voucher: VoucherAnswer.optional().describe('Of a reward') });

export const VoucherResolvedAnswer = z.object({
	voucher: VoucherAnswer,
	points: points.describe('Given back now'),
	available: points,
	pending: points,
	held: points,
	debt: points,
});

export const VouchersAnswer = z.object({ vouchers: z.array(VoucherAnswer).describe('Newest first') });

export const RewardsAnswer = z.object({
	rewards: z
		.array(
			reward.extend({
				description: z.string().nullable(),
				image: uuid.nullable(),
				points: points.describe('What it costs'),
				ends_at: instant.nullable(),
				left: points.nullable().describe('In stock; null = no limit'),
				left_for_member: points.nullable().describe('How many the member may still have; null = no limit'),
				available: z.boolean().describe('The member can have it now'),
				reason: z.string().nullable().describe('Why not, as a redemption would be refused'),
				message: z.string().nullable().describe('The reason in the language of the caller'),
			}),
		)
		.describe('Cheapest first'),
});

export const BenefitsAnswer = z.object({
	discount_percent: z.number().nullable().describe('The best of all programs; null = none'),
	programs: z.array(
		z.object({
			program: z.string().describe('Key'),
			name: z.string(),
			account: uuid,
			tier: z.string().nullable().describe('Key; null: none reached yet'),
			tier_name: z.string().nullable(),
			tier_until: z.string().nullable().describe('ISO date in the time zone of the program'),
			discount_percent: z.number().nullable(),
			benefits: z.string().nullable(),
			next_tier: z.string().nullable(),
			points_to_next_tier: points.nullable().describe('Growth value missing to rise'),
		}),
	),
});
