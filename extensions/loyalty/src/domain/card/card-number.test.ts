import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardNumberIn, cardNumberOf, inGroups } from './card-number.ts';

/** As in ISO/IEC 7812-1, annex B, written another way than ours. */
function isValid(number: string): boolean {
	let sum = 0;
	for (let place = number.length - 1, twice = false; place >= 0; place--, twice = !twice) {
		const value = Number(number[place]) * (twice ? 2 : 1);
		sum += Math.floor(value / 10) + (value % 10);
	}
	return sum % 10 === 0;
}

describe('numbers of member cards', () => {
	it('the judge of these tests knows a number from the standard’s readers', () => {
		expect([isValid('79927398713'), isValid('79927398710')]).toEqual([true, false]);
	});

	it('any id gives sixteen digits that begin with 9 and check, always the same', () => {
		fc.assert(
			fc.property(fc.uuid(), (id) => {
				const number = cardNumberOf(id);
				expect(number).toMatch(/^9\d{15}$/);
				expect(isValid(number)).toBe(true);
				expect(cardNumberOf(id)).toBe(number);
			}),
		);
	});

	it('one wrong digit is no number of a card', () => {
		fc.assert(
			fc.property(fc.uuid(), fc.nat(15), fc.integer({ min: 1, max: 9 }), (id, place, more) => {
				const number = cardNumberOf(id);
				const wrong = (Number(number[place]) + more) % 10;
				expect(isValid(`${number.slice(0, place)}${wrong}${number.slice(place + 1)}`)).toBe(false);
			}),
		);
	});

	it('is read in groups, and typed as it is read', () => {
		expect(inGroups('9123456789012345')).toBe('9123 4567 8901 2345');
		expect(cardNumberIn(' 9123-4567 8901 2345')).toBe('9123456789012345');
	});
});
