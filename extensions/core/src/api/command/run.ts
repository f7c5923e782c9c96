export type { Command, CommandRequest, Outcome } from '../../application/command/run-command.ts';
import { runCommand as run, type Command, type CommandRequest, type Outcome } from '../../application/command/run-command.ts';
import type { Fact } from '../../domain/command/decision.ts';
import { ANNOUNCE } from '../actions/enqueue.ts';
import { doNow } from '../actions/worker.ts';
import { purgeCache } from '../cache.ts';
import type { Call, Host, Knex } from '../directus.ts';
import { ConflictError, NotFoundError, UnprocessableError } from '../errors.ts';
import { idempotencyKey } from '../http.ts';
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

/**
 * Waited for, so that the caller reads what was just written. A failure loses nothing: facts are actions that the next sweep
 * does, and cached answers end by themselves.
 */
async function afterCommit(host: Host, facts: Fact[]): Promise<void> {
	if (facts.length > 0) await doNow(host, ANNOUNCE, facts.map(({ dedupeKey }) => dedupeKey));
	await safely(host, 'clearing the cache after a command', () => purgeCache(host));
}

/** A command on behalf of whoever calls an endpoint. Its header `Idempotency-Key` is required where `key` says so. */
export function requestOf<Input>(call: Call, input: Input, key: 'required' | 'optional' = 'optional'): CommandRequest<Input> {
	const user = call.accountability?.user ?? null;
	return {
		input,
		caller: user ?? 'public',
		actor: user,
		idempotencyKey: idempotencyKey(call, { required: key === 'required' }),
		now: new Date(),
	};
}

/** The answer, or the refusal as the error of the public contract. */
export function answerOf<Answer>(outcome: Outcome<Answer>): Answer {
	switch (outcome.kind) {
		case 'done':
			return outcome.answer;
		case 'missing':
			throw new NotFoundError({ what: outcome.what });
		case 'mismatch':
			throw new ConflictError({
				reason: 'idempotency_mismatch',
				message: 'This Idempotency-Key was used for another request. Send a new key with a new request.',
			});
		case 'refused': {
			const { status, reason, message, details } = outcome.refusal;
			const Refused = status === 409 ? ConflictError : UnprocessableError;
			throw new Refused({ ...details, reason, message });
		}
	}
}
