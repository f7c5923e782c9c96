import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReferralCode, referralCode } from './referral-code.ts';
import { brokenReferrals } from './referral-laws.ts';
import { REFERRAL_MOVES } from './referral.ts';
import { sameContact } from './same-contact.ts';

describe('referrals', () => {
	it('only end where the table of moves says so', () => {
		expect(Object.entries(REFERRAL_MOVES).filter(([, next]) => next.length === 0).map(([state]) => state)).toEqual(['confirmed', 'reversed']);
	});

	it('codes are read as they are meant, and differ as ids do', () => {
		fc.assert(fc.property(fc.uuid(), (id) => {
			const code = referralCode(id);
			expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}$/);
			expect(readReferralCode(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`)).toBe(code);
		}));
		const ids = Array.from({ length: 10_000 }, () => randomUUID());
		expect(new Set(ids.map(referralCode)).size).toBe(ids.length);
		expect([readReferralCode('short'), readReferralCode('ÄÄÄ-ÄÄÄ-ÄÄÄ')]).toEqual([null, null]);
	});

	it.each([
		[{ phone: '+86 138 0013 8000' }, { phone: '138-0013-8000' }, true, 'with and without the country'],
		[{ email: 'Li@Example.com ' }, { email: 'li+shop@example.com' }, true, 'one box'],
		[{ wechat: 'LiLei' }, { wechat: 'lilei' }, true, 'letters of any size'],
		[{ phone: '' }, { phone: '' }, false, 'nothing is not the same'],
		[{ phone: '12' }, { phone: '12' }, false, 'no number'],
		[{ email: 'li@a.com' }, { email: 'li@b.com' }, false, 'other boxes'],
	])('%j and %j: %s (%s)', (one, other, same, _why) => {
		const none = { phone: null, email: null, wechat: null };
		expect(sameContact([{ ...none, ...one }], [{ ...none, ...other }])).toBe(same);
	});

	it('cycles of any length are found, and each chain is walked once', () => {
		const long = Array.from({ length: 50_000 }, (_, i) => ({ id: `m${i + 1}`, referrer: `m${i}`, state: 'attributed' as const }));
		expect(brokenReferrals(long)).toEqual([]);
		expect(brokenReferrals([...long.slice(0, 3), { id: 'm0', referrer: 'm3', state: 'qualified' }]).sort()).toEqual(['m0', 'm1', 'm2', 'm3']);
		expect(brokenReferrals([{ id: 'a', referrer: 'a', state: 'rejected' }])).toEqual([]);
	});
});
