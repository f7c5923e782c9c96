/** A run as it is remembered. */
export interface PastRun {
	model: string;
	isDone: boolean;
	/** The primary models by priority, as the run knew them; null of runs that did not note them. */
	primaries: string[] | null;
}

/**
 * The primary models whose classes customers bear now: they ran, and neither they nor any primary model since knew another order.
 * `runs` are newest first; `scored` are models that ever ran to the end, since the place of the others matters to nobody.
 */
export function inForce(primaries: string[], runs: PastRun[], scored: Set<string>): Set<string> {
	const orderOf = (list: string[]): string => list.filter((id) => scored.has(id)).join();
	const today = orderOf(primaries);
	const settled = new Set<string>();
	for (const { model, isDone, primaries: known } of runs) {
		if (known && !known.includes(model)) continue; // It gave nobody a value class.
		if (!known || orderOf(known) !== today) break;
		if (isDone) settled.add(model);
	}
	return settled;
}
