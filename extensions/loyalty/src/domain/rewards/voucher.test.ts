import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codeFrom, readCode, stateOn } from './voucher.ts';

describe('the code of a voucher', () => {
	const codes = Array.from({ length: 5000 }, () => codeFrom(randomUUID()));

	it('has ten letters and digits of which none looks like another', () => {
		expect(codes.filter((code) => !/^[2-9A-HJKMNP-Z]{10}$/.test(code))).toEqual([]);
	});

	it('is another one for every id, and every place of it takes every letter', () => {
		expect(new Set(codes).size).toBe(codes.length);
		for (let place = 0; place < 10; place++) expect(new Set(codes.map((code) => code[place])).size).toBe(31);
	});

	it('is the same one however a person writes it', () => expect(readCode(' 7k3qm-w9xpa ')).toBe('7K3QMW9XPA'));
});

describe('the state of a voucher', () => {
	it.each([
		{ state: 'issued', today: '2026-03-31', is: 'issued', why: 'on its last day' },
		{ state: 'issued', today: '2026-04-01', is: 'expired', why: 'the day after, whoever has looked' },
		{ state: 'used', today: '2026-04-01', is: 'used', why: 'what was used stays used' },
		{ state: 'issued', today: '2026-02-28', is: 'waiting', why: 'before its first day' },
		{ state: 'cancelled', today: '2026-02-28', is: 'cancelled', why: 'what was cancelled does not wait' },
	] as const)('is $is: $why', ({ state, today, is }) => expect(stateOn({ state, available_on: '2026-03-01', expires_on: '2026-03-31' }, today)).toBe(is));
});
