import { type Region, REGIONS } from './names.ts';
import { randomFor } from './random.ts';
import type { Tier } from './staff.ts';
import { CAST, type CastMember, type Pattern } from './story.ts';

/**
 * The shares are those of the handbook, over all 400 active customers: A 10 %, B 20 %, C 70 %,
 * where the 20 prospects are part of C because their value is 0. Among the 380 who ever bought the
 * classes are 10.5, 21.1 and 68.4 %, within two points of the same shares. Counts here are by
 * value alone: two Cs with high potential rise to A and one insolvent B falls to C, which makes
 * 40, 80 and 280. The shares of turnover lie a little inside the bounds 0.7 and 0.9 (a class ends
 * with the customer who crosses its bound), with gaps between the classes, so that a week more or
 * less changes nothing.
 */
const CURVES: Record<Tier, { valued: number; share: number; ratio: number }> = {
	A: { valued: 38, share: 0.7035, ratio: 5 },
	B: { valued: 81, share: 0.1972, ratio: 3 },
	C: { valued: 240, share: 0.0993, ratio: 10 },
};
/**
 * Cs without value, the cast included. The one more is the cast's customer who sent everything
 * back.
 */
const PROSPECTS = 20;
const LOST = 20;
export const ARCHIVED = 5;

export const REGION_QUOTA: Record<Tier | 'archived', Record<Region, number>> = {
	A: { 华东: 21, 华南: 11, 西部: 6 },
	B: { 华东: 43, 华南: 22, 西部: 16 },
	C: { 华东: 141, 华南: 74, 西部: 66 },
	archived: { 华东: 2, 华南: 2, 西部: 1 },
};
/** How far down in A and B a region's customers tend to stand: the west is the poorest market. */
const REGION_BIAS: Record<Region, number> = { 华东: 0, 华南: 0.2, 西部: 0.5 };

/** A place on the value curve, to be filled with a customer. */
export interface Slot {
	key: string;
	tier: Tier;
	share: number;
	pattern: Pattern;
	member?: CastMember;
}

/** Every value slot of a class, the cast in its reserved places, then the slots without value. */
export function slotsOf(tier: Tier): Slot[] {
	const cast = CAST.filter((member) => member.tier === tier);
	const { valued, share, ratio } = CURVES[tier];
	const patterns = patternsOf(tier);
	const slots = geometricShares(valued, share, ratio).map((value, rank): Slot => {
		const member = cast.find((candidate) => candidate.rank === rank);
		const pattern = member?.pattern ?? patterns[rank] ?? 'steady';
		return { key: member?.key ?? `${tier}${rank}`, tier, share: value, pattern, member };
	});
	for (const member of cast.filter((candidate) => candidate.rank === undefined)) {
		slots.push({ key: member.key, tier, share: 0, pattern: member.pattern, member });
	}
	if (tier !== 'C') return slots;
	return [...slots, ...emptySlots('prospect', PROSPECTS - 1), ...emptySlots('lost', LOST - 1)];
}

/** Customers without value in the last 12 months. */
export function emptySlots(pattern: Pattern, count: number): Slot[] {
	return Array.from({ length: count }, (_, index) => ({
		key: `${pattern}${index}`, tier: 'C' as const, share: 0, pattern,
	}));
}

/** Falling geometric series with the given sum, the first `ratio` times the last. */
function geometricShares(count: number, sum: number, ratio: number): number[] {
	const raw = Array.from({ length: count }, (_, rank) => ratio ** (-rank / (count - 1)));
	const total = raw.reduce((all, one) => all + one, 0);
	return raw.map((one) => (one / total) * sum);
}

function patternsOf(tier: Tier): Pattern[] {
	const rare: Pattern[] = tier === 'A' ? [] : tier === 'B' ? repeat<Pattern>('repeat', 3) : [
		...repeat<Pattern>('new', 16),
		...repeat<Pattern>('repeat', 24),
		...repeat<Pattern>('dormant', 14),
	];
	const { valued } = CURVES[tier];
	const all = [...rare, ...repeat<Pattern>('steady', valued - rare.length)];
	return randomFor(`patterns/${tier}`).shuffle(all);
}

export function regionsFor(tier: Tier, slots: Slot[]): Region[] {
	const random = randomFor(`regions/${tier}`);
	const left = { ...REGION_QUOTA[tier] };
	for (const { member } of slots) if (member) left[member.region] -= 1;
	const deck = REGIONS.flatMap((region) => repeat(region, left[region]))
		.map((region) => ({
			region, place: (tier === 'C' ? 0 : REGION_BIAS[region]) + random.next(),
		}))
		.sort((one, other) => one.place - other.place);
	return slots.map((slot) => slot.member?.region ?? (deck.shift()?.region as Region));
}

export function repeat<T>(item: T, count: number): T[] {
	return Array.from({ length: count }, () => item);
}
