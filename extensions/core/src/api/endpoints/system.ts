import { defineEndpoint } from '@directus/extensions-sdk';
import { describePlan } from '../../domain/install/plan.ts';
import { retryDead } from '../actions/status.ts';
import type { Host } from '../directus.ts';
import { parseBody, refuseMalformed, requireAdmin, route } from '../http.ts';
import { mountImports } from '../import/endpoint.ts';
import { install } from '../install/install.ts';
import { rolesToInstall } from '../install/roles.ts';
import { InstallBody, NoBody, RetryBody } from '../requests.ts';
import { runAudit } from '../audit.ts';
import { systemStatus } from '../status.ts';

/** `/crm/system`: what an administrator needs to run an installation. */
export default defineEndpoint({
	id: 'crm/system',
	handler: (router, context) => {
		const host = context as unknown as Host;
		router.get(
			'/status',
			route(async (call) => {
				return systemStatus(host, requireAdmin(call));
			}),
		);
		router.post(
			'/install',
			route(async (call) => {
				requireAdmin(call);
				const { only, dry_run: dryRun } = parseBody(InstallBody, call);
				const items = describePlan(await install(host, { only, dryRun }));
				return { dry_run: dryRun, created: dryRun ? 0 : items.length, items, roles: await rolesToInstall(host) };
			}),
		);
		router.post(
			'/audit',
			route(async (call) => {
				requireAdmin(call);
				parseBody(NoBody, call);
				return runAudit(host);
			}),
		);
		router.post(
			'/actions/retry',
			route(async (call) => {
				requireAdmin(call);
				const { ids } = parseBody(RetryBody, call);
				return { retried: await retryDead(host.database, new Date(), ids) };
			}),
		);
		mountImports(router, host);
		refuseMalformed(router);
	},
});
