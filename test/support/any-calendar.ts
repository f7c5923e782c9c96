import fc from 'fast-check';
import type { Calendar, Shift } from '../../extensions/core/src/domain/business-time/calendar.ts';

/** A zone with make-up days, one whose clocks change by an hour, one by half an hour. */
export const ZONES = ['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe'] as const;

const time = fc
	.integer({ min: 0, max: 1439 })
	.map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);

/** Split and overlapping ones, overnight ones, whole days, and days off. */
const shifts: fc.Arbitrary<Shift[]> = fc.oneof(
	{ weight: 3, arbitrary: fc.constant<Shift[]>([['09:00', '12:00'], ['13:00', '18:00']]) },
	{ weight: 3, arbitrary: fc.array(fc.tuple(time, time), { maxLength: 3 }) },
	{ weight: 1, arbitrary: fc.constant<Shift[]>([['22:00', '06:00']]) },
	{ weight: 1, arbitrary: fc.constant<Shift[]>([['01:00', '03:00'], ['02:15', '02:45']]) },
	{ weight: 1, arbitrary: fc.constant<Shift[]>([]) },
);

/** Any calendar; `dates` are those that may differ from its week. */
export const anyCalendar = (timezone: string, dates: readonly string[]): fc.Arbitrary<Calendar> =>
	fc.record({
		timezone: fc.constant(timezone),
		week: fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6', '7'), shifts, { minKeys: 3 }),
		days: fc.dictionary(fc.constantFrom(...dates), shifts, { maxKeys: 12 }),
	});
