/** A condition in Directus filter JSON. */
export type Condition = Record<string, unknown>;

export const METHODS = ['thresholds', 'cumulative_share', 'percentile'] as const;
export const BASES = ['turnover', 'order_count'] as const;
export const POTENTIALS = ['low', 'medium', 'high'] as const;
export const TOUCHES = ['high', 'low', 'tech'] as const;

/** Statuses of orders that count towards a customer's value. */
export const COUNTED_STATUSES = ['confirmed', 'paid', 'refunded'] as const;

/** The value of `crm_customers.risk` on which a model's `risk_class` acts. */
export const INSOLVENT = 'insolvent';

export type Method = (typeof METHODS)[number];
export type Basis = (typeof BASES)[number];

export interface ClassSpec {
	code: string;
	label: string;
	color?: string | null;
	/** Value for thresholds, share 0–1 for the other methods; the last class has none. */
	bound?: number | string | null;
	contact_every_days?: number | null;
	touch?: string | null;
}

export interface MatrixCell {
	class: string;
	potential: string;
	result: string;
}

/** A scoring model in the shape of its item in `crm_scoring_models`, JSON fields parsed. */
export interface ScoringModel {
	/** Null for a model that was never saved (preview). */
	id: string | null;
	key: string;
	name: string;
	method: Method;
	basis: Basis;
	window_months: number;
	customer_filter: Condition | null;
	order_filter: Condition | null;
	/** Best first. */
	classes: ClassSpec[];
	potential_matrix: MatrixCell[];
	risk_class: string | null;
	hysteresis_percent: number;
	is_primary: boolean;
	sort: number | null;
	schedule: string | null;
	enabled: boolean;
}

/**
 * Reads a row or a request body into a model. Databases hand JSON over as text or parsed, booleans as
 * 0/1 and decimals as text; what an admin left empty takes the contract's default.
 */
export function readModel(row: Record<string, unknown>): ScoringModel {
	return {
		id: (row['id'] as string | undefined) ?? null,
		key: String(row['key'] ?? ''),
		name: String(row['name'] ?? row['key'] ?? ''),
		method: row['method'] as Method,
		basis: (row['basis'] as Basis | null | undefined) ?? 'turnover',
		window_months: Number(row['window_months'] ?? 12),
		customer_filter: json(row['customer_filter'], null) as Condition | null,
		order_filter: json(row['order_filter'], null) as Condition | null,
		classes: json(row['classes'], []) as ClassSpec[],
		potential_matrix: json(row['potential_matrix'], []) as MatrixCell[],
		risk_class: (row['risk_class'] as string | null | undefined) || null,
		hysteresis_percent: Number(row['hysteresis_percent'] ?? 0),
		is_primary: isTrue(row['is_primary'], false),
		sort: row['sort'] === null || row['sort'] === undefined ? null : Number(row['sort']),
		schedule: (row['schedule'] as string | null | undefined) || null,
		enabled: isTrue(row['enabled'], true),
	};
}

type Ranked = Pick<ScoringModel, 'key' | 'sort' | 'customer_filter'>;

/**
 * The order in which primary models are asked for a customer's value class: those with a customer filter by `sort`
 * and key, then the one that takes everybody. Surprise: its own `sort` does not count, or the others were never asked.
 */
export function byPriority(a: Ranked, b: Ranked): number {
	const last = Number.MAX_SAFE_INTEGER;
	const isOpen = (model: Ranked): number => (model.customer_filter === null ? 1 : 0);
	return isOpen(a) - isOpen(b) || (a.sort ?? last) - (b.sort ?? last) || (a.key < b.key ? -1 : 1);
}

function json(value: unknown, empty: unknown): unknown {
	if (value === null || value === undefined || value === '') return empty;
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) ?? empty;
	} catch {
		return value;
	}
}

function isTrue(value: unknown, whenMissing: boolean): boolean {
	if (value === null || value === undefined) return whenMissing;
	return value === true || value === 1 || value === '1' || value === 'true';
}
