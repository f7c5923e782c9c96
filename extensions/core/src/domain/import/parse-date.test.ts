import { parseInstant } from '@guanxi/core/time';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDateReading } from './parse-date.ts';

const read = createDateReading('Asia/Shanghai');

describe('createDateReading', () => {
	it.each([
		{ cell: '2010-12-01', iso: '2010-11-30T16:00:00.000Z', why: 'a date is the start of the day in the time zone' },
		{ cell: '2024-01-05 08:30', iso: '2024-01-05T00:30:00.000Z', why: 'wall-clock time' },
		{ cell: '2024-01-05T08:30:15.250', iso: '2024-01-05T00:30:15.000Z', why: 'fractions of a second are dropped' },
		{ cell: '2024-01-05T08:30:00Z', iso: '2024-01-05T08:30:00.000Z', why: 'an instant' },
		{ cell: '2024-01-05T08:30:00+01:00', iso: '2024-01-05T07:30:00.000Z', why: 'an offset wins' },
		{ cell: '2024/1/5', iso: '2024-01-04T16:00:00.000Z', why: 'how Chinese Excel shows dates' },
		{ cell: '2024/1/5 9:05', iso: '2024-01-05T01:05:00.000Z', why: 'one-digit hour' },
		{ cell: '2024.01.05', iso: '2024-01-04T16:00:00.000Z', why: 'points, year first' },
		{ cell: '2024年1月5日', iso: '2024-01-04T16:00:00.000Z', why: 'written in Chinese' },
		{ cell: '2024年1月5日 09:30:10', iso: '2024-01-05T01:30:10.000Z', why: 'Chinese with time' },
		{ cell: '20240105', iso: '2024-01-04T16:00:00.000Z', why: 'basic ISO' },
		{ cell: '1990-04-15', iso: '1990-04-14T16:00:00.000Z', why: 'Shanghai had summer time then: a day of 23 hours' },
		{ cell: '1990-04-15 12:00', iso: '1990-04-15T03:00:00.000Z', why: 'noon after the clock change' },
	])('$cell → $iso ($why)', ({ cell, iso }) => {
		expect(read(cell)).toEqual({ at: new Date(iso) });
	});

	it.each([
		{ cell: '05/01/2024', problem: 'date_order_unclear', why: 'fifth of January or first of May' },
		{ cell: '25/12/2024', problem: 'date_order_unclear', why: 'the next row may be unclear; none is guessed' },
		{ cell: '12/1/10 8:26', problem: 'date_order_unclear', why: 'how the original of the real file writes' },
		{ cell: '5.1.2024', problem: 'date_order_unclear', why: 'with points' },
		{ cell: '45292', problem: 'date_serial', why: 'Excel day number' },
		{ cell: '2024-02-30', problem: 'date_unknown', why: 'no such day' },
		{ cell: '2024-13-01', problem: 'date_unknown', why: 'no such month' },
		{ cell: '2024-01-05 25:00', problem: 'date_unknown', why: 'no such hour' },
		{ cell: '2024-01-05 10:60', problem: 'date_unknown', why: 'no such minute' },
		{ cell: 'yesterday', problem: 'date_unknown', why: 'text' },
		{ cell: '0202-01-05', problem: 'date_out_of_range', why: 'a slip of the finger' },
		{ cell: '2204-01-05', problem: 'date_out_of_range', why: 'swapped digits' },
	])('refuses $cell ($why)', ({ cell, problem }) => {
		expect(read(cell)).toEqual({ problem });
	});

	it.each(['Asia/Shanghai', 'Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe'])(
		'gives the same instants in %s as the slow way',
		(timezone) => {
			const quick = createDateReading(timezone);
			const date = fc.date({ min: new Date('1970-02-01'), max: new Date('2037-11-30'), noInvalidDate: true });
			fc.assert(
				fc.property(date, (at) => {
					const text = at.toISOString().slice(0, 19).replace('T', ' ');
					expect(quick(text)).toEqual({ at: parseInstant(text, timezone) });
				}),
			);
		},
	);
});
