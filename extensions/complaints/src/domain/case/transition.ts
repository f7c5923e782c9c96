import type { Circumstances, Decision } from '@guanxi/core/decision';
import type { Assessment, Case, CaseDecision, Remedy, State } from './case.ts';
import type { Promises } from '../sla/promises.ts';
import { caseChange } from './case-change.ts';
import { missingIn } from './needs.ts';
import { movesOf, WORKFLOW } from './workflow.ts';

/** What may be said along with a move, whenever it is known. What is left out stays as it is. */
export interface Move extends Partial<Assessment> {
	to: State;
	reason?: string;
	decision?: CaseDecision;
	remedy?: Remedy;
	/** Minor units. */
	compensation?: number;
	communicated_at?: string;
	recourse?: string;
	external_body?: string;
	duplicate_of?: string;
	root_cause?: string;
	root_cause_note?: string;
}

export interface MoveInput extends Move {
	complaint: string;
	/** The user who moves it; null: no user. */
	by: string | null;
}

export interface CaseSettings {
	/** Minor units; null: nothing needs approval. */
	approvalLimit: number | null;
	reopenDays: number;
}

export interface MoveState {
	item: Case;
	settings: CaseSettings;
	/** Whether the case named as `duplicate_of` exists. */
	hasMaster: boolean;
	promises: Promises | null;
}

export interface Moved {
	id: string;
	reference: string;
	state: State;
	/** Where it may go from here. */
	allowed: State[];
}

const DAY_MS = 86_400_000;

/** Moves a case, or says why not: 409 what may follow instead, 422 what is missing. */
export function transition(state: MoveState, input: MoveInput, circumstances: Circumstances): Decision<Moved> {
	const { item, hasMaster } = state;
	const { to } = input;
	const allowed = movesOf(item);
	if (!allowed.includes(to)) {
		return { refusal: { status: 409, field: 'to', reason: 'transition_not_allowed', params: { state: item.state, to, allowed }, details: { state: item.state, allowed } } };
	}
	if (input.duplicate_of !== undefined && !hasMaster) return { refusal: { status: 422, field: 'duplicate_of', reason: 'unknown_complaint' } };
	const after = moved(item, input, circumstances.now);
	const missing = [...new Set([...missingIn(after), ...missingNow(state, after, circumstances.now)])];
	if (missing.length > 0) {
		return { refusal: { status: 422, field: missing[0]!, reason: 'guard_failed', params: { missing }, details: { missing } } };
	}
	return { answer: { id: item.id, reference: item.reference, state: to, allowed: movesOf(after) }, ...caseChange(item, after, state.promises, circumstances) };
}

/** What holds only in the moment of the move: what costs much is approved, and what is long over stays closed. */
function missingNow({ item, settings: { approvalLimit, reopenDays } }: MoveState, after: Case, now: Date): string[] {
	const cost = after.compensation ?? 0;
	// Also a cost that is changed later: else what nobody approved could be said with the next step.
	const isNew = after.state === 'decided' || cost !== (item.compensation ?? 0);
	const isApproved = after.approved_by !== null && cost <= (after.approved_amount ?? 0);
	const needsApproval = isNew && approvalLimit !== null && cost > approvalLimit && !isApproved;
	const isTooLate = after.state === 'reopened' && item.closed_at !== null && now.getTime() > item.closed_at.getTime() + reopenDays * DAY_MS;
	return [...(needsApproval ? ['approved_amount'] : []), ...(isTooLate ? ['closed_at'] : [])];
}

/** The case as it would be. */
function moved(item: Case, { to, reason, by, complaint: _complaint, communicated_at: told, ...given }: MoveInput, now: Date): Case {
	const { stamps } = WORKFLOW[to];
	const said: Case = {
		...item,
		...given,
		state: to,
		state_reason: to === 'decided' ? null : (reason ?? null),
		...(told === undefined ? {} : { communicated_at: new Date(told) }),
		...(stamps && (stamps !== 'acknowledged_at' || item.acknowledged_at === null) ? { [stamps]: now } : {}),
	};
	switch (to) {
		case 'decided':
			return { ...said, decision_reason: reason ?? said.decision_reason, decided_by: by };
		case 'accepted':
			// Whoever accepts a decision has been told it.
			return { ...said, customer_accepted: true, communicated_at: said.communicated_at ?? now };
		case 'closed_unaccepted':
			return { ...said, customer_accepted: false };
		case 'reopened':
			return { ...said, ...UNDECIDED, reopen_count: item.reopen_count + 1 };
		default:
			return said;
	}
}

/** A case that is opened again is decided anew; how it was decided before its facts tell. */
const UNDECIDED = {
	decision: null, decision_reason: null, decided_by: null, remedy: null, compensation: null, approved_amount: null, approved_by: null,
	communicated_at: null, customer_accepted: null, duplicate_of: null, resolved_at: null, closed_at: null,
} satisfies Partial<Case>;

/** Where the case may go, and which fields each step still lacks: what people see before they try. */
export const nextMoves = (item: Case): { to: State; missing: string[] }[] =>
	movesOf(item).map((to) => ({ to, missing: missingIn({ ...item, state: to }) }));
