import { creditOf, creditsOf, hasId, type Credits } from './credits.ts';
import type { OrderRow } from './parse-row.ts';
import type { Planning, StoredOrder } from './plan-batch.ts';

/** Remembers the credit of a row with its order, so that it counts once. */
export function noteCredit(row: OrderRow, stored: StoredOrder, planning: Planning): void {
	const credits = creditsFor(stored, planning);
	const credit = creditOf(row);
	const before = credits.find(credit, planning.hasTwin);
	if (before && before.name !== credit.name && hasId(credit)) {
		credits.rename(before.name, credit);
		planning.plan.renamedCredits.push({ order: stored.id, before: before.name, ...credit });
	}
	if (before?.amountMinor === credit.amountMinor) return;
	credits.set(credit);
	planning.plan[before === undefined ? 'newCredits' : 'changedCredits'].push({ order: stored.id, ...credit });
}

/** A negative order that nobody recorded a credit for is its own first credit. */
export function creditsFor(stored: StoredOrder, { plan, known }: Planning): Credits {
	const found = known.credits.get(stored.id);
	if (found) return found;
	const first = stored.amountMinor < 0 ? [creditOf(stored)] : [];
	plan.newCredits.push(...first.map((credit) => ({ order: stored.id, ...credit })));
	const credits = creditsOf(first);
	known.credits.set(stored.id, credits);
	return credits;
}
