import type { WorkspaceRequest } from '../../application/ports.ts';
import { INSOLVENT, POTENTIALS } from '../../domain/model.ts';
import { heldFragment } from '../../domain/reasons.ts';
import { numberedOutcomes } from './decision-case.ts';
import { COUNTED, orderValue, sumToUnits, type Fragment } from './order-value.ts';
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
	await session.run(`CREATE INDEX ${tables.outcomes}_r ON ${tables.outcomes} (reason)`);
	const rows = numberedOutcomes(request.rules);
	for (let from = 0; from < rows.length; from += 100) {
		const page = rows.slice(from, from + 100);
		const bindings = page.flatMap((row) => [row.base, row.class, row.reason]);
		const values = page.map((row) => `(${row.number}, ?, ${row.held}, ?, ?)`).join(', ');
		await session.run(`INSERT INTO ${tables.outcomes} (number, base, held, class, reason) VALUES ${values}`, bindings);
	}
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
			for (const statement of session.dialect.beforeAggregation) await inner.run(statement);
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

type Range = { from: string; to: string | null };

function aggregation(session: Session, tables: Tables, request: WorkspaceRequest, range?: Range): Fragment {
	const orders = orderSums(session, tables, request, range);
	const columns = scratchColumns(session, request);
	const within = inRange('c.id', range);
	const sql = `
		INSERT INTO ${tables.scratch} (customer, turnover, orders, missing, potential, risk, score, before_number, held,
			before_class, value_changed, mirror)
		SELECT ${columns.sql}
		FROM crm_customers c
		${request.customerIds ? `JOIN ${tables.customerIds} chosen ON chosen.id = c.id` : ''}
		LEFT JOIN (${orders.sql}) o ON o.customer = c.id
		LEFT JOIN crm_customer_scores p ON p.customer = c.id AND p.model = ?
		LEFT JOIN ${tables.outcomes} x ON x.reason = ${session.dialect.text('p.reason')}
		WHERE c.status = 'active' AND c.merged_into IS NULL ${within.sql}`;
	const model = request.model.id ?? NO_MODEL;
	return { sql, bindings: [...columns.bindings, ...orders.bindings, model, ...within.bindings] };
}

/** A preview of a model that was never saved compares with nothing. */
const NO_MODEL = '00000000-0000-0000-0000-000000000000';

function orderSums(session: Session, tables: Tables, request: WorkspaceRequest, range?: Range): Fragment {
	const value = orderValue(session.dialect, request.settings);
	const within = inRange('o.customer', range);
	const { from, to } = request.window;
	const sql = `
		SELECT v.customer, SUM(v.value) AS amount, COUNT(v.value) AS orders, COUNT(*) - COUNT(v.value) AS missing
		FROM (
			SELECT o.customer, ${value.sql} AS value
			FROM crm_orders o
			${request.orderIds ? `JOIN ${tables.orderIds} chosen ON chosen.id = o.id` : ''}
			WHERE o.${COUNTED} AND o.placed_at >= ? AND o.placed_at < ? ${within.sql}
		) v
		GROUP BY v.customer`;
	return { sql, bindings: [...value.bindings, from, to, ...within.bindings] };
}

function inRange(column: string, range: Range | undefined): Fragment {
	if (!range) return { sql: '', bindings: [] };
	const sql = `AND ${column} > ? ${range.to === null ? '' : `AND ${column} <= ?`}`;
	return { sql, bindings: range.to === null ? [range.from] : [range.from, range.to] };
}

function scratchColumns({ dialect }: Session, request: WorkspaceRequest): Fragment {
	const { model, rules } = request;
	const turnover = `CASE WHEN o.amount > 0 THEN ${sumToUnits(dialect, 'o.amount')} ELSE 0 END`;
	const units = model.basis === 'turnover' ? turnover : 'COALESCE(o.orders, 0)';
	const before = position('p.class', rules.codes);
	const held = heldBefore(dialect, rules.codes);
	const mirror = mirrorColumn(dialect, request, turnover);
	const potential = POTENTIALS.map((name, index) => `WHEN '${name}' THEN ${index + 1}`).join(' ');
	const sql = `c.id, ${turnover}, COALESCE(o.orders, 0), COALESCE(o.missing, 0),
		CASE c.growth_potential ${potential} ELSE 0 END,
		CASE WHEN c.risk = '${INSOLVENT}' THEN 1 ELSE 0 END,
		p.id, x.number, ${held.sql}, ${before.sql},
		CASE WHEN ${sameAmount(dialect, 'p.value', units, model.basis === 'turnover' ? 100 : 1)} THEN 0 ELSE 1 END,
		${mirror.sql}`;
	return { sql, bindings: [...held.bindings, ...before.bindings, ...mirror.bindings] };
}

/** A stored decimal against whole units, each in the representation in which the database compares exactly. */
function sameAmount(dialect: Session['dialect'], stored: string, units: string, factor: number): string {
	if (dialect.name === 'sqlite') return `${dialect.toUnits(stored, factor)} = ${units}`;
	return `${stored} = ${factor === 1 ? units : dialect.toDecimal(units, factor)}`;
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
		sql: `CASE WHEN x.held IS NOT NULL THEN x.held WHEN p.id IS NULL THEN NULL ${arms} ELSE ${base.sql} END`,
		bindings: [...codes.map((code) => `%${escapeLike(heldFragment(code))}%`), ...base.bindings],
	};
}

function escapeLike(text: string): string {
	return text.replace(/[%_]/g, '_');
}

function mirrorColumn(dialect: Session['dialect'], { model, rules, betterPrimaries }: WorkspaceRequest, turnover: string): Fragment {
	if (!model.is_primary || model.id === null) return { sql: String(MIRROR_NOT_OURS), bindings: [] };
	const current = position('c.value_class', rules.codes);
	const figures = `c.order_count_12m = COALESCE(o.orders, 0) AND ${sameAmount(dialect, 'c.turnover_12m', turnover, 100)}`;
	const ours = `CASE WHEN ${figures} THEN COALESCE(${current.sql}, ${MIRROR_STALE}) ELSE ${MIRROR_STALE} END`;
	if (betterPrimaries.length === 0) return { sql: ours, bindings: current.bindings };
	const better = betterPrimaries.map(() => '?').join(', ');
	return {
		sql: `CASE WHEN EXISTS (SELECT 1 FROM crm_customer_scores b WHERE b.customer = c.id AND b.model IN (${better}))
			THEN ${MIRROR_NOT_OURS} ELSE ${ours} END`,
		bindings: [...betterPrimaries, ...current.bindings],
	};
}
