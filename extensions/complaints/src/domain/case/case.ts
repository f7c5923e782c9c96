/** Kinds of cases. Only complaints and problem records go the whole way; the others may be answered at once. */
export const TYPES = ['complaint', 'suggestion', 'inquiry', 'service_request', 'compliment', 'problem'] as const;
export type CaseType = (typeof TYPES)[number];

export const STATES = [
	'received', 'acknowledged', 'assessing', 'investigating', 'waiting_customer', 'waiting_third_party', 'decided', 'accepted',
	'closed_unaccepted', 'closed', 'reopened', 'duplicate', 'withdrawn', 'out_of_scope', 'external',
] as const;
export type State = (typeof STATES)[number];

export const DECISIONS = ['upheld', 'partly', 'not_upheld', 'adopted', 'declined', 'answered'] as const;
export type CaseDecision = (typeof DECISIONS)[number];

export const REMEDIES = ['none', 'apology', 'repair', 'replacement', 'refund', 'compensation', 'discount', 'other'] as const;
export type Remedy = (typeof REMEDIES)[number];

export const COMPLEXITIES = ['simple', 'complex'] as const;
export const IMPACTS = ['one', 'several', 'many'] as const;
export const IMMEDIATE_ACTIONS = ['not_needed', 'possible', 'not_possible'] as const;

/** The initial assessment of ISO 10002, 7.5. */
export interface Assessment {
	/** 1 (minor) to 4 (critical). */
	severity: number | null;
	complexity: (typeof COMPLEXITIES)[number] | null;
	impact: (typeof IMPACTS)[number] | null;
	immediate_action: (typeof IMMEDIATE_ACTIONS)[number] | null;
	safety: boolean;
	legal: boolean;
}

/** A case as far as the workflow goes. Fields are named as they are stored; money is in minor units. */
export interface Case extends Assessment {
	id: string;
	reference: string;
	type: CaseType;
	state: State;
	state_reason: string | null;
	customer: string | null;
	assignee: string | null;
	about_user: string | null;
	root_cause: string | null;
	root_cause_note: string | null;
	decision: CaseDecision | null;
	decision_reason: string | null;
	decided_by: string | null;
	remedy: Remedy | null;
	compensation: number | null;
	approved_amount: number | null;
	approved_by: string | null;
	communicated_at: Date | null;
	customer_accepted: boolean | null;
	recourse: string | null;
	external_body: string | null;
	duplicate_of: string | null;
	received_at: Date | null;
	acknowledged_at: Date | null;
	resolved_at: Date | null;
	closed_at: Date | null;
	reopen_count: number;
}

export const COMPLAINTS = 'crm_complaints';
export const COMPLAINT = ['投诉', 'Complaint'] as const;
