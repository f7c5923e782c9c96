import type { SummaryAnswer } from '../contract/answers.ts';
import { fromUnits } from '../domain/cut-points.ts';
import { curveOf, paretoPoints, type ParetoPoint } from '../domain/pareto.ts';
import type { PartialStore, Ports } from './ports.ts';
import { findModel, readSummary, type Found } from './read-summary.ts';

export type PartialPorts = Omit<Ports, 'store'> & { store: PartialStore };

/**
 * The class table of the customers that the caller may see: their shares are shares of each other, and what a run says
 * about the company (how many changed, which orders were left out) is not told.
 */
export async function readOwnSummary(ports: PartialPorts, key: string): Promise<Found<SummaryAnswer>> {
	const found = await readSummary(ports, key);
	const model = await findModel(ports, key);
	if (!found.ok || !model) return found;
	const counts = await ports.store.classCounts(model, null);
	const customers = counts.reduce((sum, row) => sum + row.customers, 0);
	const value = counts.reduce((sum, row) => sum + row.value, 0);
	const { incomplete, ...company } = found.data;
	void incomplete;
	const classes = company.classes.map((row) => {
		const own = counts.find(({ code }) => code === row.code) ?? { customers: 0, value: 0 };
		return {
			...row,
			customers: own.customers,
			customer_share: customers > 0 ? own.customers / customers : 0,
			value: fromUnits(own.value, model.basis),
			value_share: value > 0 ? own.value / value : 0,
		};
	});
	const total = fromUnits(value, model.basis);
	const data: SummaryAnswer = { ...company, scope: 'own', customers, changed: 0, moved: 0, value: total, classes };
	return { ok: true, data };
}

/** The Pareto curve of the customers that the caller may see. */
export async function readOwnPareto(ports: PartialPorts, key: string, points: number): Promise<Found<ParetoPoint[]>> {
	const model = await findModel(ports, key);
	if (!model) return { ok: false, reason: 'model_not_found' };
	const values = (await ports.store.values(model)).sort((a, b) => b - a);
	const buckets = values.filter((value) => value > 0).map((value) => ({ min: value, max: value, customers: 1, value }));
	const totals = {
		customers: values.length,
		positives: buckets.length,
		value: buckets.reduce((sum, bucket) => sum + bucket.value, 0),
	};
	return { ok: true, data: paretoPoints(curveOf(buckets, totals), points) };
}
