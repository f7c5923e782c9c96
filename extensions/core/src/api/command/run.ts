export type { Command, CommandRequest, Outcome } from '../../application/command/run-command.ts';
import { runCommand as run, type Command, type CommandRequest, type Outcome } from '../../application/command/run-command.ts';
import type { Fact } from '../../domain/command/decision.ts';
import { ANNOUNCE } from '../actions/enqueue.ts';
import { doNow } from '../actions/worker.ts';
import { purgeCache } from '../cache.ts';
import type { Accountability, Host, Knex } from '../directus.ts';
import { REQUEST_WORDS } from '../../domain/request-words.ts';
import { notFound, refusal } from '../errors.ts';
import { safely } from '../safely.ts';
import { commandStore } from './store.ts';

/** Runs a command of a plugin. Its facts are told before it answers. */
export function runCommand<Input, State, Answer>(
	host: Host,
	command: Command<Input, State, Answer, Knex>,
	request: CommandRequest<Input>,
): Promise<Outcome<Answer>> {
	return run(commandStore(host.database, (facts) => afterCommit(host, facts)), command, request);
}

/** For jobs that run many: nobody waits for their facts, which the next sweep of actions tells. Whoever runs them purges the cache. */
export function runUnheard<Input, State, Answer>(
	database: Knex,
	command: Command<Input, State, Answer, Knex>,
	request: CommandRequest<Input>,
): Promise<Outcome<Answer>> {
	return run(commandStore(database, () => Promise.resolve()), command, request);
}

/**
 * Waited for, so that the caller reads what was just written. A failure loses nothing: facts are actions that the next sweep
 * does, and cached answers end by themselves.
 */
async function afterCommit(host: Host, facts: Fact[]): Promise<void> {
	if (facts.length > 0) await doNow(host, ANNOUNCE, facts.map(({ dedupeKey }) => dedupeKey));
	await safely(host, 'clearing the cache after a command', () => purgeCache(host));
}

/** A command on behalf of whoever calls an operation; its handler has both from the request. */
export function requestOf<Input>(
	{ accountability: { user }, key }: { accountability: Pick<Accountability, 'user'>; key: string | null },
	input: Input,
): CommandRequest<Input> {
	return { input, caller: user ?? 'public', actor: user, idempotencyKey: key };
}

/** The answer, or the refusal as the error of the public contract. */
export function answerOf<Answer>(outcome: Outcome<Answer>): Answer {
	switch (outcome.kind) {
		case 'done':
			return outcome.answer;
		case 'missing':
			throw notFound(outcome.what);
		case 'mismatch':
			throw refusal(409, REQUEST_WORDS, { reason: 'idempotency_mismatch' });
		case 'refused': {
			const { status, details, ...problem } = outcome.refusal;
			throw refusal(status, outcome.words, problem, details);
		}
	}
}
