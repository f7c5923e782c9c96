import { answerOf, requestOf, runCommand } from '@guanxi/core/command';
import type { Call, Host } from '@guanxi/core/directus';
import { languageOf } from '@guanxi/core/language';
import { operation, type Operation } from '@guanxi/core/operations';
import { problemText } from '@guanxi/core/problem';
import { requireRow } from '@guanxi/core/rights';
import { localeOf } from '@guanxi/core/words';
import type { z } from 'zod';
import * as answers from '../../contract/reward-answers.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { readCode, VOUCHERS } from '../../domain/rewards/voucher.ts';
import * as requests from '../requests.ts';
import { readableName, requireAccount, requireOrderOf, requireVoucher } from '../require.ts';
import type { Row } from '../ledger/rows.ts';
import { VOUCHER_COMMANDS } from './commands.ts';
import { redeemAny } from './redeem.ts';
import { rewardsOf } from './read-offers.ts';
import { voucherOf } from './read-vouchers.ts';
import { inState, shownVoucher, shownVouchers, todayOf } from './shown-vouchers.ts';

const account = '/crm/loyalty/accounts/{id}';
const tag = 'Loyalty';

const requireReadable = (host: Host, call: Call, id: string) => requireRow(host, call, { action: 'read', collection: TABLES.accounts, id, what: ACCOUNT });

/** Redeeming points or a reward, and what becomes of vouchers. */
export const REWARD_OPERATIONS: Operation[] = [
	operation({
		method: 'post',
		path: `${account}/redemptions`,
		summary: 'Spend points, first those that expire first; for a reward the answer has its voucher',
		tag,
		may: ['update', TABLES.accounts],
		key: 'required',
		params: requests.AccountParams,
		body: requests.RedemptionBody,
		answer: answers.RedemptionAnswer,
		errors: [404, 422],
		handle: async (asked): Promise<z.output<typeof answers.RedemptionAnswer>> => {
			const { host, call, params: { id }, body } = asked;
			await requireAccount(host, call, id);
			if (body.points !== undefined && body.order !== undefined) await requireOrderOf(host, call, { account: id, order: body.order });
			return redeemAny(host, { account: id, ...body }, (input) => requestOf(asked, input));
		},
	}),
	operation({
		method: 'get',
		path: `${account}/rewards`,
		summary: 'Rewards that a member can have for points now, and which not and why',
		tag,
		may: ['read', TABLES.accounts],
		params: requests.AccountParams,
		answer: answers.RewardsAnswer,
		handle: async ({ host, call, params: { id } }) => {
			await requireReadable(host, call, id);
			const locale = localeOf((await languageOf(host, call)) ?? 'en');
			const offered = (await rewardsOf(host.database, await host.getSchema(), id, new Date())) ?? [];
			return {
				rewards: offered.map(({ problem, ends_at: end, ...reward }) => ({
					...reward,
					ends_at: end?.toISOString() ?? null,
					available: problem === null,
					reason: problem?.reason ?? null,
					message: problem && problemText(problem, LOYALTY_WORDS, locale),
				})),
			};
		},
	}),
	operation({
		method: 'get',
		path: `${account}/vouchers`,
		summary: 'Vouchers of a member, newest first',
		tag,
		may: ['read', TABLES.accounts],
		params: requests.AccountParams,
		query: requests.VouchersQuery,
		answer: answers.VouchersAnswer,
		handle: async ({ host, call, params: { id }, query: { limit, state } }) => {
			await requireReadable(host, call, id);
			const own = host.database(VOUCHERS).where({ account: id });
			const asked = state === undefined ? own : inState(own, state, await todayOf(host.database, id));
			const query = asked.orderBy([{ column: 'issued_at_ms', order: 'desc' }, { column: 'id' }]).limit(limit);
			return { vouchers: await shownVouchers(host.database, id, ((await query) as Row[]).map(voucherOf)) };
		},
	}),
	operation({
		method: 'get',
		path: '/crm/loyalty/vouchers',
		summary: 'The voucher with a code, for whoever gives out what it is for',
		tag,
		may: ['read', TABLES.accounts],
		query: requests.CodeQuery,
		answer: answers.FoundVoucherAnswer,
		errors: [404],
		handle: async ({ host, call, query: { code } }) => {
			const voucher = await requireVoucher(host, call, { code: readCode(code) });
			const { customer } = (await host.database(TABLES.accounts).where({ id: voucher.account }).first('customer')) as { customer: string };
			return { ...(await shownVoucher(host.database, voucher)), customer: { id: customer, name: await readableName(host, call, customer) } };
		},
	}),
	resolution('use', 'Give out what a voucher is for; it is used up then'),
	resolution('cancel', 'Cancel a voucher: its points come back, and its place in the stock is free again'),
];

function resolution(name: 'use' | 'cancel', summary: string): Operation {
	return operation({
		method: 'post',
		path: `/crm/loyalty/vouchers/{id}/${name}`,
		summary,
		tag,
		may: ['update', TABLES.accounts],
		key: 'required',
		params: requests.VoucherParams,
		answer: answers.VoucherResolvedAnswer,
		handle: async (asked) => {
			const { host, call, params: { id } } = asked;
			const { account: owner, reward } = await requireVoucher(host, call, { id });
			const input = { account: owner, reward, voucher: id };
			const { voucher, ...rest } = answerOf(await runCommand(host, VOUCHER_COMMANDS[name], requestOf(asked, input)));
			return { ...rest, voucher: await shownVoucher(host.database, voucher) };
		},
	});
}
