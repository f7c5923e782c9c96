import { randomUUID } from 'node:crypto';
import knexModule, { type Knex } from 'knex';
import type { Ports } from '../../extensions/abc-scoring/src/application/ports.ts';
import { runModel } from '../../extensions/abc-scoring/src/application/run-model.ts';
import { startPostgres } from '../support/postgres-cluster.ts';
import { addModel, PARETO, portsOn } from '../support/scoring.ts';
import { baselineRun } from './abc-baseline.ts';
import { generateCompany, LAST_DAY, type Size } from './abc-data.ts';
import { naiveWrites } from './abc-naive.ts';

type Emit = (line: Record<string, unknown>) => void;

const SMALL: Size = { customers: 100_000, orders: 1_000_000 };
const LARGE: Size = { customers: 1_000_000, orders: 10_000_000 };
const DAY_MS = 86_400_000;
/** Days scored by turns, so that both sides meet the same state of the tables and of the machine. */
const ROUNDS = 5;

/** A server as an operator would tune it for SSDs; the same for both sides. */
const SERVER = [
	'shared_buffers=1GB',
	'effective_cache_size=8GB',
	'random_page_cost=1.1',
	'max_wal_size=4GB',
	'checkpoint_timeout=30min',
	'autovacuum=off',
	'timezone=UTC',
];

/**
 * ABC scoring against the best hand-written SQL of the same result, alternately on one server: the first run, the same
 * day again, and a day later. One line per figure; `full` adds the large company. Prints through `emit` only.
 */
export async function abcBench({ full, emit }: { full: boolean; emit: Emit }): Promise<void> {
	const server = await startPostgres(SERVER);
	try {
		for (const size of full ? [SMALL, LARGE] : [SMALL]) {
			const name = `bench_${size.customers}`;
			await server.createDatabase(name);
			const knex = knexModule({ client: 'pg', connection: server.connection(name), pool: { min: 0, max: 2 } });
			try {
				await benchSize(knex, size, emit);
			} finally {
				await knex.destroy();
			}
		}
	} finally {
		await server.stop();
	}
}

async function benchSize(knex: Knex, size: Size, emit: Emit): Promise<void> {
	await generateCompany(knex, size);
	const model = await addModel(knex, {
		...PARETO,
		potential_matrix: [{ class: 'C', potential: 'high', result: 'A' }],
		risk_class: 'C',
	});
	const label = `${size.customers} customers, ${size.orders} orders`;
	const line = (bench: string, figures: Figures) => emit({ bench, size: label, ...figures });

	const first = new Date(LAST_DAY);
	const [oursFirst, baselineFirst]: [Timed[], Timed[]] = [[], []];
	for (let round = 0; round < (size === LARGE ? 1 : ROUNDS); round++) {
		await forget(knex);
		oursFirst.push(await timed(() => ours(knex, first)));
		await forget(knex);
		baselineFirst.push(await timed(() => baseline(knex, model, first)));
	}
	line('abc-first-run', compare(oursFirst, baselineFirst));
	await vacuum(knex);

	const same = await timed(() => ours(knex, first));
	if (same.result !== 0) throw new Error(`The engine disagrees with the baseline about ${same.result} customers`);
	const [oursLater, baselineLater]: [Timed[], Timed[]] = [[], []];
	for (let round = 0; round < ROUNDS * 2; round++) {
		const day = new Date(first.getTime() + (round + 1) * DAY_MS);
		if (round % 2 === 0) oursLater.push(await timed(() => ours(knex, day)));
		else baselineLater.push(await timed(() => baseline(knex, model, day)));
	}
	line('abc-a-day-later', compare(oursLater, baselineLater));
	const naive = await naiveWrites(knex, model);
	emit({
		bench: 'abc-item-by-item',
		size: `${naive.rows} of ${size.customers} rows, extrapolated`,
		ours_ms: Math.round(median(oursLater)),
		baseline: 'one UPDATE per score row, writes only',
		baseline_ms: Math.round((naive.ms / naive.rows) * size.customers),
		ratio: round(median(oursLater) / ((naive.ms / naive.rows) * size.customers)),
	});
	emit({ bench: 'abc-same-day-again', size: label, ours_ms: Math.round(same.ms), rows_written: same.result });
}

interface Figures {
	ours_ms: number;
	baseline: string;
	baseline_ms: number;
	ratio: number;
	rss_mb: number;
	changed: number;
}
interface Timed {
	ms: number;
	result: number;
}

/** Peak resident memory of this process since it started, in megabytes. */
function peakMemoryMb(): number {
	return Math.round(process.resourceUsage().maxRSS / 1024);
}

function compare(oursRuns: Timed[], baselineRuns: Timed[]): Figures {
	return {
		ours_ms: Math.round(median(oursRuns)),
		baseline: 'best hand-written SQL of the same result',
		baseline_ms: Math.round(median(baselineRuns)),
		ratio: round(median(oursRuns) / median(baselineRuns)),
		rss_mb: peakMemoryMb(),
		changed: oursRuns[oursRuns.length - 1]!.result,
	};
}

async function ours(knex: Knex, asOf: Date): Promise<number> {
	const ports: Ports = portsOn(knex, { now: asOf });
	const result = await runModel(ports, { key: 'pareto', asOf });
	if (!result.ok) throw new Error(JSON.stringify(result));
	return result.data.changed;
}

async function baseline(knex: Knex, model: string, asOf: Date): Promise<number> {
	const from = new Date(asOf);
	from.setUTCFullYear(from.getUTCFullYear() - 1);
	return (await baselineRun(knex, { model, from, to: asOf, run: randomUUID(), now: asOf })).changed;
}

/** Back to before the first run, physically too: both sides start from compact tables and a finished checkpoint. */
async function forget(knex: Knex): Promise<void> {
	await knex.raw('TRUNCATE crm_customer_scores, crm_class_history, crm_score_runs');
	await knex('crm_customers').update({ value_class: null, turnover_12m: null, order_count_12m: null });
	await knex.raw('VACUUM (FULL, ANALYZE) crm_customers');
	await knex.raw('CHECKPOINT');
}

/** What autovacuum would do after a run that wrote every row. */
async function vacuum(knex: Knex): Promise<void> {
	await knex.raw('VACUUM (ANALYZE) crm_customers');
	await knex.raw('VACUUM (ANALYZE) crm_customer_scores');
	await knex.raw('CHECKPOINT');
}

async function timed(work: () => Promise<number>): Promise<Timed> {
	const start = performance.now();
	const result = await work();
	return { ms: performance.now() - start, result };
}

function median(runs: Timed[]): number {
	const sorted = runs.map(({ ms }) => ms).sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)]!;
}

function round(value: number): number {
	return Math.round(value * 1000) / 1000;
}

if (process.argv[1] === import.meta.filename) {
	const emit: Emit = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
	await abcBench({ full: process.argv.includes('--full'), emit });
}
