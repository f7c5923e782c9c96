import type { Rules } from '../domain/classify.ts';
import type { Bucket, CutPoint, Totals, Units } from '../domain/cut-points.ts';
import type { RatePeriod } from '../domain/currency.ts';
import type { CurvePoint } from '../domain/pareto.ts';
import type { Locale } from '../domain/reason-text.ts';
import type { Condition, ScoringModel } from '../domain/model.ts';

/** What the use cases need from the outside. `createPorts` in `api/ports.ts` builds it on a database. */
export interface Ports {
	store: ScoringStore;
	conditions: Conditions;
	settings: CompanySettings;
	/** Names new things and instants; injected, so that tests repeat. */
	now: Date;
	locale: Locale;
	/** A third party's last word on the cut points, once per run. */
	adjustCutPoints?: AdjustCutPoints;
	/** Told when the database does not let runs track changes, which makes every run a full one. */
	untracked?: (error: unknown) => void;
	/** Where class changes are told to others; never those of a model's first run. */
	outbox?: Outbox;
}

/** Telling is put down together with the run, so that no crash keeps it from being done. */
export interface Outbox {
	/** Who asked for the run. */
	actor: string | null;
	/** Called when the run is done; must not throw: what is not told now is told later. */
	flush: (run: string) => Promise<void>;
}

export interface CompanySettings {
	timezone: string;
	currency: string;
	rates: RatePeriod[];
}

/** Resolves an admin's filter into ids, page by page, without holding them all. */
export interface Conditions {
	matchingIds: (collection: string, filter: Condition) => AsyncIterable<string[]>;
}

/** Cut points as third parties see them: in money or orders, best class first, null for the last. */
export interface PublicCutPoint {
	class: string;
	value: number | null;
	held_value: number | null;
}
export type AdjustCutPoints = (
	points: PublicCutPoint[],
	context: { model: string; as_of: string; customers: number; value: number },
) => Promise<PublicCutPoint[]>;

export interface Reclassification {
	run: string;
	model: string;
	as_of: string;
	/** `from` is null for a customer scored for the first time, `to` for one no longer scored. */
	customers: { customer: string; from: string | null; to: string | null; driver: string }[];
}

export interface Window {
	from: Date;
	/** End, exclusive: the instant as of which customers are scored. */
	to: Date;
}

export interface ClassRow {
	code: string;
	label: string;
	customers: number;
	customer_share: number;
	value: number;
	value_share: number;
}

/** Orders left out of a run because no exchange rate was valid when they were placed. */
export interface Incomplete {
	reason: 'missing_exchange_rate';
	orders: number;
	/** The first hundred by number. */
	examples: { number: string; currency: string }[];
}

export interface RunRecord {
	id: string;
	model: string;
	modelKey: string;
	asOf: Date;
	windowStart: Date;
	startedAt: Date;
	finishedAt: Date | null;
	state: 'running' | 'done' | 'failed';
	isFirst: boolean;
	customers: number;
	changed: number;
	moved: number;
	durationMs: number;
	currency: string;
	totals: Totals;
	cuts: CutPoint[];
	classes: ClassRow[];
	curve: CurvePoint[];
	incomplete: Incomplete | null;
	/** The model as it was when the run read it. */
	snapshot: ScoringModel;
	error: string | null;
}

export type NewRun = Pick<
	RunRecord,
	'id' | 'model' | 'modelKey' | 'asOf' | 'windowStart' | 'startedAt' | 'isFirst' | 'currency' | 'snapshot'
> & {
	leaseUntil: Date;
	/** Ids of the primary models by priority, as this run knows them. */
	primaries: string[];
};

export type RunOutcome = Pick<
	RunRecord,
	'customers' | 'changed' | 'moved' | 'durationMs' | 'totals' | 'cuts' | 'classes' | 'curve' | 'incomplete' | 'finishedAt'
>;

export interface WorkspaceRequest {
	model: ScoringModel;
	window: Window;
	settings: CompanySettings;
	/** Ids behind the model's filters; null = all. */
	customerIds: AsyncIterable<string[]> | null;
	orderIds: AsyncIterable<string[]> | null;
	rules: Rules;
	/** Primary models asked before this one; their customers keep their value class. */
	betterPrimaries: string[];
	/** Set for a run that may use the rows kept by the run before, and keeps its own; null for all others. */
	keep: { run: string; onRefused: (error: unknown) => void } | null;
}

