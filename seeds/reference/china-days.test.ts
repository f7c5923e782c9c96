import { describe, expect, it } from 'vitest';
import { PUBLISHED } from '../../test/golden/business-time/published.ts';
import { chinaDays, type Shifts } from './china-days.ts';

const WEEKDAY: Shifts = [['09:00', '18:00']];

describe('the Chinese working year', () => {
	it.each([2025, 2026])('has exactly the published holidays and make-up days of %i', (year) => {
		const days = chinaDays(year, WEEKDAY);
		const off = Object.keys(days).filter((date) => days[date]!.length === 0);
		const worked = Object.keys(days).filter((date) => days[date]!.length > 0);
		expect(off).toEqual(PUBLISHED[year]!.holidays.flatMap(([from, to]) => range(from, to)));
		expect(worked).toEqual(PUBLISHED[year]!.makeUpDays);
	});

	it('gives make-up days the shifts of a weekday, because they replace one', () => {
		expect(chinaDays(2025, WEEKDAY)['2025-09-28']).toEqual(WEEKDAY);
	});

	it('leaves ordinary days to the week', () => {
		expect(chinaDays(2025, WEEKDAY)).not.toHaveProperty('2025-09-27'); // An ordinary Saturday.
		expect(chinaDays(2025, WEEKDAY)).not.toHaveProperty('2025-09-29'); // An ordinary Monday.
	});
});

function range(from: string, to: string): string[] {
	const days: string[] = [];
	for (let day = Date.parse(from); day <= Date.parse(to); day += 86_400_000) {
		days.push(new Date(day).toISOString().slice(0, 10));
	}
	return days;
}
