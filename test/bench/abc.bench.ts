import { randomUUID } from 'node:crypto';
import knexModule, { type Knex } from 'knex';
import type { Ports } from '../../extensions/abc-scoring/src/application/ports.ts';
import { runModel } from '../../extensions/abc-scoring/src/application/run-model.ts';
import { startPostgres, type PostgresServer } from '../support/postgres-cluster.ts';
import { addModel, PARETO, portsOn } from '../support/scoring.ts';
import { incrementalRun, prepareIncremental } from './abc-baseline-incremental.ts';
import { baselineRun } from './abc-baseline.ts';
import { generateCompany, LAST_DAY, type Size } from './abc-data.ts';
import { compare, median, round, timed, timePair, type Figures, type Pair } from './abc-measure.ts';
import { naiveWrites } from './abc-naive.ts';
import { triggerOverhead } from './abc-triggers.ts';
import type { BenchLine, Emit } from './goals.ts';


const SMALL: Size = { customers: 100_000, orders: 1_000_000 };
const LARGE: Size = { customers: 1_000_000, orders: 10_000_000 };
const DAY_MS = 86_400_000;
/** Days scored by turns, so that both sides meet the same state of the tables and of the machine. */
const ROUNDS = 5;

/** A server as an operator would tune it for SSDs; the same for both sides. */
const SERVER = [
	'shared_buffers=4GB',
	'effective_cache_size=8GB',
	'random_page_cost=1.1',
	'max_wal_size=4GB',
	'checkpoint_timeout=30min',
	'autovacuum=off',
	'timezone=UTC',
];

/**
 * ABC scoring against the best hand-written SQL of the same result, alternately on one server: the first run, a full run
 * a day later, and an incremental run a day later with few changes. Each side has a database of its own with the same
 * company, because the engine's triggers would slow the baseline's writes. One line per figure; `full` adds the large
 * company. Prints through `emit` only.
 */
export async function abcBench({ full, emit }: { full: boolean; emit: Emit }): Promise<void> {
	const server = await startPostgres(SERVER);
	try {
		const daily: Figures[] = [];
		for (const size of full ? [SMALL, LARGE] : [SMALL]) {
			const sides = await openSides(server, size);
			try {
				daily.push(await benchSize(sides, size, emit));
			} finally {
				for (const knex of [sides.engine, sides.baseline]) await knex.destroy();
			}
		}
		if (full) emit(growth(daily as [Figures, Figures]));
	} finally {
		await server.stop();
	}
}

/** How much longer a run takes for ten times as many customers and orders. */
function growth([small, large]: [Figures, Figures]): BenchLine {
	return {
		bench: 'abc-growth',
		size: 'everything computed, from 100,000 to 1,000,000 customers',
		ours_ms: large.ours_ms,
		baseline: 'ours at the small size',
		baseline_ms: small.ours_ms,
		ratio: round(large.ours_ms / small.ours_ms),
		hand_written: round(large.baseline_ms / small.baseline_ms),
	};
}

interface Sides {
	engine: Knex;
	baseline: Knex;
	model: string;
}

async function openSides(server: PostgresServer, size: Size): Promise<Sides> {
	const open = (name: string) =>
		knexModule({ client: 'pg', connection: server.connection(name), pool: { min: 0, max: 2 } });
	const [first, second] = [`engine_${size.customers}`, `baseline_${size.customers}`];
	await server.createDatabase(first);
	const filling = open(first);
	await generateCompany(filling, size);
	const model = await addModel(filling, {
		...PARETO,
		potential_matrix: [{ class: 'C', potential: 'high', result: 'A' }],
		risk_class: 'C',
	});
	await filling.destroy();
	const admin = open('postgres');
	await admin.raw(`CREATE DATABASE ${second} TEMPLATE ${first}`);
	await admin.destroy();
	return { engine: open(first), baseline: open(second), model };
}

