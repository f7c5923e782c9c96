import type { Entry } from '../ledger/model.ts';
import { isEarning } from './earned-lot.ts';

/** What is stored about an order of one account. */
export interface KeptOrder {
	/** It was cancelled or is gone, and that was looked at. */
	isUndone: boolean;
	/** The account's entries that came from it. */
	entries: Entry[];
	/** Points that its lines earned, and that rules gave for it. */
	earned: number[];
	given: number[];
}

/** What is wrong with it, or null. */
export function brokenOrder({ isUndone, entries, earned, given }: KeptOrder): string | null {
	const order = entries[0]?.source_id ?? '';
	const kept = sum(entries.filter((entry) => isEarning(entry, order)).map(({ points }) => points));
	const most = sum(earned);
	if (kept < 0 || kept > most) return `it has ${kept} points of the ${most} that its lines earned`;
	if (most !== sum(given)) return `its lines earned ${most} points, rules gave ${sum(given)}`;
	if (!isUndone) return null;
	if (kept > 0) return `it was undone, and kept ${kept} points`;
	// What was spent before a merge is carried over as it was left.
	const moves = entries.filter(({ type }) => type === 'redemption' || type === 'return');
	const isCarried = entries.some(({ type }) => type === 'merge');
	const spent = -sum(moves.map(({ points }) => points));
	return isCarried || spent === 0 ? null : `it was undone, and ${spent} points that were spent on it did not come back`;
}

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);
