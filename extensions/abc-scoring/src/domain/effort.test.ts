import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effortOf, type WorkRow } from './effort.ts';
import { findingsOf, findingText } from './effort-findings.ts';

const HANDBOOK = [
	{ code: 'A', customers: 10, value: 70 },
	{ code: 'B', customers: 20, value: 20 },
	{ code: 'C', customers: 70, value: 10 },
];
const person = (user: string, code: string, interactions = 2, minutes = 0): WorkRow => ({ user, class: code, interactions, minutes });
const TEAM = [...'aaa'].map((_, i) => person(`a${i}`, 'A')).concat([...'bbbbb'].map((_, i) => person(`b${i}`, 'B')), [...'cccccccccccc'].map((_, i) => person(`c${i}`, 'C')));

test('the handbook: 15, 25 and 60 % of the staff for 70, 20 and 10 % of the turnover', () => {
	const effort = effortOf(HANDBOOK, TEAM);
	expect(effort.classes.map((item) => Math.round(item.effort_index! * 100) / 100)).toEqual([0.21, 1.25, 6]);
	const findings = findingsOf(effort);
	expect(findings.map((item) => findingText(item, 'en-US'))).toEqual([
		'60 % of the sales team works on class C, which brings 10 % of turnover.',
		'Class A brings 70 % of turnover but gets only 15 % of the sales team.',
	]);
	expect(findings.map((item) => findingText(item, 'zh-CN'))).toEqual([
		'60% 的销售力量用在 C 级客户上，而他们只带来 10% 的成交额。',
		'A 级客户带来 70% 的成交额，却只得到 15% 的销售力量。',
	]);
});

test.each([
	{ why: 'hours decide where a person logs any', work: [person('x', 'A', 1, 180), person('x', 'C', 9, 60)], staff: [0.75, 0, 0.25] },
	{ why: 'interactions decide where nobody does', work: [person('x', 'A', 1), person('x', 'C', 3)], staff: [0.25, 0, 0.75] },
	{ why: 'each person counts once, busy or not', work: [person('x', 'A', 1), person('y', 'C', 99)], staff: [0.5, 0, 0.5] },
	{ why: 'nobody worked', work: [], staff: [0, 0, 0] },
	{ why: 'classes of another model do not count', work: [person('x', 'Z', 5), person('x', 'B', 1)], staff: [0, 1, 0] },
])('staff shares: $why', ({ work, staff }) => {
	expect(effortOf(HANDBOOK, work).classes.map((item) => item.staff_share)).toEqual(staff);
});

test.each([
	{ why: '29 interactions are chance', work: [person('x', 'C', 29)], codes: ['too_few_interactions'] },
	{ why: '30 are not', work: [person('x', 'C', 30)], codes: ['last_class_overserved', 'best_class_neglected'] },
	{ why: 'effort as value', work: [person('x', 'A', 70), person('x', 'B', 20), person('x', 'C', 10)], codes: ['balanced'] },
])('findings: $why', ({ work, codes }) => {
	expect(findingsOf(effortOf(HANDBOOK, work)).map((item) => item.code)).toEqual(codes);
});

test('work on a last class without any value is noticed though it has no index', () => {
	const effort = effortOf([{ code: 'A', customers: 1, value: 5 }, { code: 'C', customers: 1, value: 0 }], [person('x', 'C', 40)]);
	expect(effort.classes[1]!.effort_index).toBeNull();
	expect(findingsOf(effort)[0]!.code).toBe('last_class_overserved');
});

test('shares add up to 1, and proportional effort gives index 1 everywhere', () => {
	const counts = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 3, maxLength: 3 });
	fc.assert(
		fc.property(counts, (values) => {
			const classes = values.map((value, index) => ({ code: String(index), customers: 1, value }));
			const effort = effortOf(classes, values.map((value, index) => person('x', String(index), value)));
			expect(effort.classes.reduce((total, item) => total + item.staff_share, 0)).toBeCloseTo(1, 9);
			for (const item of effort.classes) expect(item.effort_index).toBeCloseTo(1, 9);
		}),
	);
});
