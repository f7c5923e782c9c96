import type { Circumstances, Decision, Fact } from '@guanxi/core/decision';
import { fromMinor } from '@guanxi/core/money';
import { COMPLAINTS, type Case } from './case.ts';
import { caseChange } from './case-change.ts';
import { WORKFLOW } from './workflow.ts';

export interface Approval {
	complaint: string;
	/** Minor units. */
	amount: number;
	by: string;
}

export interface Approved {
	id: string;
	amount: number;
}

/** Says how much a remedy may cost, before it is decided, by somebody else than the one who decides. */
export function approve({ item }: { item: Case }, { amount, by }: Approval, circumstances: Circumstances): Decision<Approved> {
	if (WORKFLOW[item.state].isEnd || item.resolved_at !== null) return { refusal: { status: 409, reason: 'not_decidable', params: { state: item.state } } };
	const after = { ...item, approved_amount: amount, approved_by: by };
	const change = caseChange(item, after, null, circumstances);
	return { answer: { id: item.id, amount }, ...change, facts: [...change.facts, approvalFact(item, { amount, by }, circumstances)] };
}

function approvalFact({ id, reference, customer }: Case, { amount, by }: { amount: number; by: string }, { now, newId }: Circumstances): Fact {
	return {
		type: 'crm.complaints.remedy_approved',
		subjectCollection: COMPLAINTS,
		subjectId: id,
		customer,
		payload: { complaint: id, reference, amount: fromMinor(amount), by },
		occurredAt: now,
		dedupeKey: `remedy_approved:${newId()}`,
	};
}
