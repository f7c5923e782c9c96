import { answerOf, requestOf, runCommand, type Command } from '@guanxi/core/command';
import type { Knex } from '@guanxi/core/directus';
import { operation, type Asked, type Operation } from '@guanxi/core/operations';
import { requireRow } from '@guanxi/core/rights';
import type { z, ZodObject, ZodType } from 'zod';
import * as answers from '../contract/answers.ts';
import { CUSTOMER } from '../domain/loyalty-words.ts';
import { TABLES } from '../domain/ledger/open-book.ts';
import { CARD_OPERATIONS } from './card/operations.ts';
import { COMMANDS } from './commands.ts';
import { enrolWith, REFERRAL_OPERATIONS } from './referral/operations.ts';
import { FIGURE_OPERATIONS } from './figures/figure-operations.ts';
import { ORDER_OPERATIONS } from './orders/operations.ts';
import { READINGS } from './accounts/readings.ts';
import * as requests from './requests.ts';
import { requireAccount, requireHold, requireOrderOf, requireSome } from './require.ts';
import { BENEFITS } from './rewards/benefits.ts';
import { REWARD_OPERATIONS } from './rewards/operations.ts';
import { RULE_OPERATIONS } from './rules/rule-operations.ts';

const account = '/crm/loyalty/accounts/{id}';
const hold = '/crm/loyalty/holds/{id}';
const tag = 'Loyalty';
/** Moving points takes the right to update the account, even without any field. */
const moves = ['update', TABLES.accounts] as const;
/** Whoever makes points out of nothing may correct balances. */
const corrects = ['update', TABLES.accounts, 'available'] as const;

type Body = Record<string, unknown>;
type Moving = Asked<{ id: string }, unknown, Body, unknown>;

/** Everything under `/crm/loyalty`. */
export const OPERATIONS: Operation[] = [
	operation({
		method: 'post',
		path: '/crm/loyalty/accounts',
		summary: 'Enrol a customer in a program; again gives the same account',
		tag,
		may: moves,
		key: 'optional',
		body: requests.EnrolBody,
		answer: answers.EnrolAnswer,
		errors: [404, 422],
		handle: async (asked) => {
			const { host, call, body } = asked;
			await requireRow(host, call, { action: 'read', collection: 'crm_customers', id: body.customer, what: CUSTOMER });
			return enrolWith(asked);
		},
	}),
	...READINGS,
	...FIGURE_OPERATIONS,
	...CARD_OPERATIONS,
	...ORDER_OPERATIONS,
	...REFERRAL_OPERATIONS,
	...REWARD_OPERATIONS,
	BENEFITS,
	...RULE_OPERATIONS,
	movement('adjustments', 'Correct a balance by hand; what it gives can be spent at once', {
		body: requests.AdjustmentBody,
		answer: answers.MovedAnswer,
		command: COMMANDS.adjust,
		may: corrects,
		require: ({ body }) => requireSome(body),
	}),
	movement('transfers', 'Give points to another member; they keep their last days', {
		body: requests.TransferBody,
		answer: answers.MovedAnswer,
		command: COMMANDS.transfer,
		require: ({ host, call, body }) => requireAccount(host, call, String(body['to'])),
	}),
	movement('holds', 'Set points aside for a purchase under way', {
		body: requests.HoldBody,
		answer: answers.HoldAnswer,
		command: COMMANDS.hold,
		require: requireOrder,
	}),
	movement('tier', 'Set the tier by hand until a day', {
		body: requests.TierBody,
		answer: answers.TierSetAnswer,
		command: COMMANDS.set_tier,
		may: corrects,
	}),
	movement('tier/release', 'Let the growth value say the tier again', {
		body: requests.ReasonBody,
		answer: answers.TierSetAnswer,
		command: COMMANDS.release_tier,
		may: corrects,
	}),
	movement('freeze', 'Let nothing move in an account', {
		body: requests.ReasonBody,
		answer: answers.StatusAnswer,
		command: COMMANDS.freeze,
		may: corrects,
	}),
	movement('unfreeze', 'Let points move again; what was due meanwhile happens now', {
		body: requests.ReasonBody,
		answer: answers.StatusAnswer,
		command: COMMANDS.unfreeze,
		may: corrects,
	}),
	resolution('post', 'Spend what was set aside, all or a part; the rest is free again', requests.PostBody),
	resolution('void', 'Give back what was set aside'),
];

interface MovementSpec<B extends ZodObject, A extends ZodType, State> {
	body: B;
	answer: A;
	/** Takes what the body allows, and answers what `answer` says. */
	command: Command<z.output<B> & { account: string }, State, z.output<A>, Knex>;
	may?: Operation['may'];
	/** Throws when something of the request does not fit. */
	require?: (asked: Moving) => unknown;
}

/** The order that points pay for, where one is named. */
async function requireOrder({ host, call, params: { id }, body: { order } }: Moving): Promise<void> {
	if (order !== undefined) await requireOrderOf(host, call, { account: id, order: String(order) });
}

/** One command about one account: the caller must be allowed to move points of that account. */
function movement<B extends ZodObject, A extends ZodType, State>(
	path: string,
	summary: string,
	spec: MovementSpec<B, A, State>,
): Operation {
	const { body, answer, command, may = moves, require } = spec;
	return operation({
		method: 'post',
		path: `${account}/${path}`,
		summary,
		tag,
		may,
		key: 'required',
		params: requests.AccountParams,
		body,
		answer,
		errors: [422],
		handle: async (asked) => {
			const given = asked as unknown as Moving;
			await requireAccount(asked.host, asked.call, given.params.id);
			await require?.(given);
			const input = { account: given.params.id, ...given.body } as z.output<B> & { account: string };
			return answerOf(await runCommand(asked.host, command, requestOf(asked, input)));
		},
	});
}

/** A hold belongs to an account for good, so that is looked up before the command locks it. */
function resolution(name: 'post' | 'void', summary: string, body: ZodObject = requests.NoBody): Operation {
	return operation({
		method: 'post',
		path: `${hold}/${name}`,
		summary,
		tag,
		may: moves,
		key: 'required',
		params: requests.HoldParams,
		body,
		answer: answers.ResolvedHoldAnswer,
		errors: [422],
		handle: async (asked) => {
			const given = asked as unknown as Moving;
			const account = await requireHold(asked.host, asked.call, given.params.id);
			const input = { account, hold: given.params.id, ...given.body };
			return answerOf(await runCommand(asked.host, COMMANDS[name], requestOf(asked, input)));
		},
	});
}
