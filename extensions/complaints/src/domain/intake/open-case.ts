import type { ActionDraft, Circumstances, Decision } from '@guanxi/core/decision';
import type { Case } from '../case/case.ts';
import { COMPLAINTS } from '../case/case.ts';
import { caseChange, type CaseChange } from '../case/case-change.ts';
import type { Promises } from '../sla/promises.ts';

/** Kinds of actions: open a case that people filed; send its receipt; go on with one that waited for the customer. */
export const OPEN = 'complaints.open';
export const RECEIPT = 'complaints.send-receipt';
export const RESUME = 'complaints.resume';

export const openAction = (complaint: string, now: Date): ActionDraft => ({
	kind: OPEN,
	dueAt: now,
	subjectCollection: COMPLAINTS,
	subjectId: complaint,
	payload: {},
	dedupeKey: complaint,
});

/** The customer has answered: a case that waited for that goes on. Of several answers the first one does it. */
export const resumeAction = (complaint: string, interaction: string, now: Date): ActionDraft => ({
	kind: RESUME,
	dueAt: now,
	subjectCollection: COMPLAINTS,
	subjectId: complaint,
	payload: {},
	guard: { table: COMPLAINTS, id: complaint, match: { state: 'waiting_customer' } },
	dedupeKey: interaction,
});

/** What follows from a new case, wherever it came from; the automatic receipt acknowledges nothing. */
export function opened(item: Case, { sendsReceipt, promises }: { sendsReceipt: boolean; promises: Promises }, circumstances: Circumstances): CaseChange {
	const change = caseChange(null, item, promises, circumstances);
	const receipt: ActionDraft = {
		kind: RECEIPT,
		dueAt: circumstances.now,
		subjectCollection: COMPLAINTS,
		subjectId: item.id,
		payload: {},
		dedupeKey: item.id,
	};
	return { ...change, actions: [...change.actions, ...(sendsReceipt ? [receipt] : [])] };
}

/** Opens a case that is stored already. Asked again it changes nothing: what it tells is told once. */
export const openCase = (
	{ item, sendsReceipt, promises }: { item: Case; sendsReceipt: boolean; promises: Promises },
	_input: object,
	circumstances: Circumstances,
): Decision<null> => ({ answer: null, ...opened(item, { sendsReceipt, promises }, circumstances) });
