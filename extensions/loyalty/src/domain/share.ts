/**
 * The part of `points` that `part` of `whole` stands for, rounded down. Many partial refunds are each measured against the
 * whole, so nothing drifts: the last one leaves exactly nothing.
 */
export function shareOf(points: number, { part, whole }: { part: number; whole: number }): number {
	if (whole <= 0 || part < 0 || part > whole) throw new RangeError(`${part} is no part of ${whole}`);
	// Products of points and cents go beyond what a number counts exactly.
	return Number((BigInt(points) * BigInt(part)) / BigInt(whole));
}
