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
				run: ({ database }) =>
					forEachChunk(database, 'crm_customers', async (trx, ids) => {
						await trx('crm_customers').whereIn('id', ids).whereNull('nickname').update({ nickname: trx.ref('name') });
						if (process.env['TEST_DIE_IN_MIGRATION']) process.exit(9);
					}),
			},
		],
	};
}
