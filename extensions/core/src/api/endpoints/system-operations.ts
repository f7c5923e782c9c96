import { describePlan } from '../../domain/install/plan.ts';
import { retryDead } from '../actions/status.ts';
import * as answers from '../answers.ts';
import { runAudit } from '../audit.ts';
import { IMPORT_OPERATIONS } from '../import/operations.ts';
import { install } from '../install/install.ts';
import { rolesToInstall } from '../install/roles.ts';
import { operation, type Operation } from '../operations.ts';
import { InstallBody, RetryBody } from '../requests.ts';
import { systemStatus } from '../status.ts';

const tag = 'System';

/** Everything under `/crm/system`. */
export const SYSTEM_OPERATIONS: Operation[] = [
	operation({
		method: 'get',
		path: '/crm/system/status',
		summary: 'Versions, plugins, last runs, audit',
		tag,
		may: 'admin',
		answer: answers.StatusAnswer,
		handle: ({ host, accountability }) => systemStatus(host, accountability),
	}),
	operation({
		method: 'post',
		path: '/crm/system/install',
		summary: 'Create missing collections, fields, indexes and texts',
		tag,
		may: 'admin',
		body: InstallBody,
		answer: answers.InstallAnswer,
		errors: [409],
		handle: async ({ host, body: { only, dry_run: dryRun } }) => {
			const items = describePlan(await install(host, { only, dryRun }));
			return { dry_run: dryRun, created: dryRun ? 0 : items.length, items, roles: await rolesToInstall(host) };
		},
	}),
	operation({
		method: 'post',
		path: '/crm/system/audit',
		summary: 'Check what must always hold',
		tag,
		may: 'admin',
		answer: answers.AuditAnswer,
		handle: ({ host }) => runAudit(host),
	}),
	operation({
		method: 'post',
		path: '/crm/system/actions/retry',
		summary: 'Try again what was given up after too many failures',
		tag,
		may: 'admin',
		body: RetryBody,
		answer: answers.RetryAnswer,
		handle: async ({ host, body: { ids } }) => ({ retried: await retryDead(host.database, new Date(), ids) }),
	}),
	...IMPORT_OPERATIONS,
];
