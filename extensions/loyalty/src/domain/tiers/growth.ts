import { growthDay } from '../merge/merge-lots.ts';
import type { Entry } from '../ledger/model.ts';
import { windowStart, type Calendar } from './windows.ts';

/** An entry that moves growth value, as far as tiers look at it. */
export type GrowthMove = Pick<Entry, 'id' | 'seq' | 'txn' | 'type' | 'tier_points' | 'available_on' | 'effective_at' | 'reverses'>;

/** What a tier is decided by: the program's settings, the day of joining, and growth value by day. */
export interface Growth extends Calendar {
	byDay: Map<string, number>;
}

/**
 * What is taken back counts on the day of what brought it, so a purchase and its refund come to nothing in every window. Where
 * the entry that brought it is not among `moves`, it lies before every window that is looked at, and so does its reversal.
 */
export function growthOf(calendar: Calendar, moves: GrowthMove[], timezone: string): Growth {
	const days = new Map(moves.map((move) => [move.id, growthDay(move, timezone)]));
	const byDay = new Map<string, number>();
	for (const { id, reverses, tier_points: points } of moves) {
		const day = days.get(reverses ?? id);
		if (day !== undefined) byDay.set(day, (byDay.get(day) ?? 0) + points);
	}
	return { ...calendar, byDay };
}

export function growthBetween({ byDay }: Growth, from: string, to: string): number {
	let sum = 0;
	for (const [day, points] of byDay) if (from <= day && day <= to) sum += points;
	return sum;
}

/** In the window that ends with `last`. */
export const growthAt = (growth: Growth, last: string): number => growthBetween(growth, windowStart(growth, last), last);
