import { shareOf } from '../share.ts';

/** What of an order matters for points, in minor units of its currency. */
export interface Order {
	id: string;
	status: 'draft' | 'confirmed' | 'paid' | 'cancelled' | 'refunded';
	amountMinor: number;
	refundedMinor: number;
	/** Null: the home currency. */
	currency: string | null;
	placedAt: Date;
	/** Null: nobody noted it. */
	paidAt: Date | null;
	lines: OrderLine[];
}

export interface OrderLine {
	id: string;
	amountMinor: number;
	refundedMinor: number;
}

/** What a line earned when its order was paid. An order without lines is one line with the order's id. */
export interface EarnedLine {
	line: string;
	/** What it was worth then. */
	amountMinor: number;
	points: number;
	tierPoints: number;
}

export const isPaid = (order: Order | null): order is Order => order?.status === 'paid' || order?.status === 'refunded';

/** Nothing of it is left: it was never paid, is cancelled or gone, or all of it was refunded. */
export function isUndone(order: Order | null): boolean {
	if (!isPaid(order)) return true;
	return order.amountMinor > 0 ? leftOfOrder(order) === 0 : order.status === 'refunded';
}

export interface Kept {
	points: number;
	tierPoints: number;
}

/**
 * Of what an order has earned, what it still deserves: each line the share of its worth that was not refunded, and all together
 * the share that is left when the order was refunded by more than its lines. Measured against the first worth each time, so
 * refunds in any number of parts take back neither more nor less than was earned; an order that grew later earns no more.
 */
export function keptOf(order: Order | null, earned: EarnedLine[]): Kept {
	if (!isPaid(order)) return { points: 0, tierPoints: 0 };
	const strangers = shareOfStrangers(order, earned);
	const lines = earned.map((line) => ({ ...line, left: leftOf(line, order) ?? shareOf(line.amountMinor, strangers) }));
	const byLines = total(lines.map(({ left }) => left));
	const part = Math.min(byLines, leftOfOrder(order));
	const keep = (of: 'points' | 'tierPoints'): number => {
		const kept = total(lines.map((line) => (line.amountMinor > 0 ? shareOf(line[of], { part: line.left, whole: line.amountMinor }) : line[of])));
		return byLines <= 0 ? kept : shareOf(kept, { part, whole: byLines });
	};
	return { points: keep('points'), tierPoints: keep('tierPoints') };
}

/** "Refunded" without an amount means all of it. Lines may add up to more than the net amount: their refunds count in proportion. */
export function refundedOf({ status, amountMinor, refundedMinor, lines }: Order): number {
	const [said, back] = [total(lines.map((line) => line.amountMinor)), total(lines.map((line) => line.refundedMinor))];
	const byLines = said > 0 && amountMinor > 0 ? shareOf(amountMinor, { part: Math.min(back, said), whole: said }) : 0;
	const noted = Math.max(refundedMinor, byLines);
	return noted === 0 && status === 'refunded' ? amountMinor : Math.min(noted, amountMinor);
}

const leftOfOrder = (order: Order): number => Math.max(0, order.amountMinor - refundedOf(order));

/** What is left of a line's first worth; null when the order has no such line any more. */
function leftOf({ line, amountMinor: worth }: EarnedLine, { id, lines }: Order): number | null {
	if (line === id) return worth;
	const found = lines.find((one) => one.id === line);
	return found ? Math.max(0, worth - refundOf(found, worth)) : null;
}

/** Lines that earned and are gone count as far as lines that came in their place are worth it. */
function shareOfStrangers(order: Order, earned: EarnedLine[]): { part: number; whole: number } {
	const { id, lines } = order;
	const known = new Set(earned.map(({ line }) => line));
	const present = new Set([id, ...lines.map((line) => line.id)]);
	const gone = total(earned.filter(({ line }) => !present.has(line)).map(({ amountMinor }) => amountMinor));
	// An order whose lines are all gone stands for them, such as while they are being replaced.
	const came = lines.length === 0 ? leftOfOrder(order) : total(lines.filter((line) => !known.has(line.id)).map(({ amountMinor, refundedMinor }) => Math.max(0, amountMinor - refundedMinor)));
	return gone <= 0 ? { part: 0, whole: 1 } : { part: Math.min(came, gone), whole: gone };
}

/**
 * A line's first worth is its part of the order's net amount, which may differ from what the line says: its refund counts in
 * the same proportion.
 */
function refundOf({ amountMinor: said, refundedMinor }: OrderLine, worth: number): number {
	if (said <= 0) return refundedMinor > 0 ? worth : 0;
	return shareOf(worth, { part: Math.min(refundedMinor, said), whole: said });
}

const total = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0);
