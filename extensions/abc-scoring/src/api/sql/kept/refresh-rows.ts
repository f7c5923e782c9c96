import type { WorkspaceRequest } from '../../../application/ports.ts';
import { COUNTED, orderValue, orderWithoutRate } from '../order-value.ts';
import type { Session } from '../session.ts';
import { heldBefore, position, WORK_COLUMNS, workColumns } from '../work-columns.ts';
import type { Tables } from '../work-tables.ts';

/**
 * Sums the orders of the dirty customers. Two steps, this and `insertRefreshed`, because MySQL opens a temporary table
 * only once per statement, and because then every step goes through an index by the customers of a small table.
 */
export async function sumOrders(session: Session, tables: Tables, request: WorkspaceRequest): Promise<void> {
	const { dialect } = session;
	const value = orderValue(dialect, request.settings);
	const missing = orderWithoutRate(request.settings);
	const amount = dialect.name === 'sqlite' ? 'bigint' : 'numeric(38, 2)';
	await session.transaction(async (inner) => {
		await inner.run(
			`CREATE TEMPORARY TABLE ${tables.sums} (customer ${dialect.temporary.uuid} NOT NULL PRIMARY KEY,
			amount ${amount}, all_orders integer, missing integer) ${dialect.temporary.suffix}`,
		);
		await inner.run(
			`INSERT INTO ${tables.sums} (customer, amount, all_orders, missing)
			SELECT d.customer, SUM(${value.sql}), COUNT(o.customer), COUNT(${missing.sql})
			FROM ${tables.dirty} d LEFT JOIN crm_orders o ON o.customer = d.customer AND o.${COUNTED}
				AND o.placed_at >= ? AND o.placed_at < ?
			GROUP BY d.customer`,
			[...value.bindings, ...missing.bindings, request.window.from, request.window.to],
		);
		if (dialect.name === 'postgres') await inner.run(`ANALYZE ${tables.sums}`);
	});
}

/** The rows of those dirty customers who are scored; in the transaction that took their old rows away. */
export async function insertRefreshed(session: Session, tables: Tables, request: WorkspaceRequest): Promise<void> {
	const { dialect } = session;
	const { codes } = request.rules;
	const before = { number: 'x.number', held: heldBefore(dialect, codes), class: position('p.class', codes) };
	const columns = workColumns(session, request, before);
	await session.run(
		`INSERT INTO ${tables.work} (${WORK_COLUMNS})
		SELECT ${columns.sql}
		FROM ${tables.sums} o ${dialect.joinInOrder} crm_customers c ON c.id = o.customer
		LEFT JOIN crm_customer_scores p ON p.model = ? AND p.customer = c.id
		LEFT JOIN ${tables.outcomes} x ON x.reason = ${dialect.text('p.reason')}
		WHERE c.status = 'active' AND c.merged_into IS NULL`,
		[...columns.bindings, request.model.id],
	);
}
