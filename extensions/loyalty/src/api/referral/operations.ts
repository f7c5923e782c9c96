import { answerOf, requestOf, runCommand } from '@guanxi/core/command';
import { doNow } from '@guanxi/core/do-now';
import { refusal } from '@guanxi/core/http';
import { operation, type Asked, type Operation } from '@guanxi/core/operations';
import { requireRow } from '@guanxi/core/rights';
import type { z } from 'zod';
import * as answers from '../../contract/answers.ts';
import { ENROLMENT, EVENT, eventKey } from '../../domain/events/event-action.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { COMMANDS } from '../commands.ts';
import * as requests from '../requests.ts';
import { requireAccount } from '../require.ts';
import { attributeCommand } from './commands.ts';
import { findByCode } from './read-referral.ts';
import { referralView } from './referral-view.ts';

const account = '/crm/loyalty/accounts/{id}';
const tag = 'Loyalty';

/** Who brought whom, under `/crm/loyalty`. */
export const REFERRAL_OPERATIONS: Operation[] = [
	operation({
		method: 'post',
		path: `${account}/referrer`,
		summary: 'Say who brought a member, while they have paid no order; what does not count is answered with its reason',
		tag,
		may: ['update', TABLES.accounts],
		key: 'required',
		params: requests.AccountParams,
		body: requests.ReferrerBody,
		answer: answers.ReferrerAnswer,
		errors: [422],
		handle: async (asked) => {
			const { host, call, params: { id }, body: { code } } = asked;
			await requireAccount(host, call, id);
			return answerOf(await runCommand(host, attributeCommand, requestOf(asked, { account: id, code })));
		},
	}),
	operation({
		method: 'get',
		path: `${account}/referral`,
		summary: 'Who brought a member, whom they brought, and how far each has come',
		tag,
		may: ['read', TABLES.accounts],
		params: requests.AccountParams,
		answer: answers.ReferralAnswer,
		handle: async ({ host, call, params: { id } }) => {
			await requireRow(host, call, { action: 'read', collection: TABLES.accounts, id, what: ACCOUNT });
			return referralView(host, call, id);
		},
	}),
];

type Enrolling = Asked<unknown, unknown, z.output<typeof requests.EnrolBody>, unknown>;

/** A code of nobody is refused before there is an account; what else is wrong with it is told beside the account. */
export async function enrolWith(asked: Enrolling): Promise<z.output<typeof answers.EnrolAnswer>> {
	const { host, body } = asked;
	const { referral_code: code } = body;
	if (code === undefined) return enrolled(asked);
	const program = await host.database(TABLES.programs).where({ key: body.program }).first('id');
	if (program && (await findByCode(host.database, String(program.id), code)) === null) {
		throw refusal(422, LOYALTY_WORDS, { field: 'referral_code', reason: 'unknown_referral_code' });
	}
	const member = await enrolled(asked);
	const referral = answerOf(await runCommand(host, attributeCommand, requestOf(asked, { account: member.id, code })));
	return { ...member, referral };
}

/** What joining earns is there when the caller looks. The code is a part of the request that a key stands for. */
async function enrolled(asked: Enrolling): Promise<{ id: string; created: boolean }> {
	const member = answerOf(await runCommand(asked.host, COMMANDS.enrol, requestOf(asked, asked.body)));
	if (member.created) await doNow(asked.host, EVENT, [eventKey(member.id, ENROLMENT)]);
	return member;
}
