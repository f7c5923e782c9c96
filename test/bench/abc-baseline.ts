import type { Knex } from 'knex';

/**
 * The best SQL a specialist would write by hand for exactly this model (null filters, one currency, Pareto 0.7/0.9,
 * class C with high potential becomes A, insolvent customers fall to C), on PostgreSQL, with the engine's own indexes
 * and planner settings: one transaction, one pass per question, cut points from a histogram instead of ranking a million
 * rows, only rows that differ are written. It leaves the same scores, customers and history as the engine.
 */
export async function baselineRun(
	knex: Knex,
	{ model, from, to, run, now }: { model: string; from: Date; to: Date; run: string; now: Date },
): Promise<{ changed: number }> {
	return knex.transaction(async (trx) => {
		for (const setting of SETTINGS) await trx.raw(setting);
		await trx.raw(BASE, [from, to, model]);
		return { changed: await classifyAndWrite(trx, { model, run, now }) };
	});
}

/** Cut points, differences, writes and class table from the narrow rows in table `b`; returns the rows written. */
export async function classifyAndWrite(
	trx: Knex.Transaction,
	{ model, run, now }: { model: string; run: string; now: Date },
): Promise<number> {
	const cuts = (await trx.raw<{ rows: { a: string; b: string }[] }>(CUTS)).rows[0];
	if (!cuts) throw new Error('No customers');
	await trx.raw(DIFFERENCES, [cuts.a, cuts.b]);
	await trx.raw('ANALYZE d');
	await trx.raw(HISTORY, [run, model, now]);
	const updated = await trx.raw<{ rowCount: number }>(SCORES, [now]);
	const inserted = await trx.raw<{ rowCount: number }>(NEW_SCORES, [model, now]);
	await trx.raw(CUSTOMERS, [now]);
	await trx.raw(TABLE, [cuts.a, cuts.b]);
	return updated.rowCount + inserted.rowCount;
}

const SETTINGS = [
	'SET LOCAL enable_hashagg = off',
	'SET LOCAL enable_sort = off',
	'SET LOCAL enable_nestloop = off',
	'SET LOCAL enable_mergejoin = off',
	"SET LOCAL work_mem = '64MB'",
];

/** The narrow rows of all customers: from, to, model. */
export const NARROW_ROWS = `
	SELECT c.id AS customer, CASE WHEN o.amount > 0 THEN (o.amount * 100)::bigint ELSE 0 END AS value,
		COALESCE(o.orders, 0)::integer AS orders, c.growth_potential = 'high' AS is_high, c.risk = 'insolvent' AS at_risk,
		p.id AS score, p.class, p.base_class, c.value_class,
		p.value = CASE WHEN o.amount > 0 THEN o.amount ELSE 0 END
			AND c.turnover_12m = CASE WHEN o.amount > 0 THEN o.amount ELSE 0 END
			AND c.order_count_12m = COALESCE(o.orders, 0) AS is_same
	FROM crm_customers c
	LEFT JOIN (
		SELECT customer, SUM(amount - refunded_amount) AS amount, COUNT(*) AS orders FROM crm_orders
		WHERE status IN ('confirmed', 'paid', 'refunded') AND placed_at >= ? AND placed_at < ? AND currency = 'CNY'
		GROUP BY customer
	) o ON o.customer = c.id
	LEFT JOIN crm_customer_scores p ON p.customer = c.id AND p.model = ?
	WHERE c.status = 'active' AND c.merged_into IS NULL`;

