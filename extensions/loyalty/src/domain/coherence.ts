import type { Book } from './model.ts';

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
	const lot = lots.find(({ open_points: open, points }) => open < 0 || open > points);
	if (lot) return `lot ${lot.id} has ${lot.open_points} of ${lot.points} points`;
	return account.debt < 0 ? `debt is ${account.debt}` : null;
}
