import { z } from 'zod';
import { ENTRY_TYPES } from '../domain/model.ts';

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
	entries: z
		.array(z.object({ type: z.enum(ENTRY_TYPES), points: points.describe('Signed'), at: z.string().describe('ISO instant') }))
		.describe('The latest movements, newest first'),
});
