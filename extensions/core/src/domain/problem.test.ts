import { describe, expect, it } from 'vitest';
import { problemText, type ProblemOf, type ProblemWords } from './problem.ts';

const WORDS = {
	reasons: {
		too_small: ['{field}不能小于 {min}。', '{field} must be at least {min}.'],
		closed: ['账户已冻结，请先解冻。', 'The account is frozen. Release it first.'],
		not_a_choice: ['{field}必须是 {choices} 之一。', '{field} must be one of {choices}.'],
		too_few: ['只有 {n} 分。', 'Only {n} point is left. | Only {n} points are left.'],
	},
	fields: {
		points: ['积分', 'Points to take'],
		schedule: ['运行计划', 'Schedule'],
		filter: ['哪些客户', 'Which customers'],
		'tiers.*': ['第 {n} 个等级', 'tier no. {n}'],
		'tiers.*.bound': ['第 {n} 个等级的界线', 'bound of tier no. {n}'],
	},
} as const satisfies ProblemWords;

const small = (field: string): ProblemOf<typeof WORDS> => ({ field, reason: 'too_small', params: { min: 1 } });

describe('a problem as a sentence', () => {
	it.each([
		['a field with a label', small('points'), '"points" (Points to take) must be at least 1.', '“积分”（points）不能小于 1。'],
		['a label that says no more than the path', small('schedule'), '"schedule" must be at least 1.', '“运行计划”（schedule）不能小于 1。'],
		['an entry of a list, counted from one', small('tiers.1'), '"tiers.1" (tier no. 2) must be at least 1.', '“第 2 个等级”（tiers.1）不能小于 1。'],
		['a part of an entry', small('tiers.0.bound'), '"tiers.0.bound" (bound of tier no. 1) must be at least 1.', '“第 1 个等级的界线”（tiers.0.bound）不能小于 1。'],
		['a path into a field', small('filter._and.0.x'), '"filter._and.0.x" (Which customers) must be at least 1.', '“哪些客户”（filter._and.0.x）不能小于 1。'],
		['a field without a label', small('body'), '"body" must be at least 1.', '“body”不能小于 1。'],
		['no field', { reason: 'closed' }, 'The account is frozen. Release it first.', '账户已冻结，请先解冻。'],
		['a list', { field: 'x', reason: 'not_a_choice', params: { choices: ['a', 'b'] } }, '"x" must be one of "a", "b".', '“x”必须是 “a”、“b” 之一。'],
		['one is singular', { reason: 'too_few', params: { n: 1 } }, 'Only 1 point is left.', '只有 1 分。'],
	] as const)('%s', (_why, problem, english, chinese) => {
		expect(problemText(problem, WORDS, 'en-US')).toBe(english);
		expect(problemText(problem, WORDS, 'zh-CN')).toBe(chinese);
	});

	it('a reason of a newer server is shown as it is', () => {
		expect(problemText({ field: 'points', reason: 'haunted' }, WORDS, 'zh-CN')).toBe('points: haunted');
		expect(problemText({ reason: 'toString' }, WORDS, 'zh-CN')).toBe('toString');
	});

	it('a value that looks like a place in the sentence stays a value', () => {
		const problem = { field: 'x', reason: 'not_a_choice', params: { choices: ['{field}'] } };
		expect(problemText(problem, WORDS, 'en-US')).toBe('"x" must be one of "{field}".');
	});

	it('what there are no words for does not compile', () => {
		const wrong: ProblemOf<typeof WORDS>[] = [
			// @ts-expect-error an unknown reason
			{ reason: 'nonsense' },
			// @ts-expect-error the sentence needs `min`
			{ field: 'points', reason: 'too_small' },
			// @ts-expect-error the sentence names the field
			{ reason: 'too_small', params: { min: 1 } },
		];
		expect(wrong).toHaveLength(3);
	});
});
