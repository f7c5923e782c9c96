import type { TableSpec } from '../model.ts';

/** What the installer itself stands on; created before anything else. */
export const META_TABLES: TableSpec[] = [
	{
		table: 'crm_meta',
		columns: [
			{ column: 'key', type: 'string', primary: true },
			{ column: 'value', type: 'text' },
			{ column: 'updated_at', type: 'timestamp' },
		],
	},
	{
		table: 'crm_leases',
		columns: [
			{ column: 'name', type: 'string', maxLength: 120, primary: true },
			{ column: 'owner', type: 'string', maxLength: 36, notNull: true },
			{ column: 'expires_at_ms', type: 'bigInteger', notNull: true },
		],
	},
	{
		table: 'crm_counters',
		columns: [
			{ column: 'name', type: 'string', maxLength: 120, primary: true },
			{ column: 'value', type: 'bigInteger', notNull: true },
		],
	},
];
