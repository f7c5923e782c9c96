import type { Knex } from 'knex';
import { classifyAndWrite, NARROW_ROWS } from './abc-baseline.ts';

/** Days and ids of one baseline run. */
interface Day {
	model: string;
	from: Date;
	to: Date;
	run: string;
	now: Date;
}

/**
 * What a specialist would add for daily runs: the narrow rows stay in a table of his own, and so does a queue of customers
 * whose orders were changed late (filled by whoever changes them, which costs him nothing here). Not written ahead and
 * with room for updates in place, like the engine's.
 */
export async function prepareIncremental(knex: Knex, { model, from, to }: Day): Promise<void> {
	await knex.raw('DROP TABLE IF EXISTS b, late');
	await knex.raw(`CREATE UNLOGGED TABLE b WITH (fillfactor = 90) AS ${NARROW_ROWS}`, [from, to, model]);
	await knex.raw('ALTER TABLE b ADD PRIMARY KEY (customer)');
	await knex.raw('CREATE TABLE late (customer uuid)');
	await knex.raw('VACUUM (ANALYZE) b');
}

/** Refreshes customers with orders at either edge of the window, or in the queue; then the same as a full run. */
export async function incrementalRun(knex: Knex, before: Day, day: Day): Promise<{ changed: number }> {
	return knex.transaction(async (trx) => {
		await trx.raw("SET LOCAL work_mem = '64MB'");
		await trx.raw(CHANGED, [before.from, day.from, before.to, day.to]);
		await trx.raw('ANALYZE t');
		await trx.raw(REFRESH, [day.from, day.to]);
		const changed = await classifyAndWrite(trx, day);
		await trx.raw(REMEMBER);
		await trx.raw('DELETE FROM late');
		return { changed };
	});
}

const COUNTED = "status IN ('confirmed', 'paid', 'refunded')";

const CHANGED = `
	CREATE TEMPORARY TABLE t ON COMMIT DROP AS
	SELECT customer FROM late
	UNION SELECT customer FROM crm_orders WHERE ${COUNTED} AND placed_at >= ? AND placed_at < ?
	UNION SELECT customer FROM crm_orders WHERE ${COUNTED} AND placed_at >= ? AND placed_at < ?`;

const REFRESH = `
	UPDATE b SET value = n.value, orders = n.orders, is_same = false
	FROM (
		SELECT t.customer, COUNT(o.customer)::integer AS orders,
			CASE WHEN SUM(o.amount - o.refunded_amount) > 0 THEN (SUM(o.amount - o.refunded_amount) * 100)::bigint ELSE 0 END AS value
		FROM t LEFT JOIN crm_orders o ON o.customer = t.customer AND o.${COUNTED} AND o.placed_at >= ? AND o.placed_at < ?
			AND o.currency = 'CNY'
		GROUP BY t.customer
	) n
	WHERE b.customer = n.customer AND (b.value <> n.value OR b.orders <> n.orders)`;

const REMEMBER = `
	UPDATE b SET class = d.new_class, base_class = d.by_value, value_class = d.new_class, is_same = true
	FROM d WHERE b.customer = d.customer`;
