import knexModule, { type Knex } from 'knex';
import type { Host } from '../../extensions/core/src/api/directus.ts';
import { pendingMigrations, runMigrations, type PluginMigration } from '../../extensions/core/src/api/install/migrations.ts';

/** An upgrade of several plugins over several versions; each step leaves a row, and the process is killed around one of them. */
interface Task {
	database: Knex.Config;
	/** kill -9 in the step with this name, or right after it. */
	dieIn?: string;
	dieAfter?: string;
}

const task = JSON.parse(process.argv[2]!) as Task;
const knex = knexModule(task.database);
const die = (): boolean => process.kill(process.pid, 'SIGKILL');

const step = (plugin: string, version: number, name: string): PluginMigration => ({
	plugin,
	version,
	run: async ({ database }) => {
		if (name === task.dieIn) die();
		await database('example_steps').insert({ name });
		if (name === task.dieAfter) die();
	},
});
/** Core came first here and loyalty skips two versions; both have several steps in one version, and versions in common. */
const STEPS = [
	step('core', 2, 'core 2a'), step('core', 2, 'core 2b'), step('core', 3, 'core 3'), step('core', 4, 'core 4a'), step('core', 4, 'core 4b'),
	step('loyalty', 2, 'loyalty 2'), step('loyalty', 3, 'loyalty 3'), step('loyalty', 4, 'loyalty 4'),
];

await knex.raw('SELECT 1');
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
await runMigrations({ database: knex } as Host, await pendingMigrations(knex, STEPS));
process.stdout.write(`${JSON.stringify((await pendingMigrations(knex, STEPS)).length)}\n`);
await knex.destroy();
process.exit(0);
