/**
 * A name as its bearer knows it and a stranger with the link does not: 王**, Alice S., M***. Companies are no secret. Of letters
 * outside the Chinese ones a first name is shown in full, as on parcels.
 */
export function maskedName(name: string, kind: string | null): string {
	const words = name.trim().split(/\s+/).filter((word) => word !== '');
	if (kind === 'company') return words.join(' ');
	const [first = '', ...rest] = words;
	const last = rest.at(-1);
	if (last !== undefined) return `${first} ${Array.from(last)[0]}.`;
	const [initial = '', ...others] = Array.from(first);
	return `${initial}${'*'.repeat(Math.min(others.length, 3))}`;
}
