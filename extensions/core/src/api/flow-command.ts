import { z } from 'zod';
import { flowKey, type FlowRun } from '../domain/flow/flow-key.ts';
import { answerOf, runCommand, type Command, type CommandRequest } from './command/run.ts';
import type { Accountability, Host, Knex } from './directus.ts';
import { parse } from './http.ts';
import { flowOperation } from './operation.ts';
import { hostOf } from './plugin.ts';

/** As they are in the Flow, with its placeholders filled in: numbers may be text, and what was left open an empty one. */
export type FlowOptions = Record<string, unknown>;

/** Carries out what is asked, by the command of its choice; `requestFor` makes the request for it. */
export type CarryOut<Input> = (host: Host, input: Input, requestFor: <Asked extends object>(asked: Asked) => CommandRequest<Asked>) => Promise<object>;

export const byCommand =
	<Input extends object, State, Answer extends object>(command: Command<Input, State, Answer, Knex>): CarryOut<Input> =>
	async (host, input, requestFor) =>
		answerOf(await runCommand(host, command, requestFor(input)));

export interface FlowCommand<Input> {
	/** In whose name keys count, such as `loyalty.flow`. */
	caller: string;
	carryOut: CarryOut<Input>;
	/** Options that are whole numbers. */
	numbers?: readonly string[];
	/** What the command is asked, from all options but `key`; refuses what is wrong with them. */
	read: (host: Host, options: FlowOptions) => Promise<Input>;
}

const Key = z.string().max(255).optional();

/**
 * A Flow operation that carries out a command and answers what the same command of the API answers. With the option `key` it happens once for
 * this key in the Flow; without one `flowKey` decides. Whoever set the Flow off is the actor; what it may do is the business of whoever made the Flow.
 */
export function flowCommand<Input extends object>(
	name: string,
	{ caller, carryOut, numbers = [], read }: FlowCommand<Input>,
): (options: FlowOptions, context: unknown) => Promise<unknown> {
	return flowOperation(name, async (options: FlowOptions, context: unknown) => {
		const { accountability } = context as { accountability?: Accountability | null };
		const { key, ...given } = filledIn(options, numbers);
		const stated = parse(z.object({ key: Key }), { key }).key;
		const host = hostOf(context);
		const input = await read(host, given);
		const actor = accountability?.user ?? null;
		return carryOut(host, input, (asked) => ({ input: asked, caller, actor, idempotencyKey: flowKey(context as FlowRun, { type: name, stated, input: asked }) }));
	});
}

function filledIn(options: FlowOptions, numbers: readonly string[]): FlowOptions {
	const fields = Object.entries(options).filter(([, value]) => value !== undefined && value !== null && value !== '');
	return Object.fromEntries(fields.map(([field, value]) => [field, numbers.includes(field) && typeof value === 'string' ? numberOf(value) : value]));
}

/** What is no number stays what it is, and is refused by that. */
const numberOf = (text: string): number | string => (/^\s*-?\d+\s*$/.test(text) ? Number(text) : text);
