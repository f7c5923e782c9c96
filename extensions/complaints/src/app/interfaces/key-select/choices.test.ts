import { expect, it } from 'vitest';
import { choicesOf } from './choices.ts';

it('queues are offered by their names', () => {
	expect(choicesOf([{ key: 'desk', name: '前台' }, { key: 'web', name: null }, { key: null, name: 'half typed' }])).toEqual([
		{ value: 'desk', text: '前台' },
		{ value: 'web', text: 'web' },
	]);
});

it('causes are offered with those above them, and a circle ends', () => {
	const causes = [
		{ code: 'process', name: 'Process', parent: '' },
		{ code: 'late', name: 'Late', parent: 'process' },
		{ code: 'lost', name: 'Lost', parent: 'gone' },
		{ code: 'a', name: 'A', parent: 'b' },
		{ code: 'b', name: 'B', parent: 'a' },
	];
	expect(choicesOf(causes).map(({ text }) => text)).toEqual(['Process', 'Process / Late', 'Lost', 'B / A', 'A / B']);
});
