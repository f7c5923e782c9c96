import { fillNextTask } from './activity-dates.ts';
import type { Knex } from './directus.ts';
import type { Migration } from './install/migrations.ts';
import { dialect } from './install/read-current.ts';

/** One step a version: a killed upgrade goes on behind the last version that was done. */
export const CORE_MIGRATIONS: Migration[] = [
	{
		version: 3,
		run: async ({ database }) => {
			await fillNextTask(database);
			await dropCurrencyDefault(database);
		},
	},
];

/**
 * An order without a currency gets the company's, from our hook; the column's own default only showed another one in the form. SQLite
 * would copy the whole table for it, and lose its triggers, so there it stays.
 */
export async function dropCurrencyDefault(database: Knex): Promise<void> {
	if (dialect(database) === 'sqlite3') return;
	await database.raw('ALTER TABLE ?? ALTER COLUMN ?? SET DEFAULT NULL', ['crm_orders', 'currency']);
}
