import type { Knex } from 'knex';
import { median, round, timed, type Timed } from './abc-measure.ts';
import type { Emit } from './goals.ts';


const BULK = 100_000;
const SINGLE = 2000;
const ROUNDS = 3;

/** What noting changes costs whoever writes orders: one statement of 100,000 rows, and single rows, with and without. */
export async function triggerOverhead(
	{ engine, baseline }: { engine: Knex; baseline: Knex },
	emit: Emit,
): Promise<void> {
	for (const [bench, rows, write] of [['bulk', BULK, insertBulk], ['single', SINGLE, insertSingly]] as const) {
		const [tracked, plain]: [Timed[], Timed[]] = [[], []];
		for (let turn = 0; turn < ROUNDS; turn++) {
			tracked.push(await timed(() => write(engine, `${bench}${turn}`)));
			plain.push(await timed(() => write(baseline, `${bench}${turn}`)));
		}
		emit({
			bench: `abc-triggers-${bench}`,
			size: `${rows} orders`,
			ours_ms: Math.round(median(tracked)),
			baseline: 'the same without triggers',
			baseline_ms: Math.round(median(plain)),
			ratio: round(median(tracked) / median(plain)),
			ms_per_row: round((median(tracked) - median(plain)) / rows),
		});
	}
}

async function insertBulk(knex: Knex, label: string): Promise<number> {
	await knex.raw(`${INSERT} FROM generate_series(1, ?::integer) i`, [label, label, BULK]);
	return BULK;
}

async function insertSingly(knex: Knex, label: string): Promise<number> {
	for (let at = 1; at <= SINGLE; at++) await knex.raw(`${INSERT} FROM (SELECT ?::integer AS i) one`, [label, label, at]);
	return SINGLE;
}

const INSERT = `
	INSERT INTO crm_orders (id, number, customer, status, placed_at, amount, refunded_amount, currency)
	SELECT md5(?::text || i)::uuid, ?::text || i, md5('c' || i % 50000)::uuid, 'paid', timestamptz '2026-02-01', 100, 0, 'CNY'`;
