/**
 * What a value becomes when a new version ships: `base` is what we shipped last, `current` what the instance has,
 * `next` what we ship now. Whoever changed it alone wins; where both did, the administrator does. Lists of
 * choices, translations and conditions are merged entry by entry, and an entry that we no longer ship stays,
 * because stored rows may still name it.
 */
export function mergeThreeWay(base: unknown, current: unknown, next: unknown): unknown {
	if (isSame(current, next) || isSame(base, next)) return current;
	if (isKeyedList(current) && isKeyedList(next)) return mergeLists(isKeyedList(base) ? base : [], current, next);
	if (isSame(base, current)) return next;
	if (isObject(base) && isObject(current) && isObject(next)) return mergeObjects(base, current, next);
	return current;
}

/** Equal as JSON: the order of keys does not matter, and a missing key equals null. */
export function isSame(left: unknown, right: unknown): boolean {
	return canonical(left) === canonical(right);
}

/** One text for equal values, whatever the order of their keys. */
export function canonical(value: unknown): string {
	return JSON.stringify(sorted(value)) ?? 'null';
}

function sorted(value: unknown): unknown {
	if (value === undefined) return null;
	if (Array.isArray(value)) return value.map(sorted);
	if (value instanceof Date || !isObject(value)) return value;
	const keys = Object.keys(value).filter((key) => value[key] !== undefined && value[key] !== null);
	return Object.fromEntries(keys.sort().map((key) => [key, sorted(value[key])]));
}

type Shape = Record<string, unknown>;

function isObject(value: unknown): value is Shape {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mergeObjects(base: Shape, current: Shape, next: Shape): Shape {
	const merged: Shape = { ...current };
	for (const key of new Set([...Object.keys(base), ...Object.keys(next)])) {
		const value = mergeThreeWay(base[key], current[key], next[key]);
		if (value === undefined) delete merged[key];
		else merged[key] = value;
	}
	return merged;
}

/** What tells two entries of a list apart: a choice's value, a translation's language, a condition's name. */
const ENTRY_KEYS = ['value', 'language', 'name', 'field'];

function keyOf(entry: unknown): string | undefined {
	if (!isObject(entry)) return undefined;
	const key = ENTRY_KEYS.find((name) => typeof entry[name] === 'string');
	return key && `${key}:${String(entry[key])}`;
}

function isKeyedList(value: unknown): value is Shape[] {
	if (!Array.isArray(value) || value.length === 0) return false;
	const keys = value.map(keyOf);
	return !keys.includes(undefined) && new Set(keys).size === keys.length;
}

function mergeLists(base: Shape[], current: Shape[], next: Shape[]): Shape[] {
	const find = (list: Shape[], entry: Shape): Shape | undefined => list.find((other) => keyOf(other) === keyOf(entry));
	const kept = current.map((entry) => {
		const shipped = find(next, entry);
		return shipped ? (mergeThreeWay(find(base, entry), entry, shipped) as Shape) : entry;
	});
	next.forEach((entry, index) => {
		if (find(kept, entry) || find(base, entry)) return; // There already, or taken away by the administrator.
		const before = next.slice(0, index).findLast((earlier) => find(kept, earlier));
		const place = before ? kept.indexOf(find(kept, before)!) + 1 : 0;
		kept.splice(place, 0, entry);
	});
	return kept;
}
