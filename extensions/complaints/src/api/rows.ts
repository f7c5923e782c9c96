import { toMinor } from '@guanxi/core/money';
import { parseInstant } from '@guanxi/core/time';
import type { Case } from '../domain/case/case.ts';

/** Rows as the three databases give them: truth may be 1 and 0, amounts may be text. */
export type Row = Record<string, unknown>;

/** A stored case, also one that a hook is about to store. */
export const caseOf = (row: Row): Case => ({
	id: String(row['id']),
	reference: String(row['reference'] ?? ''),
	type: (row['type'] ?? 'complaint') as Case['type'],
	state: (row['state'] ?? 'received') as Case['state'],
	state_reason: textOf(row['state_reason']),
	customer: textOf(row['customer']),
	assignee: textOf(row['assignee']),
	about_user: textOf(row['about_user']),
	severity: row['severity'] === null || row['severity'] === undefined ? null : Number(row['severity']),
	complexity: textOf(row['complexity']) as Case['complexity'],
	impact: textOf(row['impact']) as Case['impact'],
	immediate_action: textOf(row['immediate_action']) as Case['immediate_action'],
	safety: Boolean(row['safety']),
	legal: Boolean(row['legal']),
	root_cause: textOf(row['root_cause']),
	root_cause_note: textOf(row['root_cause_note']),
	decision: textOf(row['decision']) as Case['decision'],
	decision_reason: textOf(row['decision_reason']),
	decided_by: textOf(row['decided_by']),
	remedy: textOf(row['remedy']) as Case['remedy'],
	compensation: moneyOf(row['compensation']),
	approved_amount: moneyOf(row['approved_amount']),
	approved_by: textOf(row['approved_by']),
	communicated_at: instantOf(row['communicated_at']),
	customer_accepted: row['customer_accepted'] === null || row['customer_accepted'] === undefined ? null : Boolean(row['customer_accepted']),
	recourse: textOf(row['recourse']),
	external_body: textOf(row['external_body']),
	duplicate_of: textOf(row['duplicate_of']),
	received_at: instantOf(row['received_at']),
	acknowledged_at: instantOf(row['acknowledged_at']),
	resolved_at: instantOf(row['resolved_at']),
	closed_at: instantOf(row['closed_at']),
	reopen_count: Number(row['reopen_count'] ?? 0),
});

/** Empty texts of forms are no texts. */
export const textOf = (stored: unknown): string | null => (stored === null || stored === undefined || stored === '' ? null : String(stored));

export const moneyOf = (stored: unknown): number | null => (stored === null || stored === undefined ? null : toMinor(stored as string | number));

export function instantOf(stored: unknown): Date | null {
	if (stored === null || stored === undefined) return null;
	if (stored instanceof Date || typeof stored === 'number') return new Date(stored);
	return parseInstant(String(stored), 'UTC');
}
