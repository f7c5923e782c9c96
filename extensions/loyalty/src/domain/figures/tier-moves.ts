/** One change of a member's tier, as it was told. */
export interface TierChange {
	account: string;
	customer: string;
	/** Keys of tiers; null = none. */
	from: string | null;
	to: string | null;
	at: Date;
}

export interface TierMoves {
	rose: number;
	fell: number;
	moves: { from: string | null; to: string | null; members: number }[];
	/** Who moved, the latest first. */
	movers: TierChange[];
}

/**
 * Who is in another tier at the end of a period than at its start, from its changes in order; who rose and fell back is neither. `tiers`: keys, the
 * lowest first. A tier that the program no longer has is below all others.
 */
export function tierMovesOf(changes: TierChange[], tiers: string[]): TierMoves {
	const byAccount = new Map<string, TierChange>();
	for (const change of changes) {
		const before = byAccount.get(change.account);
		byAccount.set(change.account, before ? { ...change, from: before.from } : change);
	}
	const movers = [...byAccount.values()].filter(({ from, to }) => from !== to).sort((a, b) => b.at.getTime() - a.at.getTime());
	const rank = (key: string | null): number => (key === null ? -2 : tiers.indexOf(key));
	const moves = new Map<string, TierMoves['moves'][number]>();
	for (const { from, to } of movers) {
		const name = JSON.stringify([from, to]);
		const known = moves.get(name) ?? { from, to, members: 0 };
		moves.set(name, { ...known, members: known.members + 1 });
	}
	return {
		rose: movers.filter(({ from, to }) => rank(to) > rank(from)).length,
		fell: movers.filter(({ from, to }) => rank(to) < rank(from)).length,
		moves: [...moves.values()].sort((a, b) => rank(b.to) - rank(a.to) || rank(b.from) - rank(a.from)),
		movers,
	};
}
