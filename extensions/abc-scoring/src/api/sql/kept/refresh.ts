import type { WorkspaceRequest } from '../../../application/ports.ts';
import { COUNTED } from '../order-value.ts';
import type { Session } from '../session.ts';
import type { Tables } from '../work-tables.ts';
import { forgetWaiting, listWaiting } from './queue.ts';
import { insertRefreshed, sumOrders } from './refresh-rows.ts';
import { takeOver, type KeptState } from './state.ts';
import { areAllThere } from './witness.ts';

/** With more customers to refresh than this share, computing all of them is as fast. */
const SHARE = 0.25;
/** So few are always refreshed. */
const FEW = 1000;

interface Refresh {
	request: WorkspaceRequest;
	state: KeptState;
	signature: string;
}

/**
 * Computes the rows of customers anew who changed since the rows were kept, or whose orders entered or left the window.
 * False when that is not possible, or not worth it; then nothing was changed.
 */
export async function refresh(session: Session, tables: Tables, what: Refresh): Promise<boolean> {
	const { request, state } = what;
	if (isFar(state, request) || !(await hasRows(session, state))) return false;
	if (!(await areAllThere(session, state.witnesses))) return false;
	const dirty = await collectDirty(session, tables, what);
	if (dirty === null || dirty > mostCustomers(session, state)) return false;
	await sumOrders(session, tables, request);
	return session.transaction(async (inner) => {
		if (!(await takeOver(inner, request, { signature: what.signature, refreshed: dirty }))) return false;
		await inner.run(inner.dialect.deleteListed(state.table, 'customer', tables.dirty));
		await insertRefreshed(inner, { ...tables, work: state.table }, request);
		await forgetWaiting(inner, tables);
		return true;
	});
}

/** A window that moved by a quarter of its length has most customers' orders at its edges. */
function isFar({ from, to }: KeptState, { window }: WorkspaceRequest): boolean {
	const moved = Math.abs(window.from.getTime() - from) + Math.abs(window.to.getTime() - to);
	return moved > SHARE * (window.to.getTime() - window.from.getTime());
}

/** PostgreSQL empties the table when the server crashes; somebody may have dropped it. */
async function hasRows(session: Session, { table, customers }: KeptState): Promise<boolean> {
	try {
		const first = await session.rows(`SELECT customer FROM ${table} LIMIT 1`);
		return first.length > 0 || customers === 0;
	} catch {
		return false;
	}
}

function mostCustomers({ dialect }: Session, { customers }: KeptState): number {
	return Math.min(Math.max(FEW, customers * SHARE), dialect.customersPerStatement ?? Number.POSITIVE_INFINITY);
}

/** How many customers must be refreshed; null = all. */
async function collectDirty(session: Session, tables: Tables, { request, state }: Refresh): Promise<number | null> {
	const { dialect } = session;
	return session.transaction(async (inner) => {
		await listWaiting(inner, tables, request.model.id);
		const all = await inner.rows(`SELECT seq FROM ${tables.waiting} WHERE customer IS NULL LIMIT 1`);
		if (all.length > 0) return null;
		await inner.run(
			`CREATE TEMPORARY TABLE ${tables.dirty} (customer ${dialect.temporary.uuid} NOT NULL PRIMARY KEY)
			${dialect.temporary.suffix}`,
		);
		const edges = edgesOf(state, request).map(({ from, to }) => [new Date(from), new Date(to)]);
		const inEdge = `SELECT customer FROM crm_orders WHERE ${COUNTED} AND placed_at >= ? AND placed_at < ?
			AND customer IS NOT NULL`;
		await inner.run(
			[`INSERT INTO ${tables.dirty} (customer) SELECT customer FROM ${tables.waiting}`, ...edges.map(() => inEdge)].join(
				' UNION ',
			) + (edges.length === 0 ? ' GROUP BY customer' : ''),
			edges.flat(),
		);
		if (dialect.name === 'postgres') await inner.run(`ANALYZE ${tables.dirty}`);
		const [row] = await inner.rows<{ n: unknown }>(`SELECT COUNT(*) AS n FROM ${tables.dirty}`);
		return Number(row?.n ?? 0);
	});
}

/** What one window covers and the other does not lies between the two beginnings or the two ends. */
function edgesOf({ from, to }: KeptState, { window }: WorkspaceRequest): { from: number; to: number }[] {
	const between = (a: number, b: number) => ({ from: Math.min(a, b), to: Math.max(a, b) });
	return [between(from, window.from.getTime()), between(to, window.to.getTime())].filter((edge) => edge.from < edge.to);
}
