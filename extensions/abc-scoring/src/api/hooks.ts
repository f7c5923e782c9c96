import { defineHook } from '@directus/extensions-sdk';
import { crmCommand, type CliCommand } from '@guanxi/core/cli';
import type { Host } from '@guanxi/core/directus';
import { guardCollection, guardComputed } from '@guanxi/core/guard';
import { addPlugin } from '@guanxi/core/plugin';
import { safely } from '@guanxi/core/safely';
import { tellingFilter } from '@guanxi/core/told';
import { abcSchema } from '@guanxi/schema/abc-scoring/index';
import { scoringModelRows } from '@guanxi/seeds/reference/scoring-models';
import { AUDIT_CHECKS } from './audit-checks.ts';
import { registerScoreCommand, scoreForSetup } from './command.ts';
import { guardKeptRows } from './kept-guard.ts';
import { modelGuards } from './model-guard.ts';
import { OPERATIONS } from './operations.ts';
import { releaseCustomers } from './release-customers.ts';
import { restoreTriggers, runDueModels } from './schedule.ts';
import { removeTracking } from './sql/tracking/tend.ts';
import { lastRuns } from './status.ts';
import { tellMoves } from './tell-moves.ts';

/** Where the bundle meets core and Directus: discovery, guards, command line, schedule. */
export default defineHook(({ action, filter: register, init, schedule }, context) => {
	const host = context as unknown as Host;
	const filter = tellingFilter(register);
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
	guardCollection({ filter }, host, 'crm_scoring_models', modelGuards(host));
	guardCollection({ filter }, host, 'crm_customers', { delete: releaseCustomers });

	init('cli.before', ({ program }) => registerScoreCommand(crmCommand(program as CliCommand), host));

	action('server.start', () => {
		void safely(host, 'tracking changes', () => restoreTriggers(host));
	});
});
