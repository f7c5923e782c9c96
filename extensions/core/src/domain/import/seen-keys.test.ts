import { describe, expect, it } from 'vitest';
import { createSeenKeys } from './seen-keys.ts';

describe('createSeenKeys', () => {
	it('knows every key among 200,000 and no other', () => {
		const seen = createSeenKeys(16);
		for (let index = 0; index < 200_000; index++) seen.set(`INV-${index}`, index + 1);
		expect(seen.size()).toBe(200_000);
		const indexes = Array.from({ length: 200_000 }, (_, index) => index);
		expect(indexes.filter((index) => seen.get(`INV-${index}`) !== index + 1)).toEqual([]);
		expect(indexes.filter((index) => seen.get(`inv-${index}`) !== undefined)).toEqual([]);
	});

	it('forgets and takes again', () => {
		const seen = createSeenKeys();
		seen.set('订单-1', 7);
		seen.forget('订单-1');
		expect(seen.get('订单-1')).toBeUndefined();
		seen.set('订单-1', 9);
		expect(seen.get('订单-1')).toBe(9);
	});
});
