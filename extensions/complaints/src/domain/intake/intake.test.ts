import { describe, expect, it } from 'vitest';
import { whyAutomatic } from './automatic-mail.ts';
import { likeness, sameCase, similarCase, type OpenCase } from './duplicates.ts';
import { identify, phoneForms } from './identify.ts';
import { receiptMail } from './receipt.ts';
import { referenceIn, referenceOf } from './reference.ts';

describe('who it is', () => {
	it.each([
		[['a'], null, 'a', false, 'the phone says it'],
		[['a', 'a'], 'a', 'a', true, 'phone and mail of one, and their order'],
		[['a'], 'b', 'a', false, 'an order of somebody else stays theirs'],
		[[], 'b', 'b', true, 'the order number alone'],
		[['a', 'b'], 'b', 'b', true, 'the order says which of two'],
		[['a', 'b'], null, null, false, 'of two nobody is guessed'],
		[['a', 'b'], 'c', null, false, 'and not a third one either'],
		[[], null, null, false, 'nobody known'],
	] as const)('%j and the order of %s: %s', (byContact, byOrder, customer, isTheirOrder, _why) => {
		expect(identify({ byContact: [...byContact], byOrder })).toEqual({ customer, isTheirOrder });
	});

	it('a number is found however it was written down', () => {
		for (const typed of ['+86 138 0013 8000', '0086-13800138000', '138 0013 8000']) expect(phoneForms(typed), typed).toContain('13800138000');
		expect(phoneForms('12')).toEqual([]);
	});
});

describe('duplicates', () => {
	const NOW = new Date('2026-03-20T00:00:00Z');
	const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
	const open = (given: Partial<OpenCase> = {}): OpenCase => ({
		id: 'first', reference: 'T000001', customer: 'a', order: 'o', category: 'Delivery', subject: 'Late parcel', body: 'My parcel is a week late.', received_at: daysAgo(3), ...given,
	});
	const told = { customer: 'a', order: 'o', category: ' delivery', subject: 'Again', body: 'Still nothing.' };

	it.each([
		[{}, {}, 'first', 'customer, order and category are the same'],
		[{ customer: 'b' }, {}, null, 'never another customer'],
		[{ order: 'p' }, {}, null, 'another order'],
		[{ category: 'Quality' }, {}, null, 'another matter'],
		[{ received_at: daysAgo(15) }, {}, null, 'too long ago'],
		[{ order: null }, { order: null }, null, 'without an order nothing says that it is the same'],
		[{ customer: null }, { customer: null }, null, 'two strangers are two'],
	])('%j, told %j, joins %s: %s', (given, said, joined, _why) => {
		expect(sameCase([open(given)], { ...told, ...said }, NOW)?.id ?? null).toBe(joined);
	});

	it('nearly the same words are shown to staff, of the same customer only', () => {
		const again = { ...told, order: 'p', category: null, subject: 'Late parcel', body: 'My parcel is a week late!' };
		expect(similarCase([open({ order: 'p', category: null })], again, NOW)?.id).toBe('first');
		expect(similarCase([open({ order: 'p', category: null, customer: 'b' })], again, NOW)).toBeNull();
		expect(similarCase([open({ body: 'Something else entirely happened.', subject: 'Wrong bill' })], again, NOW)).toBeNull();
	});

	it('likeness is 1 for the same and works without blanks', () => {
		const one = { customer: 'a', order: null, category: null, subject: '包裹迟到了', body: '已经晚了一个星期，还没有送到。' };
		expect(likeness(one, one)).toBeCloseTo(1);
		expect(likeness(one, { ...one, body: '账单金额不对，多收了一百元。' })).toBeLessThan(0.7);
	});
});

it.each([
	['a@b.cn', {}, null],
	['a@b.cn', { 'auto-submitted': 'no' }, null],
	['a@b.cn', { 'auto-submitted': 'auto-replied' }, 'auto_submitted'],
	['a@b.cn', { precedence: 'Bulk' }, 'bulk'],
	['a@b.cn', { 'list-id': '<news>' }, 'bulk'],
	['', {}, 'bounce'],
	['MAILER-DAEMON@b.cn', {}, 'bounce'],
	['noreply@b.cn', {}, 'bounce'],
])('a mail from "%s" with %j is automatic: %s', (from, headers, why) => expect(whyAutomatic(from, headers as Record<string, string>)).toBe(why));

it('references are read out of what people write', () => {
	expect(referenceOf(42)).toBe('T000042');
	expect(referenceIn('Re: [t000042] 您的投诉')).toBe('T000042');
	expect(referenceIn('XT000042')).toBeNull();
});

it('the receipt says the reference, and nothing that the sender said', () => {
	const { subject, text } = receiptMail({ reference: 'T000042', organisation: 'Tea House', statusUrl: 'https://crm.example.com/x' }, 'en-US');
	expect(subject).toBe('We have received your message [T000042]');
	expect(text).toContain('https://crm.example.com/x');
});
