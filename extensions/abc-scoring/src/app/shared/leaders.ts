import type { ClassFigures } from '../../contract/answers.ts';

/**
 * The fewest best classes that together bring more than half of the value: what "57 customers bring 70 % of
 * turnover" is about. Null where nobody has bought anything.
 */
export function leadersOf(classes: ClassFigures[]): { customers: number; share: number } | null {
	let customers = 0;
	let share = 0;
	for (const item of classes) {
		customers += item.customers;
		share += item.value_share;
		if (share > 0.5) return { customers, share };
	}
	return null;
}
