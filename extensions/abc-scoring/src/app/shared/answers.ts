/** What the endpoints under `/crm/abc` answer, as far as the Studio shows it. */
export interface ClassFigures {
	code: string;
	label: string;
	customers: number;
	customer_share: number;
	value: number;
	value_share: number;
}

export interface CutPoint {
	class: string;
	value: number | null;
	held_value: number | null;
}

/** `GET /models/:key/summary`; `run` is null as long as the model was never run. */
export interface SummaryAnswer {
	/** `own`: the figures are about the customers that the viewer may see. */
	scope?: 'company' | 'own';
	run: string | null;
	as_of: string | null;
	scored_at: string | null;
	basis: 'turnover' | 'order_count';
	window_months: number;
	customers: number;
	currency: string;
	cut_points: CutPoint[];
	classes: (ClassFigures & { color: string | null })[];
	incomplete?: Incomplete;
}

export interface Incomplete {
	reason: string;
	orders: number;
}

/** `POST /models/:key/run` */
export interface RunAnswer {
	run: string | null;
	as_of: string;
	customers: number;
	changed: number;
	moved: number;
	duration_ms: number;
	classes: ClassFigures[];
	incomplete?: Incomplete;
}

/** `POST /models/preview` */
export interface PreviewAnswer {
	customers: number;
	cut_points: CutPoint[];
	classes: ClassFigures[];
	moved: number;
	moves: { from: string | null; to: string; customers: number }[];
	currency: string;
	incomplete?: Incomplete;
}

export interface CurvePoint {
	customer_share: number;
	value_share: number;
}

/** `GET /models/:key/customers/:id` */
export interface CustomerAnswer {
	class: string;
	class_label: string;
	base_class: string;
	value: number;
	currency: string;
	basis: 'turnover' | 'order_count';
	rank: number;
	customers: number;
	cumulative_share: number;
	next_border_up: number | null;
	next_border_down: number | null;
	as_of: string | null;
	reasons: { code: string; message: string }[];
	history: HistoryEntry[];
}

export interface HistoryEntry {
	at: string;
	from: string | null;
	to: string | null;
	value_before: number | null;
	value: number | null;
	driver: string;
	message: string;
}

/** `GET /models/:key/changes` */
export interface ChangesAnswer {
	transitions: Transition[];
	classes: { code: string; label: string; color: string | null; customers_from: number; customers_to: number }[];
	changes: (HistoryEntry & { customer: string })[];
}

export interface Transition {
	from: string | null;
	to: string | null;
	customers: number;
}
