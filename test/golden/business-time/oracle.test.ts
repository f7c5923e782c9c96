import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateAfter } from '../../../extensions/core/src/domain/business-time/calendar.ts';
import { addOpenMs, nextOpen, openMsBetween, takeOpenMs } from '../../../extensions/core/src/domain/business-time/open-time.ts';
import { anyCalendar, ZONES } from '../../support/any-calendar.ts';
import { countOpen, minuteOracle, walkOpen } from '../../support/minute-oracle.ts';

const MINUTE = 60_000;
const CALENDARS = 24;
const CASES = 140;

/** Spring and autumn of both hemispheres, and the turn of the year. */
const PERIODS = ['2026-02-20', '2026-03-15', '2026-09-20', '2026-10-15', '2025-12-05'];
const DAYS = 60;
const dates = PERIODS.flatMap((first) => Array.from({ length: DAYS }, (_, day) => dateAfter(first, day)));

const at = (minute: number): Date => new Date(minute * MINUTE);

describe('open time is what counting minute by minute gives', () => {
	it.each(ZONES)(`in ${CALENDARS} random calendars with ${CASES} cases each: %s`, (timezone) => {
		const place = fc.integer({ min: 5 * 1440, max: (DAYS - 5) * 1440 - 1 });
		const cases = fc.array(fc.tuple(place, place, fc.integer({ min: 0, max: 6000 })), { minLength: CASES, maxLength: CASES });
		let compared = 0;
		fc.assert(
			fc.property(anyCalendar(timezone, dates), fc.constantFrom(...PERIODS), cases, (calendar, firstDate, list) => {
				const oracle = minuteOracle(calendar, firstDate, DAYS);
				const [ours, counted]: (number | null)[][] = [[], []];
				const compare = (our: Date | number | null, count: number | null): void => {
					ours!.push(our === null ? null : Number(our) / MINUTE);
					counted!.push(count);
				};
				for (const [one, other, minutes] of list) {
					const [from, to] = [oracle.first + Math.min(one, other), oracle.first + Math.max(one, other)];
					const open = countOpen(oracle, from, to);
					compare(openMsBetween(calendar, at(from), at(to)), open);
					const due = walkOpen(oracle, from, minutes);
					if (due !== null) compare(addOpenMs(calendar, at(from), minutes * MINUTE), due);
					const back = takeOpenMs(calendar, at(to), open * MINUTE);
					if (open > 0) compare(openMsBetween(calendar, back!, at(to)), countOpen(oracle, back!.getTime() / MINUTE, to));
					const first = oracle.open.indexOf(1, from - oracle.first);
					const closesNow = oracle.open[from - oracle.first - 1] === 1;
					if (first >= 0) compare(nextOpen(calendar, at(from)), closesNow ? from : oracle.first + first);
				}
				expect(ours).toEqual(counted);
				compared += list.length;
			}),
			{ numRuns: CALENDARS, seed: 20261123 },
		);
		expect(compared).toBeGreaterThanOrEqual(CALENDARS * CASES);
	});
});