/** The lowest value with less than 70 (90) percent of the total above it: by buckets, then exactly inside two of them. */
const CUTS = `
	WITH t AS MATERIALIZED (SELECT SUM(value) AS total, (SUM(value) / COUNT(*) / 50)::bigint + 1 AS step FROM b WHERE value > 0),
	h AS MATERIALIZED (
		SELECT value / (SELECT step FROM t) AS bucket, SUM(value) AS value FROM b WHERE value > 0 GROUP BY 1
	),
	c AS (SELECT bucket, SUM(value) OVER (ORDER BY bucket DESC) - value AS above FROM h),
	at AS MATERIALIZED (
		SELECT MIN(bucket) FILTER (WHERE above < 0.7 * t.total) AS a, MIN(bucket) FILTER (WHERE above < 0.9 * t.total) AS b
		FROM c, t
	),
	e AS (
		SELECT value, bucket, SUM(SUM(value)) OVER (PARTITION BY bucket ORDER BY value DESC) - SUM(value) AS inside
		FROM (SELECT value, value / (SELECT step FROM t) AS bucket FROM b
			WHERE value / (SELECT step FROM t) IN ((SELECT a FROM at), (SELECT b FROM at)) AND value > 0) v
		GROUP BY value, bucket
	)
	SELECT MIN(e.value) FILTER (WHERE e.bucket = at.a AND c.above + e.inside < 0.7 * t.total) AS a,
		MIN(e.value) FILTER (WHERE e.bucket = at.b AND c.above + e.inside < 0.9 * t.total) AS b
	FROM e JOIN c ON c.bucket = e.bucket, at, t`;

const BASE = `CREATE TEMPORARY TABLE b ON COMMIT DROP AS ${NARROW_ROWS}`;

const BY_VALUE = `CASE WHEN value >= ?::bigint THEN 'A' WHEN value >= ?::bigint THEN 'B' ELSE 'C' END`;
const FINAL = `CASE WHEN at_risk THEN 'C' WHEN by_value = 'C' AND is_high THEN 'A' ELSE by_value END`;

const DIFFERENCES = `
	CREATE TEMPORARY TABLE d ON COMMIT DROP AS
	SELECT *, '[{"code": "value", "class": "' || by_value || '"}'
		|| CASE WHEN by_value = 'C' AND is_high THEN
			', {"to": "A", "code": "potential", "from": "C", "potential": "high"}' ELSE '' END
		|| CASE WHEN at_risk AND NOT (by_value = 'C' AND NOT is_high) THEN
			', {"to": "C", "code": "risk", "from": "' || CASE WHEN by_value = 'C' THEN 'A' ELSE by_value END || '"}' ELSE '' END
		|| ']' AS reason
	FROM (SELECT v.*, ${FINAL} AS new_class FROM (SELECT b.*, ${BY_VALUE} AS by_value FROM b) v) f
	WHERE score IS NULL OR is_same IS NOT TRUE OR class <> new_class OR base_class <> by_value
		OR value_class IS NULL OR value_class <> new_class`;

const HISTORY = `
	INSERT INTO crm_class_history (run, model, customer, from_class, to_class, value_before, value_after, driver, changed_at)
	SELECT ?::uuid, ?::uuid, d.customer, d.class, d.new_class, (p.value * 100)::bigint, d.value, 'own_value', ?::timestamptz
	FROM d JOIN crm_customer_scores p ON p.id = d.score WHERE d.class <> d.new_class`;

const SCORES = `
	UPDATE crm_customer_scores p SET class = d.new_class, base_class = d.by_value, value = d.value / 100.0,
		reason = d.reason::json, scored_at = ?::timestamptz
	FROM d WHERE p.id = d.score`;

const NEW_SCORES = `
	INSERT INTO crm_customer_scores (id, model, customer, class, base_class, value, reason, scored_at)
	SELECT gen_random_uuid(), ?::uuid, customer, new_class, by_value, value / 100.0, reason::json, ?::timestamptz
	FROM d WHERE score IS NULL`;

const CUSTOMERS = `
	UPDATE crm_customers c SET value_class = d.new_class, turnover_12m = d.value / 100.0, order_count_12m = d.orders,
		value_class_since = CASE WHEN c.value_class = d.new_class THEN c.value_class_since ELSE ?::timestamptz END
	FROM d WHERE c.id = d.customer`;

const TABLE = `
	SELECT ${FINAL} AS class, COUNT(*), SUM(value) FROM (SELECT b.*, ${BY_VALUE} AS by_value FROM b) v GROUP BY 1`;
