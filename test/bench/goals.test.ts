import { expect, it } from 'vitest';
import { judge } from './goals.ts';

it.each([
	['within its goal', { bench: 'order-by-rest', ratio: 1.25 }, { ratio: 1.25 }, 0],
	['over its goal', { bench: 'order-by-rest', size: 'SQLite', ratio: 1.26 }, { ratio: 1.25 }, 1],
	['one of two goals missed', { bench: 'abc-a-day-later', ratio: 1, rss_mb: 201 }, { ratio: 2, rss_mb: 200 }, 1],
	['of a first run that keeps all rows in memory', { bench: 'abc-first-run', ratio: 1, rss_mb: 201 }, { ratio: 1.3, rss_mb: 200 }, 1],
	['that reaches its goal', { bench: 'loyalty-redeem-hot', per_second: 200, p99_ms: 250 }, { per_second: 200, p99_ms: 250 }, 0],
	['that does not reach it', { bench: 'loyalty-redeem-hot', per_second: 199, p99_ms: 10 }, { per_second: 200, p99_ms: 250 }, 1],
	['without goals', { bench: 'import', ratio: 9 }, undefined, 0],
	['skipped: no figure', { bench: 'order-by-rest', skipped: 'no database' }, undefined, 0],
])('a line %s', (_why, line, goals, missed) => {
	expect(judge(line)).toMatchObject({ missed: { length: missed } });
	expect(judge(line).goals).toEqual(goals);
});
