import { expect, it } from 'vitest';
import { leadersOf } from './leaders.ts';

const row = (customers: number, value_share: number) => ({
	code: '',
	label: '',
	customers,
	customer_share: 0,
	value: 0,
	value_share,
});

it.each([
	['the best class is enough', [row(57, 0.7), row(80, 0.2), row(250, 0.1)], { customers: 57, share: 0.7 }],
	['two classes are needed', [row(4, 0.3), row(16, 0.4), row(300, 0.3)], { customers: 20, share: 0.7 }],
	['nobody has bought anything', [row(0, 0), row(9, 0)], null],
	['no classes', [], null],
])('%s', (_why, classes, expected) => {
	const leaders = leadersOf(classes);
	if (expected === null) return expect(leaders).toBeNull();
	expect(leaders?.customers).toBe(expected.customers);
	expect(leaders?.share).toBeCloseTo(expected.share, 10);
});
