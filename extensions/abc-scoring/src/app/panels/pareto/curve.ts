import type { ClassFigures, CurvePoint } from '../../../contract/answers.ts';

/** The part of the value that the best `customerShare` of the customers bring, read off the curve. */
export function valueShareAt(curve: CurvePoint[], customerShare: number): number {
	const after = curve.findIndex((point) => point.customer_share >= customerShare);
	if (after < 0) return curve.length > 0 ? 1 : 0;
	const right = curve[after]!;
	const left = curve[after - 1];
	if (!left || right.customer_share === left.customer_share) return right.value_share;
	const part = (customerShare - left.customer_share) / (right.customer_share - left.customer_share);
	return left.value_share + (right.value_share - left.value_share) * part;
}

export interface ClassArea {
	code: string;
	from: number;
	to: number;
}

/** Where each class lies along the customers, best first. Classes without customers have no area. */
export function classAreas(classes: ClassFigures[]): ClassArea[] {
	let reached = 0;
	return classes.flatMap(({ code, customer_share: share }) => {
		const from = reached;
		reached = Math.min(1, reached + share);
		return share > 0 ? [{ code, from, to: reached }] : [];
	});
}
