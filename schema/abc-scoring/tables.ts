import type { IndexSpec, TableSpec } from '../model.ts';

/** Technical tables of ABC scoring. A run's working data lives in temporary tables and leaves nothing behind. */
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
