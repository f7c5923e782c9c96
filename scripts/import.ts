import { Command } from 'commander';
import { crmCommand, type CliCommand } from '../extensions/core/src/api/cli.ts';
import type { Host } from '../extensions/core/src/api/directus.ts';
import { registerImportCommand } from '../extensions/core/src/api/import/command.ts';
import { connect } from './lib/database.ts';
import { directus } from './lib/directus.ts';
import type { Environment } from './lib/environment.ts';
import { say } from './lib/say.ts';

/**
 * `crm import` without Directus around it: a file of any size needs the database and nothing else, and Directus alone
 * takes more memory than a million rows.
 */
const tell = (...parts: unknown[]): void => say(parts.map(String).join(' '));
const host = {
	database: connect(process.env as Environment),
	env: process.env,
	logger: { info: tell, warn: tell, error: tell },
} as unknown as Host;
const program = new Command('directus');
registerImportCommand(crmCommand(program as unknown as CliCommand), host, forgetShared);

/** A cache in Redis is shared by all servers. One in a server's memory is out of reach from here; it forgets by itself. */
async function forgetShared(): Promise<void> {
	const { CACHE_ENABLED: enabled, CACHE_STORE: store } = process.env;
	if (enabled === 'true' && store === 'redis') await directus(['cache', 'clear', '--data'], process.env as Environment);
}

await program.parseAsync(['node', 'directus', 'crm', ...process.argv.slice(2)]);
