import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../../extensions/core/src/domain/business-time/calendar.ts';
import { nextOpen, openMsBetween } from '../../../extensions/core/src/domain/business-time/open-time.ts';
import { UNITS, type Unit } from '../../../extensions/core/src/domain/business-time/units.ts';
import { anyCalendar, ZONES } from '../../support/any-calendar.ts';

const DATES = ['2026-02-16', '2026-03-08', '2026-04-05', '2026-10-04', '2026-11-01', '2026-12-31', '2027-01-01'];
const calendar: fc.Arbitrary<Calendar> = fc.constantFrom(...ZONES).chain((zone) => anyCalendar(zone, DATES));
const second = (from: string, to: string): fc.Arbitrary<Date> =>
	fc.integer({ min: Date.parse(from) / 1000, max: Date.parse(to) / 1000 }).map((seconds) => new Date(seconds * 1000));
const instant = second('2026-01-10', '2027-02-20');
const instants = fc.array(instant, { minLength: 20, maxLength: 20 });
const unit = fc.constantFrom<Unit[]>('business_minutes', 'business_days', 'calendar_days');

/** In seconds or days, as the unit is measured. */
const amountOf = (name: Unit, part: number): number => Math.floor(part * (name === 'business_minutes' ? 400_000 : 60));

describe('laws of measured time, in every unit', () => {
	it('what was added is what lies between', () => {
		fc.assert(
			fc.property(calendar, unit, instants, fc.double({ min: 0, max: 1, noNaN: true }), (days, name, list, part) => {
				const { after, between } = UNITS[name];
				for (const from of list) {
					const due = after(days, from, amountOf(name, part));
					if (due) expect(between(days, from, due)).toBe(amountOf(name, part));
				}
			}),
			{ numRuns: 60 },
		);
	});

	it('parts add up to the whole', () => {
		fc.assert(
			fc.property(calendar, unit, instants, (days, name, list) => {
				const { between } = UNITS[name];
				const sorted = [...list].sort((a, b) => a.getTime() - b.getTime());
				const parts = sorted.slice(1).map((to, i) => between(days, sorted[i]!, to));
				expect(parts.reduce((sum, part) => sum + part, 0)).toBe(between(days, sorted[0]!, sorted.at(-1)!));
			}),
			{ numRuns: 60 },
		);
	});

	it('more is never due earlier, and what starts later is never due earlier', () => {
		fc.assert(
			fc.property(calendar, unit, instants, fc.double({ min: 0, max: 1, noNaN: true }), (days, name, list, part) => {
				const sorted = [...list].sort((a, b) => a.getTime() - b.getTime());
				const dues = sorted.map((from) => UNITS[name].after(days, from, amountOf(name, part))?.getTime() ?? Infinity);
				const more = sorted.map((from) => UNITS[name].after(days, from, amountOf(name, part) + 1)?.getTime() ?? Infinity);
				for (let i = 0; i < dues.length; i++) {
					expect(more[i]!).toBeGreaterThanOrEqual(dues[i]!);
					if (i > 0) expect(dues[i]!).toBeGreaterThanOrEqual(dues[i - 1]!);
				}
			}),
			{ numRuns: 60 },
		);
	});

	it('business minutes are due in open time, closing time included, at the first instant that will do', () => {
		fc.assert(
			fc.property(calendar, instants, fc.integer({ min: 1, max: 400_000 }), (days, list, seconds) => {
				for (const from of list) {
					const due = UNITS.business_minutes.after(days, from, seconds);
					if (!due) continue;
					expect(nextOpen(days, due)).toEqual(due);
					expect(openMsBetween(days, from, new Date(due.getTime() - 1))).toBe(seconds * 1000 - 1);
				}
			}),
			{ numRuns: 60 },
		);
	});
});
