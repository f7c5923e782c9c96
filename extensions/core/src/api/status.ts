import type { z } from 'zod';
import type { StatusAnswer } from './answers.ts';
import type { Accountability, Host } from './directus.ts';
import { actionStatus } from './actions/status.ts';
import { lastAudit, runAudit } from './audit.ts';
import { contributionsOf } from './install/contributions.ts';
import { installedRoles } from './install/roles.ts';
import { version as GUANXI_VERSION } from '../../package.json';

/** What `/crm/system/status` tells: versions, plugins, recent work, what the last audit found. */
export async function systemStatus(host: Host, caller: Accountability): Promise<z.output<typeof StatusAnswer>> {
	const { database } = host;
	const schema = await host.getSchema();
	const plugins = [];
	for (const { schema: declared } of await contributionsOf(host)) {
		const row = (await database.schema.hasTable('crm_meta'))
			? await database('crm_meta').where({ key: `version:${declared.plugin}` }).first('value')
			: undefined;
		const installed = row ? Number(JSON.parse(row.value)) : null;
		plugins.push({
			id: declared.plugin,
			schema_version: declared.version,
			installed_version: installed,
			up_to_date: installed === declared.version,
		});
	}
	const ready = 'crm_customers' in schema.collections;
	return {
		versions: await versions(host, caller),
		plugins,
		installed: ready,
		roles: await installedRoles(host),
		database: String(database.client.config.client),
		schedules: host.env['CRM_SCHEDULES'] !== 'off',
		actions: ready ? await actionStatus(database, new Date()) : null,
		last_runs: await host.emitter.emitFilter<Record<string, unknown>>('crm.core.status', {}, {}),
		audit: ready ? ((await lastAudit(host)) ?? (await runAudit(host))) : null,
	};
}

/** Directus tells its version to users only. */
async function versions({ database, services, getSchema }: Host, caller: Accountability): Promise<z.output<typeof StatusAnswer>['versions']> {
	const server = new services.ServerService({ knex: database, schema: await getSchema(), accountability: caller });
	const { version } = (await server.serverInfo()) as { version?: string };
	return { directus: version ?? null, node: process.versions.node, guanxi: GUANXI_VERSION };
}
