import { answerOf, runCommand, type Command } from '@guanxi/core/command';
import type { Accountability, Host, Knex } from '@guanxi/core/directus';
import { notFound, parse, refusal } from '@guanxi/core/http';
import { flowOperation } from '@guanxi/core/operation';
import { hostOf } from '@guanxi/core/plugin';
import { z, type ZodObject } from 'zod';
import { flowKey, type FlowRun } from '../../domain/flow/flow-key.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';

/** As they are in the Flow, with its placeholders filled in: numbers may be text, and what was left open an empty one. */
type Options = Record<string, unknown>;

const Whose = z.object({
	account: z.guid().toLowerCase().optional(),
	customer: z.guid().toLowerCase().optional(),
	program: z.string().max(63).optional(),
	key: z.string().max(255).optional(),
});

/**
 * A Flow operation that moves points of one account, named by its id or by the customer, and answers what the same operation of the API
 * answers. Whoever set the Flow off is the actor; what it may do is the business of whoever made the Flow.
 */
export function moveByFlow<Body extends ZodObject, State, Answer extends object>(
	name: string,
	body: Body,
	command: Command<z.output<Body> & { account: string }, State, Answer, Knex>,
): (options: Options, context: unknown) => Promise<unknown> {
	return flowOperation(name, async (options: Options, context: unknown) => {
		const { accountability } = context as { accountability?: Accountability | null };
		const given = filledIn(options);
		const { account: id, customer, program, key } = parse(Whose, Object.fromEntries(Object.keys(Whose.shape).map((field) => [field, given[field]])));
		const rest = Object.fromEntries(Object.entries(given).filter(([field]) => !(field in Whose.shape)));
		const movement = parse(body, rest) as z.output<Body>;
		const host = hostOf(context);
		const account = await findAccount(host, { id, customer, program });
		const input = { account, ...movement };
		const run = context as FlowRun;
		const request = {
			input,
			caller: 'loyalty.flow',
			actor: accountability?.user ?? null,
			idempotencyKey: flowKey(run, key, input),
		};
		return answerOf(await runCommand(host, command, request));
	});
}

function filledIn(options: Options): Options {
	const fields = Object.entries(options).filter(([, value]) => value !== undefined && value !== null && value !== '');
	return Object.fromEntries(fields.map(([field, value]) => [field, field === 'points' && typeof value === 'string' ? numberOf(value) : value]));
}

/** What is no number stays what it is, and is refused by that. */
const numberOf = (text: string): number | string => (/^\s*-?\d+\s*$/.test(text) ? Number(text) : text);

interface Named {
	id: string | undefined;
	customer: string | undefined;
	program: string | undefined;
}

/** A customer who is a member of one program needs no name of it. */
async function findAccount({ database }: Host, { id, customer, program }: Named): Promise<string> {
	if (id !== undefined) return id;
	if (customer === undefined) throw refusal(400, LOYALTY_WORDS, { field: 'account', reason: 'account_or_customer' });
	const query = database(`${TABLES.accounts} as account`)
		.join(`${TABLES.programs} as program`, 'program.id', 'account.program')
		.where({ 'account.customer': customer })
		.whereNot('account.status', 'closed');
	if (program !== undefined) void query.where('program.key', program);
	const found: string[] = await query.orderBy('account.id').limit(2).pluck('account.id');
	if (found.length > 1) throw refusal(400, LOYALTY_WORDS, { field: 'program', reason: 'program_not_named' });
	if (!found[0]) throw notFound(ACCOUNT);
	return found[0];
}
