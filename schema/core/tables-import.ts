import type { IndexSpec, TableSpec } from '../model.ts';

/**
 * One row per import of a file: progress while it runs, the result afterwards. Kept behind
 * `/crm/system/imports`.
 */
export const IMPORT_TABLES: TableSpec[] = [
	{
		table: 'crm_imports',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			// queued | running | done | refused | failed | interrupted
			{ column: 'state', type: 'string', maxLength: 20, notNull: true },
			// api | cli
			{ column: 'source', type: 'string', maxLength: 10, notNull: true },
			{ column: 'filename', type: 'string', maxLength: 255 },
			{ column: 'dry_run', type: 'boolean', notNull: true },
			{ column: 'language', type: 'string', maxLength: 5 },
			{ column: 'bytes', type: 'bigInteger' },
			{ column: 'total_bytes', type: 'bigInteger' },
			// JSON texts: running figures, wanted column mapping, result object
			{ column: 'counts', type: 'text' },
			{ column: 'mapping', type: 'text' },
			{ column: 'result', type: 'text' },
			{ column: 'reject_file', type: 'text' },
			{ column: 'error', type: 'text' },
			// host/pid/boot of the process that works on it, and when it last said so
			{ column: 'process', type: 'string', maxLength: 255 },
			{ column: 'heartbeat_ms', type: 'bigInteger' },
			{ column: 'created_by', type: 'uuid' },
			{ column: 'created_at', type: 'timestamp', notNull: true },
			{ column: 'finished_at', type: 'timestamp' },
		],
	},
	{
		/** Refused rows of uploads as CSV text, in pieces: every server can hand them out. Kept for a week. */
		table: 'crm_import_rejects',
		columns: [
			{ column: 'id', type: 'increments' },
			{ column: 'import', type: 'uuid', notNull: true },
			{ column: 'text', type: 'text', notNull: true },
		],
	},
	{
		/** The credits that files named for an order: each counts once, however often its file is imported. */
		table: 'crm_order_credits',
		columns: [
			{ column: 'id', type: 'increments' },
			{ column: 'order', type: 'uuid', notNull: true },
			/** `id <external id>`, or `at <time>` for a credit without one. */
			{ column: 'name', type: 'string', maxLength: 300, notNull: true },
			/** Its time to the second, also of one with an external id: another file may name it without. */
			{ column: 'at', type: 'string', maxLength: 19 },
			{ column: 'amount_minor', type: 'bigInteger', notNull: true },
		],
		unique: [['order', 'name']],
	},
];

export const IMPORT_INDEXES: IndexSpec[] = [
	{ name: 'crm_import_rejects_import', table: 'crm_import_rejects', columns: ['import', 'id'] },
];
