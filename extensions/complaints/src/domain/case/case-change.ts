import type { ActionDraft, Circumstances, Effect, Fact } from '@guanxi/core/decision';
import { fromMinor } from '@guanxi/core/money';
import { beginPromises, keepPromises, type Promises } from '../sla/promises.ts';
import { COMPLAINTS, type Case } from './case.ts';
import { WORKFLOW } from './workflow.ts';

export interface CaseChange {
	effects: Effect[];
	facts: Fact[];
	actions: ActionDraft[];
}

/**
 * All that follows from a change of a case, whatever command makes it: the row, what others are told, and what time has to
 * do with it. `before` is null when the case has just come in, and its row is there already. Null `promises`: the change is none that
 * clocks depend on.
 */
export function caseChange(before: Case | null, after: Case, promises: Promises | null, { now, newId }: Circumstances): CaseChange {
	const clocks = promises && clockChange(before, after, promises, { at: now, newId });
	return {
		effects: [...(before ? [rowChange(before, after, now)] : []), ...(clocks?.effects ?? [])],
		facts: [...(before?.state === after.state ? [] : [caseFact(before, after, now)]), ...(clocks?.facts ?? [])],
		actions: clocks?.actions ?? [],
	};
}

const clockChange = (before: Case | null, after: Case, promises: Promises, when: { at: Date; newId: () => string }): CaseChange =>
	before ? keepPromises(promises, after, before.state === after.state ? null : after.state, when) : beginPromises(promises, after, when);

/** Writes what differs. The state in the condition is a second guard besides the lock. */
function rowChange(before: Case, after: Case, now: Date): Effect {
	const changed = Object.entries(after).filter(([field, value]) => !isSame(value, before[field as keyof Case]));
	const set = Object.fromEntries(changed.map(([field, value]) => [field, MONEY.includes(field) && value !== null ? fromMinor(value as number) : value]));
	return { update: COMPLAINTS, where: { id: before.id, state: before.state }, set: { ...set, date_updated: now } };
}

const MONEY = ['compensation', 'approved_amount'];

const isSame = (a: unknown, b: unknown): boolean => a === b || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime());

/** `crm.complaints.complaint_received`, `…_acknowledged`, `…_resolved`, `…_closed`, `…_reopened`, else `…_moved`. Read in order they tell the whole way. */
function caseFact(before: Case | null, after: Case, now: Date): Fact {
	const told = before ? (WORKFLOW[after.state].fact ?? 'moved') : 'received';
	const { id, reference, type, customer, state, state_reason: reason, reopen_count: cycle } = after;
	const decided = told === 'resolved' ? { decision: after.decision, remedy: after.remedy, compensation: after.compensation && fromMinor(after.compensation) } : {};
	const joined = state === 'duplicate' ? { duplicate_of: after.duplicate_of } : {};
	return {
		type: `crm.complaints.complaint_${told}`,
		subjectCollection: COMPLAINTS,
		subjectId: id,
		customer,
		payload: { complaint: id, reference, type, ...(before ? { from: before.state } : {}), to: state, cycle, ...(reason ? { reason } : {}), ...decided, ...joined },
		occurredAt: now,
		// What came in is told once, also when it is looked at again; of moves each is one of its own.
		dedupeKey: before ? `complaint:${id}:${cycle}:${before.state}:${state}:${now.getTime()}` : `complaint:${id}:received`,
	};
}
