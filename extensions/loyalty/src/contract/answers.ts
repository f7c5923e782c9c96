import { z } from 'zod';
import { CONTRAS, ENTRY_TYPES, SOURCE_TYPES } from '../domain/ledger/model.ts';
import { CardAnswer } from './card-answers.ts';
import { REFERRAL_STATES, REJECTIONS, type Rejection } from '../domain/referral/referral.ts';

/** What `/crm/loyalty` answers, stated once: the document describes it and the operations return it. */
const points = z.int();
/** Over a whole program: beyond what a number counts exactly it is the nearest one. */
const sum = z.number();
const uuid = z.string().meta({ format: 'uuid' });
const day = z.string().describe('ISO date in the time zone of the program');
const lastDay = day.describe('Last day on which the points can be spent; 9999-12-31 = for ever');

const balance = {
	available: points.describe('Can be spent now'),
	pending: points.describe('Can be spent later'),
	held: points.describe('Set aside by holds'),
	debt: points.describe('Spent before they were taken back; repaid first'),
};
const tier = {
	tier: z.string().nullable().describe('Key of the tier; null: none reached yet'),
	tier_since: day.nullable(),
	tier_until: day.nullable().describe('Last day before the tier is looked at again; null = it is not'),
	tier_at_risk: z.boolean().describe('In days of grace'),
	tier_locked_until: day.nullable().describe('Last day of a tier that was set by hand'),
};
const moved = {
	txn: uuid.describe('The transaction: entries of one operation share it'),
	points: points.describe('As asked for; fewer where a cap was reached'),
	...balance,
};

const brought = {
	state: z.enum(REFERRAL_STATES),
	reason: z.enum(Object.keys(REJECTIONS) as [Rejection]).nullable().describe('Why it does not count'),
};

export const ReferrerAnswer = z.object({ account: uuid, referrer: uuid.describe('Account of who brought the member'), ...brought });

export const EnrolAnswer = z.object({
	id: uuid,
	created: z.boolean().describe('False: was a member before'),
	referral: ReferrerAnswer.optional().describe('Where a referral code was given'),
});

const side = { account: uuid, customer: uuid.nullable().describe('Null: not one of yours'), name: z.string().nullable(), ...brought };

export const ReferralAnswer = z.object({
	code: z.string().nullable().describe('By which this member brings others'),
	referrer: z
		.object({ ...side, order: uuid.nullable().describe('That made it count'), confirms_on: day.nullable().describe('From then on nothing undoes it') })
		.nullable(),
	referees: z.array(z.object(side)).describe('Whom this member brought, newest first; at most 100'),
	referee_count: z.int(),
});

export const AccountAnswer = z.object({
	id: uuid,
	program: z.string().describe('Key of the program'),
	customer: uuid,
	status: z.enum(['active', 'frozen', 'closed']),
	...balance,
	...tier,
	tier_name: z.string().nullable(),
	tier_points: points.describe('Growth value in the window that ends today'),
	points_to_keep_tier: points.nullable().describe('Growth value missing until `tier_until`; null: the tier is not looked at again'),
	next_tier: z.string().nullable().describe('Key; null: there is no better one'),
	points_to_next_tier: points.nullable().describe('Growth value missing to rise'),
	card: CardAnswer,
	lots: z
		.array(
			z.object({
				id: uuid,
				points: points.describe('As they came'),
				open_points: points.describe('What is left of them'),
				status: z.enum(['pending', 'open']),
				available_on: day.describe('First day on which they can be spent'),
				expires_on: lastDay,
			}),
		)
		.describe('In the order in which they are spent'),
});

export const EntriesAnswer = z.object({
	entries: z.array(
		z.object({
			id: uuid,
			seq: points.describe('Counted within the account'),
			txn: uuid,
			type: z.enum(ENTRY_TYPES),
			points: points.describe('Signed'),
			contra: z.enum(CONTRAS).describe('Counter account'),
			status: z.enum(['pending', 'open', 'posted', 'void']),
			open_points: points,
			lot: uuid.nullable().describe('The lot that it takes from or gives back to; null: it is a lot itself'),
			effective_at: z.string().describe('ISO instant'),
			available_on: day.nullable(),
			expires_on: lastDay.nullable(),
			reverses: uuid.nullable(),
			reason: z.string().nullable(),
			tier_points: points.describe('Growth value that it moves; signed'),
			source: z.object({ type: z.enum(SOURCE_TYPES), id: z.string() }).nullable().describe('What it came from'),
		}),
	),
	next: points.nullable().describe('Ask with `before` = this for older entries; null: there are none'),
});

export const MovedAnswer = z.object(moved);

export const AccrualAnswer = z.object({
	...moved,
	points: points.describe('Earned: fewer than asked for where a cap was reached; of an order all that it has earned and kept'),
	entry: uuid.nullable().describe('The lot; null: the rules give nothing for the order'),
	status: z.enum(['pending', 'open', 'posted', 'void']).nullable().describe('posted: there was nothing to spend in it'),
	available_on: day.nullable(),
	expires_on: lastDay.nullable(),
});

const taken = {
	points: points.describe('Earned now; negative: taken back now'),
	tier_points: points,
	returned: points.describe('Spent on the order and given back now'),
	from_lot: points,
	from_expired: points,
	from_other_lots: points,
	to_debt: points,
	forgiven: points,
};

export const RefundAnswer = z.object({
	order: uuid,
	status: z.enum(['draft', 'confirmed', 'paid', 'cancelled', 'refunded']),
	refunded_amount: z.number().describe('Of the order, all refunds together'),
	accounts: z.array(
		z.object({
			account: uuid,
			...taken,
			earned: points.describe('All that the order has earned and kept'),
			lot: z.object({ id: uuid, status: z.enum(['pending', 'open', 'posted', 'void']), available_on: day, expires_on: lastDay }).nullable(),
			txn: uuid,
			...balance,
		}),
	),
	left_out: z.array(z.object({ account: uuid, reason: z.string() })).describe('Accounts that stand still; their points follow'),
});

export const HoldAnswer = z.object({
	id: uuid.describe('Of the hold, by which it is posted or voided'),
	hold: uuid.describe('The same'),
	points,
	expires_at: z.string().describe('ISO instant; then the hold ends by itself'),
	...balance,
});

export const TierSetAnswer = z.object(tier);

export const StatusAnswer = z.object({ status: z.enum(['active', 'frozen', 'closed']) });

export const ResolvedHoldAnswer = z.object({ ...moved, hold: uuid, state: z.enum(['posted', 'voided']) });

export const LiabilityAnswer = z.object({
	program: z.string(),
	as_of: z.string().describe('ISO instant'),
	currency: z.string(),
	points: sum.describe('That members hold: to spend, waiting or on hold'),
	value: z.number().describe('In the home currency, less breakage'),
	by_month_of_expiry: z
		.array(z.object({ month: z.string().nullable().describe('YYYY-MM; null = never'), points: sum, value: z.number() })),
	breakage: z.object({ share: z.number().min(0).max(1), points: sum }).describe('Expected never to be redeemed'),
});

export const TrialBalanceAnswer = z.object({
	program: z.string(),
	lines: z.array(z.object({ account: z.enum(['members', ...CONTRAS]), points: sum })),
	total: sum.describe('Always 0'),
	stored: z.object({ available: sum, pending: sum, held: sum, debt: sum }).describe('What the accounts of all members say'),
	agrees: z.boolean().describe('Whether the accounts agree with the entries'),
});
