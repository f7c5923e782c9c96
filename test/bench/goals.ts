/** One line of a bench: figures in milliseconds unless their name says otherwise. */
export type BenchLine = { bench: string } & Record<string, unknown>;
export type Emit = (line: BenchLine) => void;

/** A figure of a bench that must not be exceeded, or be reached. Ratios are to the baseline of the same run. */
type Goal = { bench: string; figure: string } & ({ atMost: number } | { atLeast: number });

/** What the contract and the issues promise. Benches without a goal are for reading only. */
const GOALS: Goal[] = [
	{ bench: 'abc-first-run', figure: 'ratio', atMost: 1.3 },
	{ bench: 'abc-a-day-later-full', figure: 'ratio', atMost: 1.3 },
	{ bench: 'abc-a-day-later', figure: 'ratio', atMost: 2 },
	...['abc-first-run', 'abc-a-day-later-full', 'abc-a-day-later'].map((bench) => ({ bench, figure: 'rss_mb', atMost: 200 })),
	{ bench: 'abc-growth', figure: 'ratio', atMost: 13 },
	{ bench: 'order-by-rest', figure: 'ratio', atMost: 1.25 },
	{ bench: 'dashboard-opened', figure: 'ours_ms', atMost: 2000 },
	{ bench: 'loyalty-rules', figure: 'p95_ms', atMost: 5 },
	{ bench: 'second-start', figure: 'ours_ms', atMost: 15_000 },
	{ bench: 'import-by-command', figure: 'rss_mb', atMost: 300 },
	{ bench: 'loyalty-redeem-hot', figure: 'per_second', atLeast: 200 },
	{ bench: 'loyalty-redeem-hot', figure: 'p99_ms', atMost: 250 },
	{ bench: 'loyalty-redeem-spread', figure: 'per_second', atLeast: 400 },
	{ bench: 'loyalty-redeem-spread', figure: 'p99_ms', atMost: 250 },
	{ bench: 'loyalty-expiry', figure: 'lots_a_minute', atLeast: 10_000 },
	{ bench: 'loyalty-audit', figure: 'ours_ms', atMost: 60_000 },
	{ bench: 'loyalty-audit-of-one', figure: 'growth', atMost: 20 },
	{ bench: 'sla-deadline', figure: 'minutes_us', atMost: 50 },
	{ bench: 'sla-deadline', figure: 'days_us', atMost: 50 },
	{ bench: 'clocks-swept', figure: 'ours_ms', atMost: 5000 },
];

export interface Judged {
	/** Figure → what it must not exceed, or reach. */
	goals?: Record<string, number>;
	/** In words, the figures that do. */
	missed: string[];
}

/** Holds one line of a bench to its goals. */
export function judge(line: BenchLine): Judged {
	const own = GOALS.filter(({ bench, figure }) => bench === line['bench'] && typeof line[figure] === 'number');
	if (own.length === 0) return { missed: [] };
	return {
		goals: Object.fromEntries(own.map((goal) => [goal.figure, boundOf(goal)])),
		missed: own
			.filter((goal) => ('atMost' in goal ? Number(line[goal.figure]) > goal.atMost : Number(line[goal.figure]) < goal.atLeast))
			.map((goal) => `${goal.bench}, ${String(line['size'])}: ${goal.figure} ${String(line[goal.figure])}, goal ${boundOf(goal)}`),
	};
}

const boundOf = (goal: Goal): number => ('atMost' in goal ? goal.atMost : goal.atLeast);
