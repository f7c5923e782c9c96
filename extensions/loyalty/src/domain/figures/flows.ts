import type { Contra } from '../ledger/model.ts';

/** What came to members and left them; `adjusted` is signed. */
export interface Flow {
	issued: number;
	redeemed: number;
	expired: number;
	reversed: number;
	adjusted: number;
}

/** Points that members had from one counter account in one month; negative: that they gave to it. */
export interface Movement {
	month: string;
	contra: Contra;
	points: bigint;
}

/** Holds, debts and transfers move points between members and back; nothing comes in or leaves by them. */
const FLOWS: Partial<Record<Contra, [flow: keyof Flow, sign: bigint]>> = {
	issuance: ['issued', 1n],
	redemption: ['redeemed', -1n],
	breakage: ['expired', -1n],
	reversal: ['reversed', -1n],
	goodwill: ['adjusted', 1n],
};

/** What was issued, redeemed and lost in each of the months, and in all of them. Points that came back were not redeemed. */
export function flowsOf(months: string[], movements: Movement[]): { total: Flow; by_month: ({ month: string } & Flow)[] } {
	return {
		total: flowOf(movements),
		by_month: months.map((month) => ({ month, ...flowOf(movements.filter((movement) => movement.month === month)) })),
	};
}

function flowOf(movements: Movement[]): Flow {
	const flow: Flow = { issued: 0, redeemed: 0, expired: 0, reversed: 0, adjusted: 0 };
	const sums = new Map<keyof Flow, bigint>();
	for (const { contra, points } of movements) {
		const [name, sign] = FLOWS[contra] ?? [];
		if (name) sums.set(name, (sums.get(name) ?? 0n) + sign! * points);
	}
	for (const [name, points] of sums) flow[name] = Number(points);
	return flow;
}
