import type { IndexSpec, TableSpec } from '../model.ts';

/** Promises about time: what was promised, what happened to it, and by which hours it was measured. */
export const CLOCK_TABLES: TableSpec[] = [
	{
		/** Changed only under the lock of its subject. */
		table: 'crm_clocks',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'subject_collection', type: 'string', maxLength: 64, notNull: true },
			{ column: 'subject_id', type: 'string', maxLength: 64, notNull: true },
			{ column: 'metric', type: 'string', maxLength: 40, notNull: true },
			{ column: 'cycle', type: 'integer', notNull: true },
			{ column: 'state', type: 'string', maxLength: 10, notNull: true },
			{ column: 'unit', type: 'string', maxLength: 20, notNull: true },
			{ column: 'target', type: 'integer', notNull: true },
			{ column: 'pauses', type: 'boolean', notNull: true },
			{ column: 'calendar', type: 'uuid', notNull: true },
			{ column: 'calendar_version', type: 'string', maxLength: 64, notNull: true },
			{ column: 'policy', type: 'uuid' },
			/** JSON: the ladder as it was when the limit was set, and the keys of the steps that were taken. */
			{ column: 'steps', type: 'text', notNull: true },
			{ column: 'steps_done', type: 'text', notNull: true },
			/** Used up before `running_since_ms`, in each unit. */
			{ column: 'used_seconds', type: 'bigInteger', notNull: true },
			{ column: 'used_business_days', type: 'integer', notNull: true },
			{ column: 'used_calendar_days', type: 'integer', notNull: true },
			{ column: 'started_at_ms', type: 'bigInteger', notNull: true },
			{ column: 'running_since_ms', type: 'bigInteger' },
			{ column: 'due_at_ms', type: 'bigInteger' },
			{ column: 'breached_at_ms', type: 'bigInteger' },
			{ column: 'ended_at_ms', type: 'bigInteger' },
			/** Guards of actions name it; it changes with when or whether the clock is due. */
			{ column: 'epoch', type: 'integer', notNull: true },
		],
		unique: [['subject_collection', 'subject_id', 'metric', 'cycle']],
	},
	{
		/** Rows are added only; in order they make the clock again. */
		table: 'crm_clock_events',
		columns: [
			{ column: 'id', type: 'increments' },
			{ column: 'clock', type: 'uuid', notNull: true },
			{ column: 'move', type: 'string', maxLength: 20, notNull: true },
			{ column: 'at_ms', type: 'bigInteger', notNull: true },
			{ column: 'data', type: 'text', notNull: true },
		],
	},
	{
		/** Every calendar as it was when something was measured by it: the id is a hash of its content. */
		table: 'crm_calendar_versions',
		columns: [
			{ column: 'id', type: 'string', maxLength: 64, primary: true },
			{ column: 'content', type: 'text', notNull: true },
		],
	},
];

export const CLOCK_INDEXES: IndexSpec[] = [
	{ name: 'crm_clocks_state_due', table: 'crm_clocks', columns: ['state', 'due_at_ms'] },
	{ name: 'crm_clocks_calendar', table: 'crm_clocks', columns: ['calendar', 'state'] },
	{ name: 'crm_clock_events_clock', table: 'crm_clock_events', columns: ['clock', 'id'] },
];
