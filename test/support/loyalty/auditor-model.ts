/** What the auditor knows of programs and members. */
export interface Rules {
	pendingDays: number;
	months: number | null;
	roundToMonthEnd: boolean;
	min: number;
	step: number;
	/** Points end so long after the member last earned or spent; null = they do not. */
	idleMonths: number | null;
	/** In a calendar month; Infinity = none. */
	cap: number;
}

export type Learn = (answer: Record<string, unknown>) => void;

export interface Pile {
	left: number;
	came: number;
	from: number;
	until: number;
	number: number;
	lapsed: number;
}

export interface GivenBack {
	txn: string;
	originalMinor: number;
	refundedMinor: number;
	graceDays: number | null;
}

export interface Member {
	piles: Pile[];
	owed: number;
	/** The day on which the member last earned or spent. */
	active: number;
	holds: Map<string, { from: [Pile, number][]; points: number; until: number; state: string }>;
	earned: Map<number, number>;
	closed: boolean;
}