export interface Applied {
	changed: number;
	/** Scores among the changed ones that are new. */
	created: number;
	moved: number;
	removed: number;
	/** Rows written to `crm_customers`. */
	mirrored: number;
}

export interface ApplyRequest {
	rules: Rules;
	run: string;
	at: Date;
	isFirst: boolean;
	/** Cut points of the run before on the same settings; null when the settings changed. */
	previousCuts: CutPoint[] | null;
	/** All primary models by priority, for customers who leave this one. */
	primaries: string[];
}

/** The values of one run, computed and kept in the database until `close`. */
export interface Workspace {
	totals: () => Promise<Totals & { missingRates: number }>;
	/** Values of [from, to] in buckets that are `step` wide, best first; positive values only. */
	histogram: (range: { from: Units; to: Units; step: Units }) => Promise<Bucket[]>;
	/** Every value within the ranges with its customers, best first. */
	exactValues: (ranges: { from: Units; to: Units }[]) => Promise<Bucket[]>;
	/** Customers and value per class, in the order of the classes. */
	classTable: (rules: Rules) => Promise<{ customers: number; value: Units }[]>;
	/** How many customers would go from class to class; `from` is null for new ones. */
	moves: (rules: Rules) => Promise<{ from: string | null; to: string; customers: number }[]>;
	countChanges: (rules: Rules) => Promise<Applied>;
	apply: (request: ApplyRequest) => Promise<Applied>;
	ordersWithoutRate: (limit: number) => Promise<Incomplete['examples']>;
	close: () => Promise<void>;
}

export interface ScoreRow {
	customer: string;
	class: string;
	base_class: string;
	value: Units;
	reason: unknown;
	scored_at: Date;
}

export interface HistoryRow {
	seq: number;
	customer: string;
	from: string | null;
	to: string | null;
	value_before: Units | null;
	value: Units | null;
	driver: string;
	at: Date;
	run: string;
}

export interface ScoringStore {
	models: () => Promise<ScoringModel[]>;
	/** False when another run of the model holds the lease. */
	beginRun: (run: NewRun, outbox?: Outbox) => Promise<boolean>;
	finishRun: (id: string, outcome: RunOutcome, outbox?: Outbox) => Promise<void>;
	failRun: (id: string, error: string, at: Date) => Promise<void>;
	lastRun: (model: string) => Promise<RunRecord | null>;
	firstRunAt: (model: string) => Promise<Date | null>;
	openWorkspace: (request: WorkspaceRequest) => Promise<Workspace>;
	/** The class changes of a run, in pages, oldest first. */
	movesOfRun: (run: string, page: { after: number; limit: number }) => Promise<HistoryRow[]>;
	score: (model: ScoringModel, customer: string) => Promise<ScoreRow | null>;
	/** Customers and value above a value, and including it. */
	standing: (model: ScoringModel, value: Units) => Promise<Standing>;
	historyOf: (model: string, customer: string, limit: number) => Promise<HistoryRow[]>;
	changes: (model: string, range: Period, limit: number) => Promise<HistoryRow[]>;
	transitions: (model: string, range: Period) => Promise<Transition[]>;
	/** Customers that entered minus left each class within the period. */
	netChanges: (model: string, range: Period) => Promise<Map<string, number>>;
	classCounts: (model: ScoringModel, owner: string | null) => Promise<{ code: string; customers: number; value: Units }[]>;
	work: (model: string, range: Period, owner: string | null) => Promise<WorkRecord[]>;
}

/** The same figures about some customers only, and their values, for callers who may not see all. */
export interface PartialStore extends ScoringStore {
	values: (model: ScoringModel) => Promise<Units[]>;
}

export interface Period {
	from: Date | null;
	to: Date | null;
}

export interface Standing {
	customers: number;
	value: Units;
	above: { customers: number };
	including: { value: Units };
}

export interface Transition {
	from: string | null;
	to: string | null;
	customers: number;
}

export interface WorkRecord {
	user: string;
	class: string;
	interactions: number;
	minutes: number;
}
