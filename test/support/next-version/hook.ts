import type { Knex } from 'knex';
import { forEachChunk } from '../../../extensions/core/src/api/install/migrations.ts';
import type { Contribution } from '../../../extensions/core/src/api/install/wanted.ts';
import { nextVersion } from './schema.ts';

interface Register {
	action: (event: string, run: () => void) => void;
}
interface Context {
	emitter: { onFilter: (event: string, handler: (list: Contribution[]) => Contribution[]) => void };
}

/** `extensions.load` comes when every bundle has registered, so that this handler sees what all of them declare. */
export default ({ action }: Register, { emitter }: Context): void => {
	action('extensions.load', () => emitter.onFilter('crm.core.schema', (list) => list.map(toNext)));
};

function toNext(contribution: Contribution): Contribution {
	const schema = nextVersion(contribution.schema);
	if (schema.plugin !== 'core') return { ...contribution, schema };
	return {
		...contribution,
		schema,
		migrations: [
			{
				version: schema.version,
				run: async ({ database }) => {
					if (process.env['TEST_MIGRATE_TABLES']) await changeTables(database);
					await forEachChunk(database, 'crm_customers', async (trx, ids) => {
						await trx('crm_customers').whereIn('id', ids).whereNull('nickname').update({ nickname: trx.ref('name') });
						if (process.env['TEST_DIE_IN_MIGRATION']) process.exit(9);
						if (process.env['TEST_FAIL_IN_MIGRATION']) throw new Error('The migration failed');
					});
				},
			},
		],
	};
}

/** What takes triggers away: a log is rewritten, and tables get another column, for which SQLite builds them anew. */
async function changeTables(database: Knex): Promise<void> {
	await database('crm_events').whereNull('subject_collection').update({ subject_collection: 'crm_customers' });
	await database.schema.alterTable('crm_orders', (table) => table.string('channel', 90).alter());
	await database.schema.alterTable('crm_events', (table) => table.string('subject_id', 90).alter());
}
