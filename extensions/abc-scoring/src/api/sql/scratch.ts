import type { WorkspaceRequest } from '../../application/ports.ts';
import { INSOLVENT, POTENTIALS } from '../../domain/model.ts';
import { heldFragment } from '../../domain/reasons.ts';
import { numberedOutcomes } from './decision-case.ts';
import { COUNTED, orderValue, orderWithoutRate, sumToUnits, type Fragment } from './order-value.ts';
import type { Session } from './session.ts';

/** Names of a run's temporary tables; unique, because on SQLite runs of several models share a connection. */
export interface Tables {
	/** One row per scored customer: value, attributes, and what was stored about the customer before. */
	scratch: string;
	/** Every possible outcome with its texts. */
	outcomes: string;
	customerIds: string;
	orderIds: string;
	/** Rows to write. */
	differences: string;
	removed: string;
}

/** `scratch.mirror` when another primary model decides about the customer's value class, or when it must be written. */
export const MIRROR_NOT_OURS = -2;
const MIRROR_STALE = -1;

export function tableNames(id: string): Tables {
	const name = (kind: string) => `crm_tmp_${kind}_${id}`;
	return {
		scratch: name('scratch'),
		outcomes: name('outcomes'),
		customerIds: name('customers'),
		orderIds: name('orders'),
		differences: name('differences'),
		removed: name('removed'),
	};
}

export async function fillOutcomes(session: Session, tables: Tables, request: WorkspaceRequest): Promise<void> {
	const { temporary } = session.dialect;
	await session.run(
		`CREATE TEMPORARY TABLE ${tables.outcomes} (number integer, base ${temporary.text}, held integer,
		class ${temporary.text}, reason ${temporary.text}) ${temporary.suffix}`,
	);
	if (session.dialect.name !== 'postgres') {
		await session.run(`CREATE INDEX ${tables.outcomes}_r ON ${tables.outcomes} (reason)`);
	}
	const rows = numberedOutcomes(request.rules);
	for (let from = 0; from < rows.length; from += 100) {
		const page = rows.slice(from, from + 100);
		const bindings = page.flatMap((row) => [row.base, row.class, row.reason]);
		const values = page.map((row) => `(${row.number}, ?, ${row.held}, ?, ?)`).join(', ');
		await session.run(`INSERT INTO ${tables.outcomes} (number, base, held, class, reason) VALUES ${values}`, bindings);
	}
	if (session.dialect.name === 'postgres') await session.run(`ANALYZE ${tables.outcomes}`);
}

/** Writes the ids behind a filter to a temporary table, page by page. */
export async function fillIds(session: Session, table: string, pages: AsyncIterable<string[]>): Promise<void> {
	const { temporary } = session.dialect;
	await session.run(
		`CREATE TEMPORARY TABLE ${table} (id ${temporary.uuid} NOT NULL PRIMARY KEY) ${temporary.suffix}`,
	);
	for await (const ids of pages) {
		if (ids.length === 0) continue;
		await session.run(`INSERT INTO ${table} (id) VALUES ${ids.map(() => '(?)').join(', ')}`, ids);
	}
}

export async function createScratch(session: Session, tables: Tables): Promise<void> {
	const { temporary } = session.dialect;
	await session.run(
		`CREATE TEMPORARY TABLE ${tables.scratch} (customer ${temporary.uuid}, turnover bigint, orders integer,
		missing integer, potential smallint, risk smallint, score ${temporary.uuid}, before_number integer,
		held smallint, before_class smallint, value_changed smallint, mirror smallint) ${temporary.suffix}`,
	);
}

/** Aggregates the orders of the window per customer, in one statement or by ranges of customer ids. */
export async function fillScratch(session: Session, tables: Tables, request: WorkspaceRequest): Promise<void> {
	const size = session.dialect.customersPerStatement;
	if (size === null) {
		await session.transaction(async (inner) => {
			if (session.dialect.beforeAggregation) await inner.run(session.dialect.beforeAggregation);
			const { sql, bindings } = aggregation(session, tables, request);
			await inner.run(sql, bindings);
		});
		return;
	}
	let from: string | null = '';
	while (from !== null) {
		const next: { id: string }[] = await session.rows(
			`SELECT id FROM crm_customers WHERE id > ? ORDER BY id LIMIT 1 OFFSET ${size}`,
			[from],
		);
		const to: string | null = next[0]?.id ?? null;
		const { sql, bindings } = aggregation(session, tables, request, { from, to });
		await session.run(sql, bindings);
		from = to;
	}
}

/** Orders that count: those with a value in the home currency. */
const ORDERS = 'COALESCE(o.all_orders - o.missing, 0)';

type Range = { from: string; to: string | null };

function aggregation(session: Session, tables: Tables, request: WorkspaceRequest, range?: Range): Fragment {
	const orders = orderSums(session, tables, request, range);
	const scores = scoresBefore(session, tables, request, range);
	const columns = scratchColumns(session, request);
	const within = inRange('c.id', range);
	const sql = `
		INSERT INTO ${tables.scratch} (customer, turnover, orders, missing, potential, risk, score, before_number, held,
			before_class, value_changed, mirror)
		SELECT ${columns.sql}
		FROM crm_customers c
		${request.customerIds ? `JOIN ${tables.customerIds} chosen ON chosen.id = c.id` : ''}
		LEFT JOIN (${orders.sql}) o ON o.customer = c.id
		LEFT JOIN (${scores.sql}) p ON p.customer = c.id
		WHERE c.status = 'active' AND c.merged_into IS NULL ${within.sql}`;
	return { sql, bindings: [...columns.bindings, ...orders.bindings, ...scores.bindings, ...within.bindings] };
}

