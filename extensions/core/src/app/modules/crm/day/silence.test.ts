import { expect, it } from 'vitest';
import { byUrgency, daysSince, silenceFilter } from './silence.ts';

const NOW = new Date('2026-02-27T10:00:00Z');
const CLASSES = [{ code: 'A', contact_every_days: 30 }, { code: 'B', contact_every_days: 90 }, { code: 'C' }];

it('asks per class with its own cadence; a class without one is never late', () => {
	const text = JSON.stringify(silenceFilter(CLASSES, NOW, false));
	expect(text).toContain('"A"');
	expect(text).toContain('2026-01-28T10:00:00.000Z');
	expect(text).not.toContain('"C"');
});

it('asks everybody the same where there are no classes', () => {
	const text = JSON.stringify(silenceFilter([], NOW, true));
	expect(text).not.toContain('value_class');
	expect(text).toContain('2025-11-29T10:00:00.000Z');
	expect(text).toContain('$CURRENT_USER');
});

it('puts the best class first, in it the longest silence, and never contacted before all', () => {
	const customer = (id: string, value_class: string, last_interaction_at: string | null) => ({
		id,
		name: id,
		value_class,
		last_interaction_at,
	});
	const list = [
		customer('b', 'B', null),
		customer('a-recent', 'A', '2026-01-01T00:00:00Z'),
		customer('a-old', 'A', '2025-01-01T00:00:00Z'),
		customer('a-never', 'A', null),
		customer('unknown', 'X', null),
	];
	expect(list.sort(byUrgency(CLASSES)).map(({ id }) => id)).toEqual(['a-never', 'a-old', 'a-recent', 'b', 'unknown']);
});

it('counts whole days and never below zero', () => {
	expect(daysSince('2026-02-26T09:00:00Z', NOW)).toBe(1);
	expect(daysSince('2026-02-28T09:00:00Z', NOW)).toBe(0);
});
