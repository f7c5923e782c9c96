import { z } from 'zod';
import { ENTRY_TYPES } from '../domain/ledger/model.ts';
import { VOUCHER_STATES } from '../domain/rewards/voucher.ts';

/** What the till and the member see of a card. */
const points = z.int();
const day = z.string().describe('ISO date in the time zone of the program');
const dated = z.object({ points, on: day }).nullable();

export const CardAnswer = z.object({
	number: z.string().describe('Sixteen digits, the last one a check digit (Luhn)'),
	qr_svg: z.string().describe('QR code of the number, as an SVG image'),
});

export const LinkAnswer = z.object({
	url: z.string().describe('Whoever has it sees the card, without a login'),
	expires_at: z.string().describe('ISO instant'),
});

const offer = {
	key: z.string(),
	name: z.string(),
	description: z.string().nullable(),
	points: points.describe('What it costs'),
	reason: z.string().nullable().describe('Why the member cannot have it now'),
};

const VoucherOnCard = z.object({
	id: z.string().meta({ format: 'uuid' }),
	code: z.string().describe('Whoever has it can use the voucher'),
	qr_svg: z.string().describe('QR code of the code, as an SVG image'),
	reward: z.string().describe('Name of what it is for'),
	state: z.enum(VOUCHER_STATES),
	expires_on: day.describe('Last day on which it can be used; 9999-12-31 = for ever'),
});

export const OfferAnswer = z.object({
	reward: z.object(offer),
	available: points.describe('The balance'),
	unit: z.string().nullable().describe('What members call points'),
	key: z.string().describe('Send it along: what is sent twice with the same key is one redemption'),
});

export const CardRedemptionAnswer = z.object({ voucher: VoucherOnCard, available: points.describe('The balance after it') });

export const MemberCardAnswer = z.object({
	program: z.object({ key: z.string(), name: z.string(), unit: z.string().nullable().describe('What members call points'), timezone: z.string() }),
	name: z.string().describe('The member’s name, shortened'),
	status: z.enum(['active', 'frozen', 'closed']),
	card: CardAnswer,
	available: points,
	pending: points,
	held: points,
	debt: points,
	arriving: dated.describe('The pending points that come next'),
	expiring: dated.describe('The available points that go next; `on` is their last day'),
	tier: z
		.object({
			name: z.string(),
			color: z.string().nullable(),
			benefits: z.string().nullable(),
			until: day.nullable().describe('Last day before the tier is looked at again'),
			at_risk: z.boolean(),
		})
		.nullable(),
	progress: z
		.object({ next_tier: z.string().describe('Its name'), value: points.describe('Growth value so far'), goal: points })
		.nullable()
		.describe('Null: there is no better tier'),
	rewards: z.array(z.object(offer)).describe('What the member can have for points, cheapest first'),
	vouchers: z.array(VoucherOnCard).describe('Those that can be used'),
	entries: z
		.array(z.object({ type: z.enum(ENTRY_TYPES), points: points.describe('Signed'), at: z.string().describe('ISO instant') }))
		.describe('The latest movements, newest first'),
});
