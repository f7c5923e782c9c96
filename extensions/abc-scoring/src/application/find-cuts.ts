import {
	lastWithin,
	shareLimits,
	thresholdCuts,
	type Bucket,
	type CutPoint,
	type ShareLimit,
	type Totals,
	type Units,
} from '../domain/cut-points.ts';
import type { ScoringModel } from '../domain/model.ts';
import type { Workspace } from './ports.ts';

/** A bucket this small is read value by value. */
const EXACT_CUSTOMERS = 5000;
/** Buckets per mean value in the first histogram, and in total when a bucket is refined. */
const BUCKETS_PER_MEAN = 50;
const REFINED_BUCKETS = 2000;

/** Where the search for one limit stands: the bucket in which the class ends, and what lies above it. */
interface Search {
	limit: ShareLimit;
	at: NonNullable<ReturnType<typeof lastWithin>> | null;
}

/**
 * The value at which each class begins. Shares need the distribution of values: one histogram finds the few buckets
 * in which a class ends, and only these are read exactly. The memory needed does not grow with the customers.
 */
export async function findCuts(
	model: ScoringModel,
	{ workspace, totals }: { workspace: Workspace; totals: Totals },
): Promise<{ cuts: CutPoint[]; buckets: Bucket[] }> {
	const buckets = totals.positives > 0 ? await workspace.histogram(wholeRange(totals)) : [];
	if (model.method === 'thresholds') return { cuts: thresholdCuts(model), buckets };

	const last = model.classes.length - 1;
	const limits = model.classes.slice(0, last).flatMap((_, index) => {
		const { reach, keep } = shareLimits(model, index);
		return model.hysteresis_percent > 0 ? [reach, keep] : [reach];
	});
	const nothingAbove = { customers: 0, value: 0 };
	const searches = limits.map((limit): Search => ({
		limit,
		at: lastWithin(buckets, limit, { totals, above: nothingAbove }),
	}));
	await refineAll(searches, { workspace, totals });

	const perClass = model.hysteresis_percent > 0 ? 2 : 1;
	const cutOf = (index: number) => searches[index]?.at?.bucket.min ?? null;
	const cuts = model.classes.map(({ code }, index): CutPoint => {
		if (index === last) return { code, cut: null, heldCut: null };
		return { code, cut: cutOf(index * perClass), heldCut: cutOf(index * perClass + perClass - 1) };
	});
	return { cuts, buckets };
}

/** Narrows every search down to a single value. */
async function refineAll(searches: Search[], context: { workspace: Workspace; totals: Totals }): Promise<void> {
	for (;;) {
		const open = searches.filter(({ at }) => at && at.bucket.min < at.bucket.max);
		if (open.length === 0) return;
		const large = open.find(({ at }) => at!.bucket.customers > EXACT_CUSTOMERS);
		if (large) await refineLarge(large, open, context);
		else await readExactly(open, context);
	}
}

async function refineLarge(
	{ at }: Search,
	open: Search[],
	{ workspace, totals }: { workspace: Workspace; totals: Totals },
): Promise<void> {
	const { bucket, above } = at!;
	const step = Math.max(1, Math.ceil((bucket.max - bucket.min) / REFINED_BUCKETS));
	const finer = await workspace.histogram({ from: bucket.min, to: bucket.max, step });
	for (const search of open.filter((other) => other.at!.bucket === bucket)) {
		search.at = lastWithin(finer, search.limit, { totals, above });
	}
}

async function readExactly(
	open: Search[],
	{ workspace, totals }: { workspace: Workspace; totals: Totals },
): Promise<void> {
	const distinct = [...new Set(open.map(({ at }) => at!.bucket))];
	const values = await workspace.exactValues(distinct.map(({ min, max }) => ({ from: min, to: max })));
	for (const search of open) {
		const { bucket, above } = search.at!;
		const inside = values.filter(({ min }) => min >= bucket.min && min <= bucket.max);
		search.at = lastWithin(inside, search.limit, { totals, above });
	}
}

function wholeRange(totals: Totals): { from: Units; to: Units; step: Units } {
	const mean = totals.value / totals.positives;
	return { from: 1, to: Number.MAX_SAFE_INTEGER, step: Math.max(1, Math.round(mean / BUCKETS_PER_MEAN)) };
}
