/** A field that names a row of another collection. */
export interface Link {
	collection: string;
	field: string;
	to: string | null;
}

/** Rows that a write names: `known` must exist, `perhapsNew` are nested objects with a key, which may be created. */
export interface Named {
	field: string;
	to: string;
	known: string[];
	perhapsNew: string[];
}

const CUSTOMERS = 'crm_customers';

/** Links by which a row becomes a part of what it names: adding to that changes it. The others only refer to it. */
const PARTS = ['crm_order_lines.order'];

/** What one must be allowed to do with a row to name it. */
export const rightToName = ({ collection, field }: Pick<Link, 'collection' | 'field'>): 'read' | 'update' =>
	PARTS.includes(`${collection}.${field}`) ? 'update' : 'read';

/**
 * Links that lead to a customer or to something of ours that hangs on one, however far: an order line names an order,
 * the order its customer. Links of an admin's own collections count as well; what hangs on those is theirs to guard.
 */
export function guardedLinks(links: Link[]): Link[] {
	const guarded = new Set([CUSTOMERS]);
	for (let before = -1; before !== guarded.size; ) {
		before = guarded.size;
		for (const { collection, to } of links) {
			if (to !== null && guarded.has(to) && collection.startsWith('crm_')) guarded.add(collection);
		}
	}
	return links.filter(({ to }) => to !== null && guarded.has(to));
}

/**
 * What a payload names through the links of its collection. A nested object counts by its key: Directus would write
 * the object itself only if it has more than that, and sets the link in any case.
 */
export function namedRows(
	payload: Record<string, unknown>,
	links: Link[],
	keyOf: (collection: string) => string,
): Named[] {
	return links.flatMap(({ field, to }) => {
		if (to === null || !(field in payload)) return [];
		const values = [payload[field]].flat(Number.POSITIVE_INFINITY as 1);
		const known = values.filter((value) => typeof value === 'string' || typeof value === 'number').map(String);
		const perhapsNew = values.flatMap((value) => nestedKey(value, keyOf(to)));
		return known.length + perhapsNew.length === 0 ? [] : [{ field, to, known, perhapsNew }];
	});
}

function nestedKey(value: unknown, key: string): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const id = (value as Record<string, unknown>)[key];
	return id === undefined || id === null ? [] : [String(id)];
}
