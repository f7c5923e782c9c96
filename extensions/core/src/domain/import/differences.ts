/** What of `wanted` differs from what is stored. */
export function differences<T extends object>(stored: T, wanted: Partial<T>): Partial<T> {
	const names = (Object.keys(wanted) as (keyof T)[]).filter((name) => !isSame(stored[name], wanted[name]));
	return Object.fromEntries(names.map((name) => [name, wanted[name]])) as Partial<T>;
}

/** MySQL keeps whole seconds, so a difference below one second is none. */
function isSame(a: unknown, b: unknown): boolean {
	return a instanceof Date && b instanceof Date ? Math.abs(a.getTime() - b.getTime()) < 1000 : a === b;
}
