/** The first place in a list at which `holds` is true, where it holds from some place on; its length when nowhere. */
export function firstIndex(list: readonly number[], holds: (item: number) => boolean): number {
	let low = 0;
	let high = list.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (holds(list[middle]!)) high = middle;
		else low = middle + 1;
	}
	return low;
}
