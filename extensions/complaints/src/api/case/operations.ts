import { answerOf, requestOf, runCommand } from '@guanxi/core/command';
import { notPermitted } from '@guanxi/core/http';
import { fromMinor, toMinor } from '@guanxi/core/money';
import { operation, type Operation } from '@guanxi/core/operations';
import { requireRow } from '@guanxi/core/rights';
import { ApprovedAnswer, MergedAnswer, MovedAnswer, MovesAnswer } from '../../contract/answers.ts';
import { COMPLAINT, COMPLAINTS } from '../../domain/case/case.ts';
import { nextMoves } from '../../domain/case/transition.ts';
import { ApprovalBody, ComplaintParams, MergeBody, TransitionBody } from '../requests.ts';
import { approveCommand, mergeCommand, readCase, readCaseSettings, transitionCommand } from './commands.ts';

const tag = 'Complaints';
const complaint = '/crm/complaints/{id}';

/** What is done with one case. */
export const CASE_OPERATIONS: Operation[] = [
	operation({
		method: 'get',
		path: `${complaint}/transitions`,
		summary: 'Where a case may go from here, and what it lacks for that',
		tag,
		may: ['read', COMPLAINTS],
		params: ComplaintParams,
		answer: MovesAnswer,
		handle: async ({ host, call, params: { id } }) => {
			await requireRow(host, call, { action: 'read', collection: COMPLAINTS, id, what: COMPLAINT });
			const [item, { approvalLimit }] = [await readCase(host.database, id), await readCaseSettings(host.database)];
			return { state: item.state, type: item.type, allowed: nextMoves(item), approval_limit: approvalLimit === null ? null : fromMinor(approvalLimit) };
		},
	}),
	operation({
		method: 'post',
		path: `${complaint}/transitions`,
		summary: 'Move a case to another state, with what belongs to the step',
		tag,
		may: ['update', COMPLAINTS],
		key: 'required',
		params: ComplaintParams,
		body: TransitionBody,
		answer: MovedAnswer,
		errors: [422],
		handle: async (asked) => {
			const { host, call, params: { id }, body: { compensation, ...body }, accountability } = asked;
			await requireRow(host, call, { action: 'update', collection: COMPLAINTS, id, what: COMPLAINT });
			const cost = compensation === undefined ? {} : { compensation: toMinor(compensation)! };
			return answerOf(await runCommand(host, transitionCommand(await host.getSchema()), requestOf(asked, { ...body, ...cost, complaint: id, by: accountability.user })));
		},
	}),
	operation({
		method: 'post',
		path: `${complaint}/merge`,
		summary: 'End a case as a duplicate of an open one of the same customer',
		tag,
		may: ['update', COMPLAINTS],
		key: 'optional',
		params: ComplaintParams,
		body: MergeBody,
		answer: MergedAnswer,
		errors: [422],
		handle: async (asked) => {
			const { host, call, params: { id }, body: { into }, accountability } = asked;
			for (const one of [id, into]) await requireRow(host, call, { action: 'update', collection: COMPLAINTS, id: one, what: COMPLAINT });
			return answerOf(await runCommand(host, mergeCommand(await host.getSchema()), requestOf(asked, { complaint: id, into, by: accountability.user })));
		},
	}),
	operation({
		method: 'post',
		path: `${complaint}/approvals`,
		summary: 'Approve what a remedy may cost; somebody else decides',
		tag,
		// Whoever may say so by hand, if anybody could: service agents may not.
		may: ['update', COMPLAINTS, 'approved_amount'],
		key: 'required',
		params: ComplaintParams,
		body: ApprovalBody,
		answer: ApprovedAnswer,
		errors: [422],
		handle: async (asked) => {
			const { host, call, params: { id }, body: { amount }, accountability: { user } } = asked;
			await requireRow(host, call, { action: 'update', collection: COMPLAINTS, id, what: COMPLAINT });
			// Two people: one who is nobody in particular could be both.
			if (user === null) throw notPermitted();
			const approved = answerOf(await runCommand(host, approveCommand, requestOf(asked, { complaint: id, amount: toMinor(amount)!, by: user })));
			return { id: approved.id, amount: fromMinor(approved.amount) };
		},
	}),
];
