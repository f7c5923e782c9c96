import knexModule, { type Knex } from 'knex';
import { sendAll } from '../../support/loyalty/tables.ts';

/** A process of its own, as a second instance is one: it carries out requests by so many clients at once. */
interface Task {
	database: Knex.Config;
	requests: { command: string; input: Record<string, unknown>; key: string }[];
	clients: number;
	/** kill -9 ourselves at this step. */
	dieAt?: string;
}

const task = JSON.parse(process.argv[2]!) as Task;
const knex = knexModule(task.database);
await knex.raw('SELECT 1');
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const answers = await sendAll(knex, task.requests, task.clients, (step) => {
	if (step === task.dieAt) process.kill(process.pid, 'SIGKILL');
});
process.stdout.write(`${JSON.stringify(answers)}\n`);
await knex.destroy();
process.exit(0);
