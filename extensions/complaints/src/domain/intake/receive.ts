import type { Circumstances, Decision, Effect } from '@guanxi/core/decision';
import { COMPLAINTS, type Case, type CaseType } from '../case/case.ts';
import { hearAction } from '../sla/hear.ts';
import type { Promises } from '../sla/promises.ts';
import { sameCase, similarCase, type OpenCase } from './duplicates.ts';
import { opened, resumeAction } from './open-case.ts';
import { REFERENCES, referenceOf } from './reference.ts';

/** What somebody tells us, by form, API or mail. */
export interface Filing {
	type: CaseType;
	channel: 'web' | 'email';
	name: string | null;
	phone: string | null;
	email: string | null;
	order_number: string | null;
	category: string | null;
	subject: string;
	body: string;
	remedy_sought: string | null;
	external_id: string | null;
	/** Of whoever wrote, for the receipt; null: nobody knows. */
	language: string | null;
	/** What a mail answers: the reference in its subject, and ids of earlier mails. */
	reply_to: string[];
}

export interface FilingState {
	/** What was filed under this external id before. */
	known: { complaint: string; reference: string; joined: boolean } | null;
	/** Somebody has logged this very message as a contact already. */
	isLogged: boolean;
	/** The case that a mail answers, of the same person. */
	answered: { id: string; reference: string; customer: string } | null;
	customer: string | null;
	/** Id of the order, when it is theirs. */
	order: string | null;
	/** Cases of this person that nobody has ended. */
	open: OpenCase[];
	/** When the last cases came from this address. */
	lastFromAddress: Date[];
	lastNumber: number;
	/** What is promised about a new case. */
	promises: Promises;
}

export interface Filed {
	complaint: string;
	reference: string;
	/** It became a message about a case that is open already. */
	joined: boolean;
}

/** As many receipts an address gets in an hour: two programs that answer each other stop there. */
const MOST_RECEIPTS = 3;
const HOUR_MS = 3_600_000;

/** A new case, or one more message about an open one. The same external id is taken once. */
export function receive(state: FilingState, filing: Filing, circumstances: Circumstances): Decision<Filed> {
	const { known, answered, customer, order, open } = state;
	if (known) return { answer: known };
	const { now } = circumstances;
	const told = { customer, order, category: filing.category, subject: filing.subject, body: filing.body };
	const same = sameCase(open, told, now);
	const master = answered ?? (same && { id: same.id, reference: same.reference, customer: same.customer! });
	if (master) return joined(master, { ...filing, external_id: state.isLogged ? null : filing.external_id }, circumstances);
	return filed(state, filing, { similar: similarCase(open, told, now)?.id ?? null, circumstances });
}

function joined({ id, reference, customer }: NonNullable<FilingState['answered']>, filing: Filing, { now, newId }: Circumstances): Decision<Filed> {
	const interaction = newId();
	const { channel, subject, body, external_id } = filing;
	const message = {
		id: interaction, customer, complaint: id, channel, kind: 'complaint', direction: 'inbound', subject, body, external_id, occurred_at: now, date_created: now,
	};
	return {
		answer: { complaint: id, reference, joined: true },
		// Below Directus nobody else notes that there was a contact.
		effects: [{ insert: 'crm_interactions', rows: [message] }, { update: 'crm_customers', where: { id: customer }, set: { last_interaction_at: now } }],
		facts: [{
			type: 'crm.complaints.message_received',
			subjectCollection: COMPLAINTS,
			subjectId: id,
			customer,
			payload: { complaint: id, reference, interaction, channel },
			occurredAt: now,
			dedupeKey: `complaint_message:${interaction}`,
		}],
		actions: [hearAction(id, 'customer_wrote', { key: interaction, now }), resumeAction(id, interaction, now)],
	};
}

function filed(state: FilingState, filing: Filing, { similar, circumstances }: { similar: string | null; circumstances: Circumstances }): Decision<Filed> {
	const { now, newId } = circumstances;
	const item = newCase(newId(), referenceOf(state.lastNumber + 1), { type: filing.type, customer: state.customer, received_at: now });
	const sendsReceipt = filing.email !== null && state.lastFromAddress.filter((at) => now.getTime() - at.getTime() < HOUR_MS).length < MOST_RECEIPTS;
	const { effects, facts, actions } = opened(item, { sendsReceipt, promises: state.promises }, circumstances);
	const insert: Effect = { insert: COMPLAINTS, rows: [rowOf(item, filing, { order: state.order, similar, now })] };
	return {
		answer: { complaint: item.id, reference: item.reference, joined: false },
		effects: [{ count: REFERENCES, add: 1 }, insert, ...effects],
		facts,
		actions,
	};
}

function rowOf(
	{ id, reference, type, state, customer }: Case,
	filing: Filing,
	{ order, similar, now }: { order: string | null; similar: string | null; now: Date },
): Record<string, unknown> {
	const { channel, name, phone, email, category, subject, body, remedy_sought, external_id, language } = filing;
	return {
		id, reference, type, state, customer, channel, name, phone, email, category, subject, body, remedy_sought, external_id, language, order,
		possible_duplicate_of: similar, received_at: now, unassigned_since: now, date_created: now, reopen_count: 0, safety: false, legal: false, ver: 0,
	};
}

const newCase = (id: string, reference: string, { type, customer, received_at }: Pick<Case, 'type' | 'customer' | 'received_at'>): Case => ({
	id, reference, type, customer, received_at, state: 'received', state_reason: null, assignee: null, about_user: null, severity: null, complexity: null, impact: null,
	immediate_action: null, safety: false, legal: false, root_cause: null, root_cause_note: null, decision: null, decision_reason: null, decided_by: null,
	remedy: null, compensation: null, approved_amount: null, approved_by: null, communicated_at: null, customer_accepted: null, recourse: null,
	external_body: null, duplicate_of: null, acknowledged_at: null, resolved_at: null, closed_at: null, reopen_count: 0,
});
