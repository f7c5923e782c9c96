import { answerOf, requestOf, runCommand } from '@guanxi/core/command';
import { refusal } from '@guanxi/core/http';
import { toMinor } from '@guanxi/core/money';
import { operation, type Operation } from '@guanxi/core/operations';
import { requireRow } from '@guanxi/core/rights';
import type { z } from 'zod';
import * as answers from '../../contract/answers.ts';
import { LOYALTY_WORDS, ORDER } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Refund } from '../../domain/orders/refund-order.ts';
import * as requests from '../requests.ts';
import { COMMANDS } from '../commands.ts';
import { earnByHandCommand } from '../events/commands.ts';
import { requireAccount, requireOrderOf, requireRuleOf } from '../require.ts';
import { accrueOrderCommand, refundCommand } from './commands.ts';
import { accountsOf } from './follow-orders.ts';

/** What is done to orders under `/crm/loyalty`. */
export const ORDER_OPERATIONS: Operation[] = [
	operation({
		method: 'post',
		path: '/crm/loyalty/accounts/{id}/accruals',
		summary: 'Give points as if they were earned, or what a paid order or a rule earns: they may wait, and a cap holds',
		tag: 'Loyalty',
		may: ['update', TABLES.accounts, 'available'],
		key: 'required',
		params: requests.AccountParams,
		body: requests.AccrualBody,
		answer: answers.AccrualAnswer,
		errors: [422],
		handle: async (asked): Promise<z.output<typeof answers.AccrualAnswer>> => {
			const { host, call, params: { id: account }, body: { points, order, rule, reason } } = asked;
			await requireAccount(host, call, account);
			if ([points, order, rule].filter((one) => one !== undefined).length !== 1) {
				throw refusal(400, LOYALTY_WORDS, { field: 'points', reason: 'points_order_or_rule' });
			}
			if (points !== undefined) return answerOf(await runCommand(host, COMMANDS.accrue, requestOf(asked, { account, points, reason })));
			if (rule !== undefined) {
				const input = { account, rule: await requireRuleOf(host, call, { account, rule }), reason };
				return answerOf(await runCommand(host, earnByHandCommand(await host.getSchema(), new Date()), requestOf(asked, input)));
			}
			await requireOrderOf(host, call, { account, order: order! });
			const command = accrueOrderCommand(await host.getSchema());
			return answerOf(await runCommand(host, command, requestOf(asked, { account, order: order! })));
		},
	}),
	operation({
		method: 'post',
		path: '/crm/loyalty/orders/{id}/refunds',
		summary: 'Refund lines of an order: points it earned are taken back, points spent on it are given back',
		tag: 'Loyalty',
		may: ['update', 'crm_orders', 'refunded_amount'],
		key: 'required',
		params: requests.OrderParams,
		body: requests.RefundBody,
		answer: answers.RefundAnswer,
		errors: [422],
		handle: async (asked) => {
			const { host, call, params: { id }, body } = asked;
			await requireRow(host, call, { action: 'update', collection: 'crm_orders', id, what: ORDER });
			const command = refundCommand(await host.getSchema(), await accountsOf(host.database, id));
			return answerOf(await runCommand(host, command, requestOf(asked, { order: id, parts: partsOf(id, body) })));
		},
	}),
];

type RefundBody = z.output<typeof requests.RefundBody>;

/** `amount` is about an order without lines, whose one line it is itself. */
function partsOf(order: string, { lines, amount }: RefundBody): Refund['parts'] {
	if ((lines === undefined) === (amount === undefined)) throw refusal(400, LOYALTY_WORDS, { field: 'lines', reason: 'lines_or_amount' });
	const parts = lines ?? [{ line: order, amount: amount! }];
	return parts.map((part) => ({ line: part.line, amountMinor: toMinor(part.amount)! }));
}
