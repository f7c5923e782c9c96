/** Digits and letters that nobody takes for one another; what is often misread is read as what was meant. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5n;
const LENGTH = 9;

/**
 * The code by which a member brings others, such as "7K2-QP9-XMB", made of 45 bits of the account's id: of a million members two have the
 * same one in one of seventy such programs, and then the second one's enrolment fails and is tried again with another id.
 */
export function referralCode(account: string): string {
	let bits = BigInt(`0x${account.replaceAll('-', '').slice(0, 12)}`) >> 3n;
	let code = '';
	for (let at = 0; at < LENGTH; at++) {
		code = LETTERS[Number(bits % (1n << BITS))]! + code;
		bits >>= BITS;
	}
	return grouped(code);
}

/** As somebody types or says it; null for what cannot be a code. */
export function readReferralCode(typed: string): string | null {
	const code = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
	return code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? grouped(code) : null;
}

const grouped = (code: string): string => code.match(/.{3}/g)!.join('-');
