import { dateIn } from '@guanxi/core/time';
import { growthOf, type GrowthMove } from './growth.ts';
import { evaluateDue, isDue, revoke, rise, type Followed, type Standing } from './standing.ts';
import type { Calendar } from './windows.ts';

export interface Course {
	calendar: Calendar;
	timezone: string;
	/** What was known before. */
	known: GrowthMove[];
	/** What came then, by `seq`. */
	added: GrowthMove[];
}

/** Where a standing is led by what came, operation by operation, each on its day. */
export function follow(start: Standing, { calendar, timezone, known, added }: Course): Followed {
	const moves = [...known];
	const news: Followed['news'] = [];
	let standing = start;
	const take = (step: Followed): void => {
		standing = step.standing;
		news.push(...step.news);
	};
	for (const operation of operations(added)) {
		const today = dateIn(operation[0]!.effective_at, timezone);
		// Telling the day of every entry is what takes time.
		if (isDue(standing, today)) take(evaluateDue(standing, growthOf(calendar, moves, timezone), today));
		moves.push(...operation);
		const growth = growthOf(calendar, moves, timezone);
		if (operation.some(({ tier_points: points }) => points < 0)) take(revoke(standing, growth, today));
		take(rise(standing, growth, today));
	}
	return { standing, news };
}

function operations(moves: GrowthMove[]): GrowthMove[][] {
	const groups: GrowthMove[][] = [];
	for (const move of moves) {
		const group = groups.at(-1);
		if (group && group[0]!.txn === move.txn) group.push(move);
		else groups.push([move]);
	}
	return groups;
}

export const isGrowth = ({ tier_points: points }: GrowthMove): boolean => points !== 0;
