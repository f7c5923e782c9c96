/**
 * Splits whole points over parts in proportion to their weights, so that they add up exactly: each part gets its share rounded
 * down, and what is left goes one by one to the largest remainders, among equals to the part whose name comes first. Weights
 * below 0 count as 0; where all are 0, as equal. (Hamilton's method, also called largest remainder.)
 */
export function split(points: number, parts: { name: string; weight: number }[]): Map<string, number> {
	if (parts.length === 0) return new Map();
	const positive = parts.map(({ name, weight }) => ({ name, weight: BigInt(Math.max(0, weight)) }));
	const total = positive.reduce((sum, { weight }) => sum + weight, 0n);
	const weighted = total > 0n ? positive : positive.map(({ name }) => ({ name, weight: 1n }));
	const whole = total > 0n ? total : BigInt(parts.length);
	const shares = weighted.map(({ name, weight }) => {
		const share = BigInt(points) * weight;
		return { name, points: Number(share / whole), remainder: share % whole };
	});
	const left = points - shares.reduce((sum, share) => sum + share.points, 0);
	const byRemainder = [...shares].sort(
		(a, b) => Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder) || (a.name < b.name ? -1 : 1),
	);
	for (const share of byRemainder.slice(0, left)) share.points += 1;
	return new Map(shares.map((share) => [share.name, share.points]));
}
