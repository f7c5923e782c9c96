import { describe, expect, it } from 'vitest';
import { addDays } from '../validity/days.ts';
import { lunarBirths, solarBirths } from './birth-dates.ts';

describe('solar birthdays', () => {
	it.each([
		{ born: '1990-03-15', day: '2026-03-15', is: true },
		{ born: '1990-03-15', day: '2026-03-14', is: false },
		{ born: '2000-02-29', day: '2024-02-29', is: true },
		{ born: '2000-02-29', day: '2024-02-28', is: false },
		{ born: '2000-02-29', day: '2026-02-28', is: true },
		{ born: '2000-02-29', day: '2026-03-01', is: false },
		{ born: '2000-02-29', day: '2100-02-28', is: true },
		{ born: '2000-02-28', day: '2026-02-28', is: true },
		// The day of birth itself is no birthday yet.
		{ born: '2026-03-15', day: '2026-03-15', is: false },
	])('$born on $day: $is', ({ born, day, is }) => expect(solarBirths(day).dates.includes(born)).toBe(is));
});

/**
 * Days of the lunar calendar as the Hong Kong Observatory publishes them (Gregorian-Lunar calendar conversion table,
 * www.hko.gov.hk/en/gts/time/conversion.htm): the new years of 2023 to 2030, leap months, and a month that many
 * tables have wrong (1996: T1996e.txt).
 */
describe('lunar birthdays', () => {
	it.each([
		{ why: 'new year to new year', born: '2024-02-10', day: '2026-02-17', year: 2026, is: true },
		{ why: 'new year to new year', born: '2023-01-22', day: '2025-01-29', year: 2025, is: true },
		{ why: 'the new year that other calendars put a day earlier', born: '2024-02-10', day: '2030-02-03', year: 2030, is: true },
		{ why: 'the new year that other calendars put a day earlier', born: '2024-02-10', day: '2030-02-02', year: 2029, is: false },
		{ why: '五月初五 to 五月初五', born: '2024-06-10', day: '2025-05-31', year: 2025, is: true },
		{ why: '八月十五 to 八月十五', born: '1996-09-27', day: '2025-10-06', year: 2025, is: true },
		{ why: '五月三十, in a table that is often copied 六月初一', born: '1996-07-15', day: '2025-06-25', year: 2025, is: false },
		{ why: '六月初一 to 六月初一', born: '1996-07-16', day: '2025-06-25', year: 2025, is: true },
		{ why: '五月三十 is kept on the last day, the 29th', born: '1996-07-15', day: '2025-06-24', year: 2025, is: true },
		{ why: 'born in 闰六月, kept in 六月', born: '2025-07-25', day: '2026-07-14', year: 2026, is: true },
		{ why: 'born in 六月, kept in the first of both', born: '2024-07-06', day: '2025-06-25', year: 2025, is: true },
		{ why: 'and not in 闰六月 again', born: '2024-07-06', day: '2025-07-25', year: 2025, is: false },
		{ why: 'born in 闰二月, kept in 二月', born: '2023-03-22', day: '2024-03-10', year: 2024, is: true },
		{ why: '腊月 of one year falls into the next solar one', born: '1990-01-20', day: '2026-02-11', year: 2025, is: true },
		{ why: 'a solar birthday is another day', born: '1990-03-15', day: '2026-03-15', year: 2026, is: false },
	])('$born on $day: $is ($why)', ({ born, day, year, is }) => {
		const births = lunarBirths(day);
		expect([births.year, births.dates.includes(born)]).toEqual([year, is]);
	});
});

it.each([
	{ calendar: 'solar', births: solarBirths },
	{ calendar: 'lunar', births: lunarBirths },
])('whoever was born from 1910 to 2020 has one $calendar birthday in 2025, a year with a leap month, and one in 2026', ({ births }) => {
	const counts = new Map<string, number>();
	for (let day = '2025-01-01'; day < '2027-03-01'; day = addDays(day, 1)) {
		const { year, dates } = births(day);
		for (const born of dates) counts.set(`${born} ${year}`, (counts.get(`${born} ${year}`) ?? 0) + 1);
	}
	const wrong: string[] = [];
	for (let born = '1910-01-01'; born <= '2020-12-31'; born = addDays(born, 1)) {
		for (const year of [2025, 2026]) if (counts.get(`${born} ${year}`) !== 1) wrong.push(`${born} ${year}`);
	}
	expect(wrong).toEqual([]);
}, 60_000);
