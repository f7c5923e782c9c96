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
	/** Points for each unit of money, and for each order besides. */
	rate: number;
	fixed: number;
	/** From where points of a refunded order are taken that are spent. */
	recovery: string;
	/** Spent points that come back to a pile that is over last so long; null = they are lost. */
	graceDays: number | null;
	/** What a rule gives by hand, and what of it one member gets a day, and all together. */
	gift: { points: number; day: number; budget: number };
	reward: { points: number; stock: number; limit: number; days: number };
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

export interface Hold {
	from: [Pile, number][];
	points: number;
	until: number;
	state: string;
	order: string | null;
}

export interface Member {
	piles: Pile[];
	owed: number;
	/** The day on which the member last earned or spent. */
	active: number;
	holds: Map<string, Hold>;
	earned: Map<number, number>;
}
