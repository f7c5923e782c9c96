import type { Knex } from 'knex';
import { createScoringTables } from '../support/scoring.ts';

export interface Size {
	customers: number;
	orders: number;
}

/** The end of the generated orders; runs score as of this day and as of the day after. */
export const LAST_DAY = '2026-03-01';

/** An empty PostgreSQL with the scoring tables only, filled with a company. */
export async function generateCompany(knex: Knex, size: Size): Promise<void> {
	await createScoringTables(knex);
	await fillCompany(knex, size, LAST_DAY);
}

/**
 * Fills PostgreSQL with a company of the given size, inside the server and the same every time: orders over 24 months up to
 * `lastDay` in date order, few customers with many and large orders (the top 20 % hold about three quarters), 10 %
 * prospects who never bought, 5 % drafts and cancelled orders, 2 % refunds. Every thousandth customer is insolvent.
 */
export async function fillCompany(knex: Knex, size: Size, lastDay: string): Promise<void> {
	const indexes = await dropIndexes(knex);
	await knex.raw(
		`INSERT INTO crm_customers (id, code, name, kind, lifecycle_stage, region, phone, status, growth_potential, risk)
		SELECT md5('c' || i)::uuid, 'C' || lpad(i::text, 7, '0'), 'Customer number ' || i, 'company', 'active',
			'region ' || i % 7, '138' || lpad(i::text, 8, '0'), 'active',
			CASE i % 20 WHEN 1 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END,
			CASE WHEN i % 1000 = 5 THEN 'insolvent' ELSE 'none' END
		FROM generate_series(0, ?::integer - 1) i`,
		[size.customers],
	);
	await knex.raw('SELECT setseed(0.42)');
	await knex.raw(
		`INSERT INTO crm_orders (id, number, customer, status, placed_at, amount, refunded_amount, currency, channel)
		SELECT md5('o' || i)::uuid, 'SO' || lpad(i::text, 9, '0'), md5('c' || c)::uuid,
			CASE WHEN r < 0.03 THEN 'draft' WHEN r < 0.05 THEN 'cancelled' WHEN r < 0.07 THEN 'refunded' ELSE 'paid' END,
			?::timestamptz - (?::integer - i) * (interval '730 days' / ?::integer),
			round(a::numeric, 2), CASE WHEN r >= 0.05 AND r < 0.07 THEN round(a::numeric / 2, 2) ELSE 0 END, 'CNY', 'sales'
		FROM (
			SELECT i, c, r, exp(5 + ((c::bigint * 2654435761) % 1000) / 300.0 + random()) AS a
			FROM (
				SELECT i, floor(?::integer * 0.9 * power(random(), 2.5))::integer AS c, random() AS r
				FROM generate_series(1, ?::integer) i
			) picked
		) priced`,
		[lastDay, size.orders, size.orders, size.customers, size.orders],
	);
	for (const definition of indexes) await knex.raw(definition);
	await knex.raw('VACUUM (ANALYZE) crm_customers');
	await knex.raw('VACUUM (ANALYZE) crm_orders');
}

/** Loading is much faster without indexes; the statements to make them again are returned. */
async function dropIndexes(knex: Knex): Promise<string[]> {
	const { rows } = await knex.raw<{ rows: { name: string; definition: string; constraint: string | null }[] }>(
		`SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition, c.conname AS constraint
		FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
		WHERE i.indrelid IN ('crm_orders'::regclass, 'crm_customers'::regclass) AND NOT i.indisprimary`,
	);
	for (const { name, constraint } of rows) {
		const table = name.startsWith('crm_orders') ? 'crm_orders' : 'crm_customers';
		if (constraint) await knex.raw(`ALTER TABLE ${table} DROP CONSTRAINT "${constraint}"`);
		else await knex.raw(`DROP INDEX ${name}`);
	}
	return rows.map(({ definition }) => definition);
}
