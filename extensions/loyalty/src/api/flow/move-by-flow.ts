import type { Host } from '@guanxi/core/directus';
import { flowCommand, type CarryOut } from '@guanxi/core/flow-command';
import { notFound, parse, refusal } from '@guanxi/core/http';
import { z, type ZodObject } from 'zod';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';

const Whose = z.object({
	account: z.guid().toLowerCase().optional(),
	customer: z.guid().toLowerCase().optional(),
	program: z.string().max(63).optional(),
});

export interface MoveByFlow<Body extends ZodObject> {
	body: Body;
	carryOut: CarryOut<z.output<Body> & { account: string }>;
	/** Refuses what the schema cannot say. */
	check?: (body: z.output<Body>) => void;
}

/** A Flow operation that moves points of one account, named by its id or by the customer. */
export function moveByFlow<Body extends ZodObject>(
	name: string,
	{ body, carryOut, check }: MoveByFlow<Body>,
): (options: Record<string, unknown>, context: unknown) => Promise<unknown> {
	return flowCommand(name, {
		caller: 'loyalty.flow',
		carryOut,
		numbers: ['points'],
		read: async (host, { account: id, customer, program, ...rest }) => {
			const whose = parse(Whose, { account: id, customer, program });
			const movement = parse(body, rest) as z.output<Body>;
			check?.(movement);
			return { account: await findAccount(host, whose), ...movement };
		},
	});
}

/** A customer who is a member of one program needs no name of it. */
async function findAccount({ database }: Host, { account: id, customer, program }: z.output<typeof Whose>): Promise<string> {
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
