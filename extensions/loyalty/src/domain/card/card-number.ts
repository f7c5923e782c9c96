const ROOM = 10n ** 14n;

/**
 * The number on a member's card, out of a new id: 9, fourteen digits that tell nothing about the member, and a check digit by
 * Luhn (ISO/IEC 7812), so that a slip of the finger is no other member. No bank card begins with 9.
 */
export function cardNumberOf(id: string): string {
	const digits = BigInt(`0x${id.replaceAll('-', '')}`) % ROOM;
	const payload = `9${digits.toString().padStart(14, '0')}`;
	return `${payload}${checkDigit(payload)}`;
}

/** As it is typed or scanned; spaces and hyphens are how people read long numbers. */
export const cardNumberIn = (text: string): string => text.replaceAll(/[\s-]/g, '');

/** As it is read: in groups of four. */
export const inGroups = (number: string): string => number.replaceAll(/(.{4})(?=.)/g, '$1 ');

/** Every second digit from the right counts twice; with the check digit the sum ends in 0. */
function checkDigit(payload: string): number {
	const sum = [...payload].reverse().reduce((total, digit, index) => {
		const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return (10 - (sum % 10)) % 10;
}
