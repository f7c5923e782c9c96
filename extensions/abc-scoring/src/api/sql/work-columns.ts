import type { WorkspaceRequest } from '../../application/ports.ts';
import { INSOLVENT, POTENTIALS } from '../../domain/model.ts';
import { heldFragment } from '../../domain/reasons.ts';
import { sumToUnits, type Fragment } from './order-value.ts';
import type { Session } from './session.ts';

/** `mirror` when another primary model decides about the customer's value class, or when it must be written. */
export const MIRROR_NOT_OURS = -2;
const MIRROR_STALE = -1;

/** Orders that count: those with a value in the home currency. */
const ORDERS = 'COALESCE(o.all_orders - o.missing, 0)';

export const WORK_COLUMNS = [
	'customer', 'turnover', 'orders', 'missing', 'potential', 'risk', 'score', 'before_number', 'held', 'before_class',
	'value_changed', 'mirror',
].join(', ');

/** `WORK_COLUMNS` from customers c, sums of orders o, and scores before p with the columns of `before`. */
export function workColumns(
	{ dialect }: Session,
	request: WorkspaceRequest,
	before: { number: string; held: Fragment; class: Fragment },
): Fragment {
	const { basis } = request.model;
	const mirror = mirrorColumn(dialect, request);
	const potential = POTENTIALS.map((name, index) => `WHEN '${name}' THEN ${index + 1}`).join(' ');
	const isSame = basis === 'turnover' ? isSameTurnover(dialect, 'p.value') : `p.value = ${ORDERS}`;
	const sql = `c.id, CASE WHEN o.amount > 0 THEN ${sumToUnits(dialect, 'o.amount')} ELSE 0 END, ${ORDERS},
		COALESCE(o.missing, 0),
		CASE c.growth_potential ${potential} ELSE 0 END,
		CASE WHEN c.risk = '${INSOLVENT}' THEN 1 ELSE 0 END,
		p.id, ${before.number}, ${before.held.sql}, ${before.class.sql},
		CASE WHEN ${isSame} THEN 0 ELSE 1 END,
		${mirror.sql}`;
	return { sql, bindings: [...before.held.bindings, ...before.class.bindings, ...mirror.bindings] };
}

/** A negative sum counts as 0. Compared as summed, decimals or cents, because converting a million rows takes time. */
function isSameTurnover(dialect: Session['dialect'], stored: string): string {
	const turnover = 'CASE WHEN o.amount > 0 THEN o.amount ELSE 0 END';
	return dialect.name === 'sqlite' ? `${dialect.toUnits(stored, 100)} = ${turnover}` : `${stored} = ${turnover}`;
}

export function position(column: string, codes: string[]): Fragment {
	const arms = codes.map((_, index) => `WHEN ? THEN ${index}`).join(' ');
	return { sql: `CASE ${column} ${arms} END`, bindings: [...codes] };
}

/**
 * The class a customer held by value. Reasons tell it; after an edit of the model their text may be unknown, then the
 * held step is looked for inside the text.
 */
export function heldBefore(dialect: Session['dialect'], codes: string[]): Fragment {
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
