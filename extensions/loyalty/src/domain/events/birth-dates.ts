import { Temporal } from 'temporal-polyfill';
import { LunarMonth, LunarYear, SolarDay } from 'tyme4ts';
import { addDays } from '../validity/days.ts';

/** Whose birthday a day is: dates of birth, so that an index finds the people. `year`: the one that the birthday is counted in. */
export interface Births {
	year: number;
	dates: string[];
}

const OLDEST = 130;

/** By the solar calendar. Who was born on 29 February keeps 28 February in other years. */
export function solarBirths(day: string): Births {
	const { year, month, day: date, inLeapYear } = Temporal.PlainDate.from(day);
	const isAlsoLeapDay = month === 2 && date === 28 && !inLeapYear;
	const dates = yearsBefore(year).flatMap((born) => [dateOf(born, month, date), isAlsoLeapDay ? dateOf(born, 2, 29) : null]);
	return { year, dates: dates.filter((one) => one !== null) };
}

function dateOf(year: number, month: number, day: number): string | null {
	const date = Temporal.PlainDate.from({ year, month, day });
	return date.day === day ? date.toString() : null;
}

/**
 * By the lunar calendar. Who was born in a leap month (闰月) keeps the month of that number, which in a year that has both is the first of
 * them; who was born on a 30th keeps the 29th where the month has no more days.
 */
export function lunarBirths(day: string): Births {
	const { year, month, day: date } = Temporal.PlainDate.from(day);
	const lunar = SolarDay.fromYmd(year, month, date).getLunarDay();
	const now = lunar.getLunarMonth();
	if (now.isLeap()) return { year: lunar.getYear(), dates: [] };
	const isLast = lunar.getDay() === 29 && now.getDayCount() === 29;
	const days = isLast ? [29, 30] : [lunar.getDay()];
	const dates = yearsBefore(lunar.getYear()).flatMap((born) =>
		monthsOf(born, lunar.getMonth()).flatMap(({ first, length }) => days.filter((one) => one <= length).map((one) => addDays(first, one - 1))),
	);
	return { year: lunar.getYear(), dates };
}

const yearsBefore = (year: number): number[] => Array.from({ length: OLDEST }, (_all, index) => year - 1 - index);

interface Month {
	first: string;
	length: number;
}

/** The month of a number in a lunar year, and its leap month. Finding a new moon takes a while, and the same ones are asked for again. */
function monthsOf(year: number, month: number): Month[] {
	const name = `${year} ${month}`;
	const known = MONTHS.get(name);
	if (known) return known;
	const both = LunarYear.fromYear(year).getLeapMonth() === month ? [month, -month] : [month];
	const months = both.map((one): Month => {
		const found = LunarMonth.fromYm(year, one);
		const first = found.getFirstJulianDay().getSolarDay();
		return { first: Temporal.PlainDate.from({ year: first.getYear(), month: first.getMonth(), day: first.getDay() }).toString(), length: found.getDayCount() };
	});
	MONTHS.set(name, months);
	return months;
}

/** At most twelve for each year that somebody was born in. */
const MONTHS = new Map<string, Month[]>();
