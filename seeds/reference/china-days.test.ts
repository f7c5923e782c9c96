import { describe, expect, it } from 'vitest';
import { chinaDays, type Shifts } from './china-days.ts';

const WEEKDAY: Shifts = [['09:00', '18:00']];

/** From the State Council's notices on public holidays (国办发明电〔2024〕12号 for 2025,〔2025〕7号 for 2026). */
const PUBLISHED: Record<number, { holidays: [from: string, to: string][]; makeUpDays: string[] }> = {
	2025: {
		holidays: [
			['2025-01-01', '2025-01-01'],
			['2025-01-28', '2025-02-04'],
			['2025-04-04', '2025-04-06'],
			['2025-05-01', '2025-05-05'],
			['2025-05-31', '2025-06-02'],
			['2025-10-01', '2025-10-08'],
		],
		makeUpDays: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
	},
	2026: {
		holidays: [
			['2026-01-01', '2026-01-03'],
			['2026-02-15', '2026-02-23'],
			['2026-04-04', '2026-04-06'],
			['2026-05-01', '2026-05-05'],
			['2026-06-19', '2026-06-21'],
			['2026-09-25', '2026-09-27'],
			['2026-10-01', '2026-10-07'],
		],
		makeUpDays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
	},
};

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
