/**
 * The fewest items that still fail: leaves out ever smaller chunks as long as what remains fails. Every item that is left is needed, though
 * another list may be shorter still. (Zeller's delta debugging, without its tests of complements.)
 */
export async function shrink<Item>(items: Item[], fails: (rest: Item[]) => Promise<boolean>): Promise<Item[]> {
	let kept = items;
	for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let hasShrunk = true; hasShrunk; ) {
			hasShrunk = false;
			// From the end: what came late is least often needed by what comes after.
			for (let end = kept.length; end > 0; end -= size) {
				const rest = [...kept.slice(0, Math.max(0, end - size)), ...kept.slice(end)];
				if (rest.length < kept.length && (await fails(rest))) {
					kept = rest;
					hasShrunk = true;
				}
			}
			if (size > 1) break;
		}
	}
	return kept;
}
