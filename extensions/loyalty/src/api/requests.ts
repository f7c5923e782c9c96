import { named } from '@guanxi/core/operations';
import type { Phrase } from '@guanxi/core/words';
import { z } from 'zod';
import { ACCOUNT, CUSTOMER, HOLD, ORDER, PROGRAM } from '../domain/loyalty-words.ts';
import { VOUCHER } from '../domain/rewards/reward-words.ts';
import { VOUCHER_STATES } from '../domain/rewards/voucher.ts';

/** A command moves at most so many points; what an account holds is limited by what a computer counts exactly. */
const MOST = 1_000_000_000_000;
const uuid = (what: Phrase) => z.guid().toLowerCase().meta({ ...named(what), format: 'uuid' });
const points = z.int().min(1).max(MOST);
const reason = z.string().trim().min(1).max(255);

export const AccountParams = z.object({ id: uuid(ACCOUNT) });
export const HoldParams = z.object({ id: uuid(HOLD) });
export const VoucherParams = z.object({ id: uuid(VOUCHER) });
export const CustomerParams = z.object({ id: uuid(CUSTOMER) });
export const ProgramParams = z.object({ key: z.string().meta(named(PROGRAM)) });

const referralCode = z.string().trim().min(1).max(40).meta({ examples: ['7K2-QP9-XMB'] });

export const ReferrerBody = z.strictObject({ code: referralCode.describe('Of the member who brought this one') });

export const EnrolBody = z.strictObject({
	program: z.string().min(1).max(63).describe('Key of the program').meta({ examples: ['club'] }),
	customer: z.guid().toLowerCase().describe('Id of the customer'),
	referral_code: referralCode.optional().describe('Of the member who brought them'),
});

export const OrderParams = z.object({ id: uuid(ORDER) });

export const AccrualBody = z.strictObject({
	points: points.optional().describe('Either points, or an order, or a rule'),
	order: z.guid().toLowerCase().optional().describe('Id of a paid order, which earns by the rules; once'),
	rule: z.string().min(1).max(63).optional().describe('Id or key of a rule that is given by hand; once for each request'),
	reason: reason.optional(),
});

export const RedemptionBody = z.strictObject({
	points: points.optional().describe('Either points, or a reward'),
	reward: z.string().min(1).max(63).optional().describe('Key or id of a reward, which says how many points').meta({ examples: ['coffee'] }),
	order: z.guid().toLowerCase().optional().describe('Id of the order that the points pay for; they come back when it is refunded'),
	reason: reason.optional(),
});

const money = z
	.union([z.number().positive().max(1e10).multipleOf(0.01), z.string().trim().regex(/^(?=.*[1-9])\d{1,10}(\.\d{1,2})?$/)])
	.describe('Money, with at most two decimals; as a number or as text')
	.meta({ examples: ['12.50', 12.5] });

export const RefundBody = z.strictObject({
	lines: z
		.array(z.strictObject({ line: z.guid().toLowerCase().describe('Id of a line of the order'), amount: money }))
		.min(1)
		.max(1000)
		.optional()
		.describe('What goes back of which line'),
	amount: money.optional().describe('Instead of lines, for an order that has none'),
});

export const AdjustmentBody = z.strictObject({
	points: z.int().min(-MOST).max(MOST).describe('Positive gives, negative takes'),
	reason: reason.describe('For whoever looks at the entry later'),
});

export const TransferBody = z.strictObject({ to: z.guid().toLowerCase().describe('Id of the other account'), points });

export const TierBody = z.strictObject({
	tier: z.string().max(31).nullable().describe('Key of the tier; null = none'),
	until: z.iso.date().describe('The last day on which it counts'),
	reason: reason.describe('For whoever looks at it later'),
});

export const ReasonBody = z.strictObject({ reason: reason.describe('For whoever looks at it later') });

export const HoldBody = z.strictObject({
	points,
	expires_in_minutes: z.int().min(1).max(525_600).optional().describe('Default: as in the program'),
	order: z.guid().toLowerCase().optional().describe('Id of the order that the points will pay for'),
	reason: reason.optional(),
});

export const NoBody = z.strictObject({});

export const PostBody = z.strictObject({ points: points.optional().describe('Default: all of them') });

export const EntriesQuery = z.object({
	limit: z.coerce.number().int().min(1).max(500).default(50),
	before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().describe('Only entries with a smaller `seq`'),
});

export const VouchersQuery = z.object({
	limit: z.coerce.number().int().min(1).max(500).default(50),
	state: z.enum(VOUCHER_STATES).optional().describe('Only those in this state'),
});

export const CodeQuery = z.object({ code: z.string().min(1).max(40).describe('Of the voucher; small letters, spaces and hyphens do not matter') });

export const LiabilityQuery = z.object({
	as_of: z
		.string()
		.describe('ISO date (the start of that day in the time zone of the settings) or instant; default: now')
		.meta({ examples: ['2026-12-31'] })
		.optional(),
});
