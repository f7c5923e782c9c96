import { defineHook } from '@directus/extensions-sdk';
import { coreSchema, crmFolders } from '@guanxi/schema/core/index';
import { fillNextTask } from '../activity-dates.ts';
import type { CliCommand } from '../cli.ts';
import { crmCommand } from '../cli.ts';
import { registerCoreCommands } from '../commands.ts';
import type { Host } from '../directus.ts';
import { closeDeadImports } from '../import/endpoint.ts';
import type { Contribution } from '../install/install.ts';
import { described, type DescribedOperation } from '../openapi.ts';
import { CORE_OPERATIONS } from '../openapi-operations.ts';
import { outliveStrayPromises } from '../last-resort.ts';
import { safely } from '../safely.ts';
import { useWriteAheadLog } from '../sqlite.ts';

/** Core's part of discovery and of the command line. */
export default defineHook(({ action, init }, context) => {
	const host = context as unknown as Host;
	host.emitter.onFilter('crm.core.schema', ((list: Contribution[]) => [
		...list,
		{ schema: coreSchema, folders: crmFolders, migrations: [fillNextTask] },
	]) as never);
	host.emitter.onFilter('crm.core.openapi', ((list: DescribedOperation[]) => [
		...list,
		...described(CORE_OPERATIONS),
	]) as never);
	init('cli.before', ({ program }) => {
		registerCoreCommands(crmCommand(program as CliCommand), host);
	});
	init('app.before', () => useWriteAheadLog(host));
	action('server.start', () => {
		outliveStrayPromises(host);
		void safely(host, 'closing imports of an earlier process', () => closeImportsIfInstalled(host));
	});
});

async function closeImportsIfInstalled(host: Host): Promise<void> {
	if (await host.database.schema.hasTable('crm_imports')) await closeDeadImports(host);
}