/** The answer is the figures of a full run. */
async function benchSize(sides: Sides, size: Size, emit: Emit): Promise<Figures> {
	const { engine, baseline, model } = sides;
	const label = `${size.customers} customers, ${size.orders} orders`;
	const line = (bench: string, figures: Figures) => emit({ bench, size: label, ...figures });
	let day = dayOf(model, 0);

	const first: Pair = { ours: [], theirs: [] };
	for (let round = 0; round < (size === LARGE ? 1 : ROUNDS); round++) {
		for (const knex of [engine, baseline]) await forget(knex);
		await timePair(first, () => ours(engine, day.to), () => fullBaseline(baseline, day));
	}
	line('abc-first-run', compare(first, FULL));
	for (const knex of [engine, baseline]) await vacuum(knex);

	const later: Pair = { ours: [], theirs: [] };
	for (let round = 1; round <= ROUNDS; round++) {
		day = dayOf(model, round);
		await engine('crm_score_work').update({ signature: null });
		await timePair(later, () => ours(engine, day.to), () => fullBaseline(baseline, day));
	}
	const fullRun = compare(later, FULL);
	line('abc-a-day-later-full', fullRun);
	await expectSameScores(sides);

	await prepareIncremental(baseline, day);
	for (const knex of [engine, baseline]) await vacuum(knex);
	const daily: Pair = { ours: [], theirs: [] };
	for (let round = ROUNDS + 1; round <= ROUNDS * 2; round++) {
		const before = day;
		day = dayOf(model, round);
		for (const knex of [engine, baseline]) await bookLate(knex, size, round);
		await baseline.raw('INSERT INTO late SELECT customer FROM crm_orders WHERE number LIKE ?', [`LATE${round}-%`]);
		await timePair(daily, () => ours(engine, day.to), () => incrementalRun(baseline, before, day).then(({ changed }) => changed));
		await expectIncremental(engine);
	}
	line('abc-a-day-later', compare(daily, 'best hand-written incremental SQL of the same result'));
	await expectSameScores(sides);
	const same = await timed(() => ours(engine, day.to));
	emit({ bench: 'abc-same-day-again', size: label, ours_ms: Math.round(same.ms), rows_written: same.result });
	await itemByItem(sides, { size, daily, emit });
	if (size === SMALL) await triggerOverhead(sides, emit);
	return fullRun;
}

async function itemByItem(
	{ engine, model }: Sides,
	{ size, daily, emit }: { size: Size; daily: Pair; emit: Emit },
): Promise<void> {
	const naive = await naiveWrites(engine, model);
	const extrapolated = (naive.ms / naive.rows) * size.customers;
	emit({
		bench: 'abc-item-by-item',
		size: `${naive.rows} of ${size.customers} rows, extrapolated`,
		ours_ms: Math.round(median(daily.ours)),
		baseline: 'one UPDATE per score row, writes only',
		baseline_ms: Math.round(extrapolated),
		ratio: round(median(daily.ours) / extrapolated),
	});
}

const FULL = 'best hand-written SQL of the same result';

interface Day {
	model: string;
	from: Date;
	to: Date;
	run: string;
	now: Date;
}

function dayOf(model: string, number: number): Day {
	const to = new Date(new Date(LAST_DAY).getTime() + number * DAY_MS);
	const from = new Date(to);
	from.setUTCFullYear(from.getUTCFullYear() - 1);
	return { model, from, to, run: randomUUID(), now: to };
}

async function ours(knex: Knex, asOf: Date): Promise<number> {
	const untracked = (error: unknown) => {
		throw error;
	};
	const ports: Ports = portsOn(knex, { now: asOf, untracked });
	const result = await runModel(ports, { key: 'pareto', asOf });
	if (!result.ok) throw new Error(JSON.stringify(result));
	return result.data.changed;
}

async function fullBaseline(knex: Knex, day: Day): Promise<number> {
	return (await baselineRun(knex, day)).changed;
}

/** Late bookings of one customer in a thousand. */
async function bookLate(knex: Knex, size: Size, round: number): Promise<void> {
	await knex.raw(
		`INSERT INTO crm_orders (id, number, customer, status, placed_at, amount, refunded_amount, currency)
		SELECT gen_random_uuid(), 'LATE' || ? || '-' || i, md5('c' || i)::uuid, 'paid', timestamptz '2026-02-01', 1000 + i % 977, 0, 'CNY'
		FROM generate_series(?::integer, ?::integer - 1, 1000) i`,
		[round, round, size.customers],
	);
}

async function expectIncremental(knex: Knex): Promise<void> {
	const row: { refreshed: number | null } | undefined = await knex('crm_score_work').first('refreshed');
	if (row?.refreshed === null) throw new Error('The engine computed everything again');
}

/** Both sides stored the same, or the figures mean nothing. */
async function expectSameScores({ engine, baseline }: Sides): Promise<void> {
	const sum = async (knex: Knex) => {
		const { rows } = await knex.raw<{ rows: unknown[] }>(
			`SELECT COUNT(*), SUM(hashtext(concat_ws('|', p.customer, p.class, p.base_class, p.value, p.reason::text)))
				AS scores, SUM(hashtext(concat_ws('|', c.id, c.value_class, c.turnover_12m, c.order_count_12m))) AS customers
			FROM crm_customer_scores p JOIN crm_customers c ON c.id = p.customer`,
		);
		return JSON.stringify(rows);
	};
	const [engineSum, baselineSum] = [await sum(engine), await sum(baseline)];
	if (engineSum !== baselineSum) throw new Error(`The engine and the baseline disagree: ${engineSum} ${baselineSum}`);
}

/** Back to before the first run, physically too: both sides start from compact tables and a finished checkpoint. */
async function forget(knex: Knex): Promise<void> {
	await knex.raw('TRUNCATE crm_customer_scores, crm_class_history, crm_score_runs, crm_score_work, crm_score_dirty');
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

if (process.argv[1] === import.meta.filename) {
	const emit: Emit = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
	await abcBench({ full: process.argv.includes('--full'), emit });
}
