import { expect, it } from 'vitest';
import { bodyOf, missingOnPage } from './step-fields.ts';

const NOW = new Date('2026-03-02T00:00:00Z');

it('says what is to be filled in elsewhere on the page', () => {
	expect(missingOnPage('investigating', ['severity', 'impact'])).toEqual(['severity', 'impact']);
	expect(missingOnPage('decided', ['severity', 'decision', 'decision_reason'])).toEqual(['severity']);
	expect(missingOnPage('closed_unaccepted', ['communicated_at', 'recourse'])).toEqual([]);
	expect(missingOnPage('closed', ['root_cause'])).toEqual(['root_cause']);
});

it('sends what was filled in and nothing else', () => {
	const given = { decision: 'upheld', reason: ' Our fault ', remedy: '', compensation: '12.5', recourse: 'not of this step' };
	expect(bodyOf('decided', [], given, NOW)).toEqual({ to: 'decided', decision: 'upheld', reason: 'Our fault', compensation: 12.5 });
	expect(bodyOf('closed_unaccepted', ['communicated_at'], { recourse: '12315' }, NOW)).toEqual({ to: 'closed_unaccepted', recourse: '12315', communicated_at: NOW.toISOString() });
	expect(bodyOf('acknowledged', [], {}, NOW)).toEqual({ to: 'acknowledged' });
});
