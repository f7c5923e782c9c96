import { defineHook } from '@directus/extensions-sdk';
import type { EventContext } from '@directus/types';
import { crmCommand, type CliCommand } from '@guanxi/core/cli';
import type { Host, Knex } from '@guanxi/core/directus';
import { guardComputed } from '@guanxi/core/guard';
import { addPlugin } from '@guanxi/core/plugin';
import { safely } from '@guanxi/core/safely';
import { abcSchema } from '@guanxi/schema/abc-scoring/index';
import { scoringModelRows } from '@guanxi/seeds/reference/scoring-models';
import { AUDIT_CHECKS } from './audit-checks.ts';
import { registerScoreCommand, scoreForSetup } from './command.ts';
import { guardKeptRows } from './kept-guard.ts';
import type { HookCall } from './hook-rights.ts';
import { checkModel, releaseModels } from './model-guard.ts';
import { OPERATIONS } from './operations.ts';
import { releaseCustomers } from './release-customers.ts';
import { restoreTriggers, runDueModels } from './schedule.ts';
import { removeTracking } from './sql/tracking/tend.ts';
import { lastRuns } from './status.ts';
import { tellMoves } from './tell-moves.ts';

/** Where the bundle meets core and Directus: discovery, guards, command line, schedule. */
export default defineHook(({ action, filter, init, schedule }, context) => {
	const host = context as unknown as Host;
	addPlugin(host, schedule, {
		schema: abcSchema,
		referenceRows: scoringModelRows,
		operations: OPERATIONS,
		actions: [tellMoves(host)],
		jobs: [{ name: 'abc.scheduled-models', cron: '* * * * *', run: (now) => runDueModels(host, now) }],
		audit: AUDIT_CHECKS,
		setUp: () => scoreForSetup(host),
		status: { scoring: () => lastRuns(host) },
		// A trigger without its tables would make every order fail.
		beforeUninstall: () => removeTracking(host.database),
	});
	guardComputed({ filter }, abcSchema);
	guardKeptRows({ filter });

	filter('crm_scoring_models.items.create', (payload, _meta, event) =>
		checkModel(host, hookCall(event), payload as Record<string, unknown>),
	);
	filter('crm_scoring_models.items.update', async (payload, meta, event) => {
		for (const key of meta['keys'] as string[]) {
			await checkModel(host, hookCall(event), payload as Record<string, unknown>, String(key));
		}
		return payload;
	});
	filter('crm_scoring_models.items.delete', (keys, _meta, event) =>
		releaseModels(host, keys as string[], hookCall(event)),
	);
	filter('crm_customers.items.delete', (keys, _meta, event) =>
		releaseCustomers(host, keys as string[], hookCall(event)),
	);

	init('cli.before', ({ program }) => registerScoreCommand(crmCommand(program as CliCommand), host));

	action('server.start', () => {
		void safely(host, 'tracking changes', () => restoreTriggers(host));
	});
});

function hookCall({ database, schema, accountability }: EventContext): HookCall {
	return { knex: database as Knex, schema, accountability };
}
