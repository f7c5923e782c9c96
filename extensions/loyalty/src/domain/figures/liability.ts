import { NEVER } from '../validity/days.ts';

export interface OpenPoints {
	/** Last day of the lots. */
	expires_on: string;
	/** Of a whole program: may be more than a number counts exactly. */
	points: bigint;
}

export interface Worth {
	/** What a point is worth, in millionths of the currency's unit: points are often worth less than a cent. */
	pointValueMicros: number;
	/** Share that is expected never to be redeemed, in hundredths of a percent. */
	breakageBp: number;
}

export interface Liability {
	points: number;
	/** Minor units, after breakage. */
	valueMinor: number;
	by_month_of_expiry: { month: string | null; points: number; valueMinor: number }[];
	breakage: { share: number; points: number };
}

/**
 * What the points that members hold would cost: points × value of a point × the share that is expected to be redeemed. Each
 * month is rounded by itself and the whole is their sum, so that the report adds up.
 */
export function liabilityOf(open: OpenPoints[], worth: Worth): Liability {
	const { breakageBp } = worth;
	const months = new Map<string, bigint>();
	for (const { expires_on: last, points } of open) {
		const month = last.slice(0, 7);
		months.set(month, (months.get(month) ?? 0n) + points);
	}
	const rows = [...months.entries()]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([month, inMonth]) => ({
			month: NEVER.startsWith(month) ? null : month,
			points: Number(inMonth),
			valueMinor: valueOf(inMonth, worth),
		}));
	const points = open.reduce((sum, row) => sum + row.points, 0n);
	return {
		points: Number(points),
		valueMinor: rows.reduce((sum, row) => sum + row.valueMinor, 0),
		by_month_of_expiry: rows,
		breakage: { share: breakageBp / 10_000, points: Number((points * BigInt(breakageBp)) / 10_000n) },
	};
}

/** Rounded half up; these products go beyond what a number counts exactly. */
function valueOf(points: bigint, { pointValueMicros, breakageBp }: Worth): number {
	const exact = points * BigInt(pointValueMicros) * BigInt(10_000 - breakageBp);
	const perMinor = 10_000n * 10_000n;
	return Number((exact + perMinor / 2n) / perMinor);
}
