import type { WorkspaceRequest } from '../../application/ports.ts';
import { COUNTED, orderValue, orderWithoutRate, type Fragment } from './order-value.ts';
import type { Session } from './session.ts';
import { heldBefore, position, WORK_COLUMNS, workColumns } from './work-columns.ts';
import type { Tables } from './work-tables.ts';

/** Aggregates the orders of the window per customer, of all customers, in one statement or by ranges of customer ids. */
export async function fillWork(session: Session, tables: Tables, request: WorkspaceRequest): Promise<void> {
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

type Range = { from: string; to: string | null };

function aggregation(session: Session, tables: Tables, request: WorkspaceRequest, range?: Range): Fragment {
	const orders = orderSums(session, tables, request, range);
	const scores = scoresBefore(session, tables, request, range);
	const plain = (sql: string) => ({ sql, bindings: [] });
	const before = { number: 'p.before_number', held: plain('p.held'), class: plain('p.before_class') };
	const columns = workColumns(session, request, before);
	const within = inRange('c.id', range);
	const sql = `
		INSERT INTO ${tables.work} (${WORK_COLUMNS})
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

