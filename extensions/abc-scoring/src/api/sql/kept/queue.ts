import type { Session } from '../session.ts';
import type { Tables } from '../work-tables.ts';

/** A model with more waiting rows than customers, and more than this, is not worth following any longer. */
const WAITING = 10_000;

/**
 * Gives every new row of the queue to each model with kept rows. Rows are read first and deleted one by one by their
 * key, never up to a number: a transaction that commits later may have a smaller one. Two runs at once may both hand
 * out the same row; a customer refreshed twice is refreshed once too often, and correct.
 */
export async function handOut(session: Session, tables: Tables): Promise<void> {
	await session.transaction(async (inner) => {
		await listRows(inner, tables.handedOut, { where: 'model IS NULL', bindings: [] });
		await inner.run(
			`INSERT INTO crm_score_dirty (customer, model) SELECT DISTINCT f.customer, w.model
			FROM ${tables.handedOut} f CROSS JOIN crm_score_work w WHERE w.signature IS NOT NULL`,
		);
		await inner.run(inner.dialect.deleteListed('crm_score_dirty', 'seq', tables.handedOut));
	});
}

/** Lists the rows that wait for a model; they stay in the queue until `forgetWaiting`. */
export async function listWaiting(session: Session, tables: Tables, model: string | null): Promise<void> {
	await listRows(session, tables.waiting, { where: 'model = ?', bindings: [model] });
}

/** Deletes exactly the listed rows; in the transaction that refreshes their customers. */
export async function forgetWaiting(session: Session, tables: Tables): Promise<void> {
	await session.run(session.dialect.deleteListed('crm_score_dirty', 'seq', tables.waiting));
}

/** Nobody runs these models, and their changes pile up: their next run is a full one. */
export async function giveUpIdleModels(session: Session, tables: Tables): Promise<void> {
	const idle = await session.rows<{ model: string }>(
		`SELECT w.model FROM crm_score_work w JOIN (
			SELECT model, COUNT(*) AS waiting FROM crm_score_dirty WHERE model IS NOT NULL GROUP BY model
		) d ON d.model = w.model WHERE d.waiting > ${WAITING} AND d.waiting > w.customers`,
	);
	for (const { model } of idle) {
		await session.run('UPDATE crm_score_work SET signature = NULL WHERE model = ?', [model]);
		await listWaiting(session, tables, model);
		await forgetWaiting(session, tables);
	}
}

async function listRows(
	session: Session,
	table: string,
	{ where, bindings }: { where: string; bindings: unknown[] },
): Promise<void> {
	const { temporary, dropTables } = session.dialect;
	for (const statement of dropTables([table])) await session.run(statement);
	await session.run(
		`CREATE TEMPORARY TABLE ${table} (seq bigint NOT NULL PRIMARY KEY, customer ${temporary.uuid}) ${temporary.suffix}`,
	);
	await session.run(`INSERT INTO ${table} (seq, customer) SELECT seq, customer FROM crm_score_dirty WHERE ${where}`, bindings);
}
