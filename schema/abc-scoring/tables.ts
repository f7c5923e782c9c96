import type { IndexSpec, TableSpec } from '../model.ts';

/** Technical tables of ABC scoring. Besides these, a run keeps its narrow rows in a table of its own per model. */
export const ABC_TABLES: TableSpec[] = [
	{
		table: 'crm_score_runs',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'model', type: 'uuid', notNull: true },
			{ column: 'model_key', type: 'string', notNull: true },
			// The model while its run lasts, else null: the unique index refuses a second run at the same time.
			{ column: 'running', type: 'uuid' },
			{ column: 'lease_until', type: 'timestamp' },
			{ column: 'state', type: 'string', maxLength: 16, notNull: true },
			{ column: 'as_of', type: 'timestamp', notNull: true },
			{ column: 'window_start', type: 'timestamp', notNull: true },
			{ column: 'started_at', type: 'timestamp', notNull: true },
			{ column: 'finished_at', type: 'timestamp' },
			{ column: 'is_first', type: 'boolean', notNull: true },
			{ column: 'duration_ms', type: 'integer' },
			{ column: 'customers', type: 'integer' },
			{ column: 'changed', type: 'integer' },
			{ column: 'moved', type: 'integer' },
			{ column: 'currency', type: 'string', maxLength: 16 },
			// JSON, read as a whole and never queried.
			{ column: 'totals', type: 'text' },
			{ column: 'cut_points', type: 'text' },
			{ column: 'classes', type: 'text' },
			{ column: 'curve', type: 'text' },
			{ column: 'incomplete', type: 'text' },
			{ column: 'model_snapshot', type: 'text' },
			{ column: 'error', type: 'text' },
		],
		unique: [['running']],
	},
	{
		// One row per change of class; a model's first run writes none, because it changes nothing yet.
		table: 'crm_class_history',
		columns: [
			{ column: 'seq', type: 'increments', primary: true },
			{ column: 'run', type: 'uuid', notNull: true },
			{ column: 'model', type: 'uuid', notNull: true },
			{ column: 'customer', type: 'uuid', notNull: true },
			{ column: 'from_class', type: 'string', maxLength: 31 },
			{ column: 'to_class', type: 'string', maxLength: 31 },
			// Whole units: cents, or orders for models that count orders.
			{ column: 'value_before', type: 'bigInteger' },
			{ column: 'value_after', type: 'bigInteger' },
			{ column: 'driver', type: 'string', maxLength: 16, notNull: true },
			{ column: 'changed_at', type: 'timestamp', notNull: true },
		],
	},
	{
		// What the last run of a model left for the next one: where its rows are, and whether they can still be used.
		table: 'crm_score_work',
		columns: [
			{ column: 'model', type: 'uuid', primary: true },
			// The run that last took the rows over; only it may change them.
			{ column: 'run', type: 'uuid', notNull: true },
			{ column: 'work_table', type: 'string', maxLength: 63, notNull: true },
			// Everything the rows depend on besides orders and customers; null when they must not be used any more.
			{ column: 'signature', type: 'string', maxLength: 64 },
			{ column: 'is_primary', type: 'boolean', notNull: true },
			// Milliseconds, because MySQL keeps whole seconds in timestamps. The end is exclusive.
			{ column: 'window_from', type: 'bigInteger', notNull: true },
			{ column: 'window_to', type: 'bigInteger', notNull: true },
			{ column: 'customers', type: 'integer', notNull: true },
			// Customers whose rows the last run computed anew; null when it computed all.
			{ column: 'refreshed', type: 'integer' },
			// False while scores of customers who left may still wait to be taken away.
			{ column: 'is_settled', type: 'boolean', notNull: true },
			// MySQL only, JSON: a row of every tracked table, because TRUNCATE fires no trigger there.
			{ column: 'witnesses', type: 'text' },
			// SQLite only: true within a run's own transactions, whose writes the triggers pass over.
			{ column: 'is_writing', type: 'boolean', notNull: true },
		],
	},
	{
		// Customers whose kept rows are out of date. Triggers append; a run hands new rows out to every model with kept rows.
		table: 'crm_score_dirty',
		columns: [
			{ column: 'seq', type: 'bigIncrements', primary: true },
			// Null = all customers, after TRUNCATE.
			{ column: 'customer', type: 'uuid' },
			// Null until handed out.
			{ column: 'model', type: 'uuid' },
		],
	},
];

/** Measured in docs/decisions/0002-scoring-in-sql.md. Status lists must stay literally those of the queries. */
export const ABC_INDEXES: IndexSpec[] = [
	{
		name: 'crm_orders_scoring',
		table: 'crm_orders',
		columns: ['customer', 'placed_at'],
		include: ['amount', 'refunded_amount', 'currency'],
		where: { column: 'status', values: ['confirmed', 'paid', 'refunded'] },
	},
	{
		name: 'crm_customer_scores_pair',
		table: 'crm_customer_scores',
		columns: ['model', 'customer'],
		unique: true,
	},
	{ name: 'crm_customer_scores_customer', table: 'crm_customer_scores', columns: ['customer'] },
	{ name: 'crm_score_runs_model', table: 'crm_score_runs', columns: ['model', 'started_at'] },
	{ name: 'crm_class_history_run', table: 'crm_class_history', columns: ['run', 'seq'] },
	{ name: 'crm_class_history_customer', table: 'crm_class_history', columns: ['customer', 'model'] },
	{ name: 'crm_class_history_changed', table: 'crm_class_history', columns: ['model', 'changed_at'] },
];

/** Every trigger and function that notes customers whose scores are out of date begins like this. */
export const TRACKING_PREFIX = 'crm_score_track_';
