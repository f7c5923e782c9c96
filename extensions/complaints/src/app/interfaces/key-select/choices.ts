/** One of a list of the settings; queues have a key, causes a code. */
export interface Listed {
	key?: string | null;
	code?: string | null;
	name?: string | null;
	/** Code of the cause above. */
	parent?: string | null;
}

export interface Choice {
	value: string;
	text: string;
}

/** What people choose from: names, and those of the causes above, because “Late” alone says little. */
export function choicesOf(listed: readonly Listed[]): Choice[] {
	const named = new Map(listed.flatMap((item) => (keyOf(item) === null ? [] : [[keyOf(item)!, item] as const])));
	return [...named.keys()].map((value) => ({ value, text: pathOf(value, named).join(' / ') }));
}

/** From the top; causes that name each other in a circle end where it closes. */
function pathOf(key: string, named: ReadonlyMap<string, Listed>): string[] {
	const path: string[] = [];
	const seen = new Set<string>();
	for (let next: string | null = key; next !== null && named.has(next) && !seen.has(next); ) {
		seen.add(next);
		const item: Listed = named.get(next)!;
		path.unshift(item.name || next);
		next = item.parent || null;
	}
	return path;
}

const keyOf = ({ key, code }: Listed): string | null => key || code || null;
