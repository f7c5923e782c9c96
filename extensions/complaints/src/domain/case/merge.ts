import type { Circumstances, Decision } from '@guanxi/core/decision';
import type { Case } from './case.ts';
import type { Promises } from '../sla/promises.ts';
import { caseChange } from './case-change.ts';
import { transition, type CaseSettings } from './transition.ts';
import { WORKFLOW } from './workflow.ts';

export interface Merge {
	complaint: string;
	into: string;
	/** The user who merges; null: no user. */
	by: string | null;
}

export interface MergeState {
	item: Case;
	/** The case that goes on. */
	master: Case;
	settings: CaseSettings;
	promises: Promises;
	masterPromises: Promises;
}

export interface Merged {
	id: string;
	reference: string;
	into: string;
	into_reference: string;
}

/**
 * Two cases about one thing become one: this one ends as a duplicate, the other goes on and counts from the earlier receipt. Cases of two
 * customers are never one, also not by mistake.
 */
export function merge({ item, master, settings, promises, masterPromises }: MergeState, { complaint, into, by }: Merge, circumstances: Circumstances): Decision<Merged> {
	if (WORKFLOW[master.state].isEnd) return { refusal: { status: 409, field: 'into', reason: 'master_ended', params: { state: master.state } } };
	if (item.customer !== null && master.customer !== null && item.customer !== master.customer) {
		return { refusal: { status: 422, field: 'into', reason: 'other_customer' } };
	}
	const moved = transition({ item, settings, hasMaster: true, promises }, { complaint, to: 'duplicate', duplicate_of: into, by }, circumstances);
	if (!('answer' in moved)) return moved;
	const { received_at: mine } = item;
	const isEarlier = mine !== null && (master.received_at === null || mine < master.received_at);
	const kept = isEarlier ? caseChange(master, { ...master, received_at: mine }, masterPromises, circumstances) : { effects: [], facts: [], actions: [] };
	return {
		answer: { id: item.id, reference: item.reference, into, into_reference: master.reference },
		effects: [...(moved.effects ?? []), ...kept.effects],
		facts: [...(moved.facts ?? []), ...kept.facts],
		actions: [...(moved.actions ?? []), ...kept.actions],
	};
}
