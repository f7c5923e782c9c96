export interface Pair {
	ours: Timed[];
	theirs: Timed[];
}

/** By turns ours first and theirs first, because the first one meets what the other left on disk and in the caches. */
export async function timePair(pair: Pair, engine: () => Promise<number>, baseline: () => Promise<number>): Promise<void> {
	const ours = async () => pair.ours.push(await timed(engine));
	const theirs = async () => pair.theirs.push(await timed(baseline));
	for (const side of pair.ours.length % 2 === 0 ? [ours, theirs] : [theirs, ours]) await side();
}

export interface Figures {
	ours_ms: number;
	baseline: string;
	baseline_ms: number;
	ratio: number;
	rss_mb: number;
	changed: number;
}
export interface Timed {
	ms: number;
	result: number;
}

/** Peak resident memory of this process since it started, in megabytes. */
function peakMemoryMb(): number {
	return Math.round(process.resourceUsage().maxRSS / 1024);
}

export function compare({ ours, theirs }: Pair, baseline: string): Figures {
	return {
		ours_ms: Math.round(median(ours)),
		baseline,
		baseline_ms: Math.round(median(theirs)),
		ratio: round(median(ours) / median(theirs)),
		rss_mb: peakMemoryMb(),
		changed: ours[ours.length - 1]!.result,
	};
}

export async function timed(work: () => Promise<number>): Promise<Timed> {
	const start = performance.now();
	const result = await work();
	return { ms: performance.now() - start, result };
}

export function median(runs: Timed[]): number {
	const sorted = runs.map(({ ms }) => ms).sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)]!;
}

export function round(value: number): number {
	return Math.round(value * 1000) / 1000;
}
