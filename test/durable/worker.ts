import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import knexModule, { type Knex } from 'knex';
import type { ActionHandler } from '../../extensions/core/src/application/actions/ports.ts';
import { actionStore } from '../../extensions/core/src/api/actions/store.ts';
import { sweepActions } from '../../extensions/core/src/application/actions/sweep-actions.ts';
import { redeem, thankYouAtNoon } from '../support/stamp-card.ts';

/**
 * A process of its own, as a second instance is one. It is told what to do as JSON, waits for a line on its input so that
 * several can start together, and answers with one line of JSON.
 */
interface Task {
	database: Knex.Config;
	/** Redeem one stamp for each of these, by so many clients at once. */
	redeem?: { keys: { key: string; card: string }[]; clients: number };
	/** Or do what is due. */
	sweep?: boolean;
	/** kill -9 ourselves at this step. */
	dieAt?: string;
	/** This machine's clock is so much ahead. */
	skewMs?: number;
	/** Go by that clock instead of the database's: it is later now. */
	ownClock?: boolean;
}

const task = JSON.parse(process.argv[2]!) as Task;
const realNow = Date.now.bind(Date);
if (task.skewMs) Date.now = () => realNow() + task.skewMs!;
const onStep = (step: string): void => {
	if (step === task.dieAt) process.kill(process.pid, 'SIGKILL');
};

/** Stands for a mail or a call: it leaves a trace that nothing keeps from being doubled. */
const slowCall: ActionHandler<Knex> = {
	kind: 'example.call',
	perform: async ({ dedupeKey }) => {
		await knex('example_calls').insert({ dedupe_key: dedupeKey });
		await setTimeout(5);
	},
};

const knex = knexModule(task.database);
await knex.raw('SELECT 1');
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const answer = task.redeem ? await redeemAll(task.redeem) : await sweep();
process.stdout.write(`${JSON.stringify(answer)}\n`);
await knex.destroy();
process.exit(0);

async function redeemAll({ keys, clients }: NonNullable<Task['redeem']>): Promise<unknown> {
	const answers: { key: string; kind: string; answer: unknown }[] = [];
	const waiting = [...keys];
	const client = async (): Promise<void> => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			const outcome = await redeem(knex, { card: next.card, stamps: 1 }, next.key, { onStep });
			answers.push({ key: next.key, kind: outcome.kind, answer: 'answer' in outcome ? outcome.answer : null });
		}
	};
	await Promise.all(Array.from({ length: clients }, client));
	return answers;
}

function sweep(): Promise<unknown> {
	return sweepActions({
		store: actionStore(knex, task.ownClock ? () => Promise.resolve(new Date(Date.now())) : undefined),
		handlers: [thankYouAtNoon, slowCall],
		owner: randomUUID(),
		spread: () => 0,
		onFailure: (_action, error) => process.stderr.write(`${String(error)}\n`),
		onStep,
	});
}
