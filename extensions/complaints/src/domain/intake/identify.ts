export interface Clues {
	/** Customers with this phone or e-mail, their own or of one of their contacts. */
	byContact: string[];
	/** Whose order the number names; null: no such order. */
	byOrder: string | null;
}

/** Who it is, and whether the order is theirs. Nobody is guessed: two who fit, or an order of somebody else, wait for a person. */
export function identify({ byContact, byOrder }: Clues): { customer: string | null; isTheirOrder: boolean } {
	const fitting = [...new Set(byContact)];
	const customer = fitting.length === 0 ? byOrder : fitting.length === 1 ? fitting[0]! : (fitting.find((id) => id === byOrder) ?? null);
	return { customer, isTheirOrder: byOrder !== null && customer === byOrder };
}

/** How the same number is written down here and there; a database compares texts only. */
export function phoneForms(phone: string): string[] {
	const typed = phone.trim();
	const digits = typed.replace(/\D/g, '');
	if (digits.length < 5) return [];
	const national = digits.replace(/^(00)?86(?=1\d{10}$)/, '');
	return [...new Set([typed, typed.replace(/\s+/g, ''), digits, national, `+86${national}`, `+86 ${national}`])];
}

/** Addresses are the same in any letters; stored they are as somebody typed them. */
export const emailForms = (email: string): string[] => [...new Set([email.trim(), email.trim().toLowerCase()])];
