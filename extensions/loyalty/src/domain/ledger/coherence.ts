import type { Book, Entry, OpenHold } from './model.ts';

/**
 * What of a stored book contradicts itself, or null. Asked before every decision: an account whose balance and lots disagree
 * stands still until somebody has looked at it, and only that account.
 */
export function incoherence({ account, lots, holds }: Book): string | null {
	const sum = (status: string): number =>
		lots.filter((lot) => lot.status === status).reduce((total, lot) => total + lot.open_points, 0);
	const held = holds.reduce((total, hold) => total + hold.points, 0);
	const found = { available: sum('open'), pending: sum('pending'), held };
	for (const [name, points] of Object.entries(found) as [keyof typeof found, number][]) {
		if (account[name] !== points) return `${name} is ${account[name]}, entries say ${points}`;
	}
	const taken = heldOf(holds);
	const lot = lots.find(({ id, open_points: open, points }) => open < 0 || open + (taken.get(id) ?? 0) > points);
	if (lot) return `lot ${lot.id} has ${lot.open_points} of ${lot.points} points, and ${taken.get(lot.id) ?? 0} on hold`;
	const hold = holds.find(({ points, entries }) => -total(entries) !== points);
	if (hold) return `hold ${hold.id} is about ${hold.points} points, entries say ${-total(hold.entries)}`;
	return account.debt < 0 ? `debt is ${account.debt}` : null;
}

const total = (entries: Entry[]): number => entries.reduce((sum, { points }) => sum + points, 0);

function heldOf(holds: OpenHold[]): Map<string, number> {
	const taken = new Map<string, number>();
	for (const { lot, points } of holds.flatMap(({ entries }) => entries)) taken.set(lot!, (taken.get(lot!) ?? 0) - points);
	return taken;
}
