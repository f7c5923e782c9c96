import type { Case, CaseDecision, CaseType } from './case.ts';
import { isGrave, WORKFLOW } from './workflow.ts';

/** Which decisions fit which kind of case. */
export const DECISIONS_OF: Record<CaseType, readonly CaseDecision[]> = {
	complaint: ['upheld', 'partly', 'not_upheld'],
	problem: ['upheld', 'partly', 'not_upheld'],
	suggestion: ['adopted', 'declined'],
	inquiry: ['answered'],
	service_request: ['answered', 'declined'],
	compliment: ['answered'],
};

/** From moderate on the cause must be known, because the next customer meets it too. */
const NEEDS_CAUSE_FROM = 2;

const unless = (isThere: unknown, field: string): string[] => (isThere ? [] : [field]);

/** What a state can ask of a case: which fields are still missing or do not fit. */
const NEEDS = {
	/** Nobody judges a complaint about themselves. */
	owner: ({ assignee, about_user: about }) => unless(assignee === null || assignee !== about, 'assignee'),
	assessment: (item) =>
		isGrave(item.type) ? (['severity', 'complexity', 'impact', 'immediate_action'] as const).filter((field) => item[field] === null) : [],
	decision: ({ type, decision, decision_reason: reason, approved_by: approver, decided_by: decider }) => [
		...unless(decision !== null && DECISIONS_OF[type].includes(decision), 'decision'),
		...unless(reason, 'decision_reason'),
		// Four eyes: who decides is not who approves.
		...unless(approver === null || approver !== decider, 'approved_by'),
	],
	communication: ({ communicated_at: at }) => unless(at, 'communicated_at'),
	/** Whoever does not accept, or is sent away, is told where else to turn. */
	recourse: ({ recourse }) => unless(recourse, 'recourse'),
	cause: ({ type, severity, safety, root_cause: cause }) =>
		unless(cause || !isGrave(type) || !(safety || (severity ?? 0) >= NEEDS_CAUSE_FROM), 'root_cause'),
	reason: ({ state_reason: reason }) => unless(reason, 'reason'),
	body: ({ external_body: body }) => unless(body, 'external_body'),
	master: ({ id, duplicate_of: master }) => unless(master && master !== id, 'duplicate_of'),
} satisfies Record<string, (item: Case) => string[]>;

export type Need = keyof typeof NEEDS;

/** Fields that are missing for the state that the case is in; none in every stored row. */
export const missingIn = (item: Case): string[] => WORKFLOW[item.state].needs.flatMap((need) => NEEDS[need](item));
