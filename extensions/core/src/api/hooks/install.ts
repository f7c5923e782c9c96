import { defineHook } from '@directus/extensions-sdk';
import { coreSchema, crmFolders } from '@guanxi/schema/core/index';
import { calendarRows } from '@guanxi/seeds/reference/calendars';
import { settingsRows } from '@guanxi/seeds/reference/settings';
import { announceHandler } from '../actions/announce.ts';
import { CORE_CHECKS } from '../audit-checks.ts';
import type { CliCommand } from '../cli.ts';
import { crmCommand } from '../cli.ts';
import { registerCoreCommands } from '../commands.ts';
import { messageHandler } from '../contact/message.ts';
import { CORE_MIGRATIONS } from '../core-migrations.ts';
import { ROOT_OPERATIONS } from '../endpoints/root-operations.ts';
import { SYSTEM_OPERATIONS } from '../endpoints/system-operations.ts';
import type { Host } from '../directus.ts';
import { closeDeadImports } from '../import/endpoint.ts';
import { addPlugin } from '../plugin.ts';
import { outliveStrayPromises } from '../last-resort.ts';
import { safely } from '../safely.ts';
import { useWriteAheadLog } from '../sqlite.ts';

/** Core's part of discovery and of the command line. */
export default defineHook(({ action, init, schedule }, context) => {
	const host = context as unknown as Host;
	addPlugin(host, schedule, {
		schema: coreSchema,
		folders: crmFolders,
		migrations: CORE_MIGRATIONS,
		referenceRows: [...settingsRows, ...calendarRows],
		operations: [...ROOT_OPERATIONS, ...SYSTEM_OPERATIONS],
		actions: [announceHandler(host), messageHandler(host)],
		audit: CORE_CHECKS,
	});
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