/** What the run before stored about each customer, decoded to numbers. */
function scoresBefore(session: Session, tables: Tables, request: WorkspaceRequest, range?: Range): Fragment {
	const { dialect } = session;
	const { codes } = request.rules;
	const held = heldBefore(dialect, codes);
	const before = position('p.class', codes);
	const within = inRange('p.customer', range);
	const sql = `
		SELECT p.customer, p.id, p.value, x.number AS before_number, ${held.sql} AS held, ${before.sql} AS before_class
		FROM crm_customer_scores p LEFT JOIN ${tables.outcomes} x ON x.reason = ${dialect.text('p.reason')}
		WHERE p.model = ? ${within.sql}`;
	const model = request.model.id ?? NO_MODEL;
	return { sql, bindings: [...held.bindings, ...before.bindings, model, ...within.bindings] };
}

/** A preview of a model that was never saved compares with nothing. */
const NO_MODEL = '00000000-0000-0000-0000-000000000000';

function orderSums(session: Session, tables: Tables, request: WorkspaceRequest, range?: Range): Fragment {
	const value = orderValue(session.dialect, request.settings);
	const missing = orderWithoutRate(request.settings);
	const within = inRange('o.customer', range);
	const { from, to } = request.window;
	// By customer the covering index delivers sorted groups; by date SQLite would sort half a million rows.
	const placedAt = session.dialect.withoutIndex('o.placed_at');
	const sql = `
		SELECT o.customer, SUM(${value.sql}) AS amount, COUNT(*) AS all_orders, COUNT(${missing.sql}) AS missing
		FROM crm_orders o
		${request.orderIds ? `JOIN ${tables.orderIds} chosen ON chosen.id = o.id` : ''}
		WHERE o.${COUNTED} AND ${placedAt} >= ? AND ${placedAt} < ? ${within.sql}
		GROUP BY o.customer`;
	return { sql, bindings: [...value.bindings, ...missing.bindings, from, to, ...within.bindings] };
}

function inRange(column: string, range: Range | undefined): Fragment {
	if (!range) return { sql: '', bindings: [] };
	const sql = `AND ${column} > ? ${range.to === null ? '' : `AND ${column} <= ?`}`;
	return { sql, bindings: range.to === null ? [range.from] : [range.from, range.to] };
}

function scratchColumns({ dialect }: Session, request: WorkspaceRequest): Fragment {
	const { basis } = request.model;
	const mirror = mirrorColumn(dialect, request);
	const potential = POTENTIALS.map((name, index) => `WHEN '${name}' THEN ${index + 1}`).join(' ');
	const isSame = basis === 'turnover' ? isSameTurnover(dialect, 'p.value') : `p.value = ${ORDERS}`;
	const sql = `c.id, CASE WHEN o.amount > 0 THEN ${sumToUnits(dialect, 'o.amount')} ELSE 0 END, ${ORDERS},
		COALESCE(o.missing, 0),
		CASE c.growth_potential ${potential} ELSE 0 END,
		CASE WHEN c.risk = '${INSOLVENT}' THEN 1 ELSE 0 END,
		p.id, p.before_number, p.held, p.before_class,
		CASE WHEN ${isSame} THEN 0 ELSE 1 END,
		${mirror.sql}`;
	return { sql, bindings: mirror.bindings };
}

/** A negative sum counts as 0. Compared as summed, decimals or cents, because converting a million rows takes time. */
function isSameTurnover(dialect: Session['dialect'], stored: string): string {
	const turnover = 'CASE WHEN o.amount > 0 THEN o.amount ELSE 0 END';
	return dialect.name === 'sqlite' ? `${dialect.toUnits(stored, 100)} = ${turnover}` : `${stored} = ${turnover}`;
}

function position(column: string, codes: string[]): Fragment {
	const arms = codes.map((_, index) => `WHEN ? THEN ${index}`).join(' ');
	return { sql: `CASE ${column} ${arms} END`, bindings: [...codes] };
}

/**
 * The class a customer held by value. Reasons tell it; after an edit of the model their text may be unknown, then the
 * held step is looked for inside the text.
 */
function heldBefore(dialect: Session['dialect'], codes: string[]): Fragment {
	const base = position('p.base_class', codes);
	const arms = codes.map((_, index) => `WHEN ${dialect.text('p.reason')} LIKE ? THEN ${index}`).join(' ');
	return {
		sql: `CASE WHEN x.held IS NOT NULL THEN x.held ${arms} ELSE ${base.sql} END`,
		bindings: [...codes.map((code) => `%${escapeLike(heldFragment(code))}%`), ...base.bindings],
	};
}

function escapeLike(text: string): string {
	return text.replace(/[%_]/g, '_');
}

/** The class position in the customer's own fields, or that they must be written, or that they are not ours. */
function mirrorColumn(dialect: Session['dialect'], { model, rules, betterPrimaries }: WorkspaceRequest): Fragment {
	if (!model.is_primary || model.id === null) return { sql: String(MIRROR_NOT_OURS), bindings: [] };
	const current = position('c.value_class', rules.codes);
	const figures = `c.order_count_12m = ${ORDERS} AND ${isSameTurnover(dialect, 'c.turnover_12m')}`;
	const ours = `CASE WHEN ${figures} THEN COALESCE(${current.sql}, ${MIRROR_STALE}) ELSE ${MIRROR_STALE} END`;
	if (betterPrimaries.length === 0) return { sql: ours, bindings: current.bindings };
	const better = betterPrimaries.map(() => '?').join(', ');
	return {
		sql: `CASE WHEN EXISTS (SELECT 1 FROM crm_customer_scores b WHERE b.customer = c.id AND b.model IN (${better}))
			THEN ${MIRROR_NOT_OURS} ELSE ${ours} END`,
		bindings: [...betterPrimaries, ...current.bindings],
	};
}
