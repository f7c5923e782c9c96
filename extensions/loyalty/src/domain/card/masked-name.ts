/**
 * A name as its bearer knows it and a stranger with the link does not: 王**, Alice S., M***. Companies are no secret; but customers
 * are companies until somebody says otherwise, so a few Chinese characters are a person's name. Of other names the first is shown in full.
 */
export function maskedName(name: string, kind: string | null): string {
	const words = name.trim().split(/\s+/).filter((word) => word !== '');
	if (kind === 'company' && !/^\p{Script=Han}{1,4}$/u.test(words.join(' '))) return words.join(' ');
	const [first = '', ...rest] = words;
	const last = rest.at(-1);
	if (last !== undefined) return `${first} ${Array.from(last)[0]}.`;
	const [initial = '', ...others] = Array.from(first);
	return `${initial}${'*'.repeat(Math.min(others.length, 3))}`;
}
