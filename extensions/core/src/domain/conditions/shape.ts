/** What a condition needs to know of the collections that it looks at. */
export interface Shape {
	/** Directus' type of a field; undefined when there is no such field. */
	typeOf: (collection: string, field: string) => string | undefined;
	/** Where a field leads that names rows of another collection; null for all others. */
	linkOf: (collection: string, field: string) => Link | null;
}

export interface Link {
	to: string;
	/** The field over there that names our row, where one row leads to many. */
	back: string | null;
}

/** A row as it was read, with the rows that its links lead to `under` them. */
export type Item = Record<string, unknown>;

/** Where an item keeps the rows that a link leads to; under the link's own name is the key that is stored. */
export const under = (link: string): string => `${link}.`;
