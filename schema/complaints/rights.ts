import { can, OF_MY_CUSTOMERS } from '../core/rights.ts';
import type { RightSpec } from '../roles/model.ts';

const ME = '$CURRENT_USER';

/**
 * Whoever may update a complaint may move it; to approve what a remedy costs takes its field `approved_amount`, which nobody
 * can write by hand.
 */
const WORKED_ON = [
	'id', 'type', 'subject', 'body', 'category', 'remedy_sought', 'occurred_on', 'order', 'customer', 'contact', 'name', 'phone', 'email', 'channel', 'language',
	'severity', 'complexity', 'impact', 'immediate_action', 'safety', 'legal', 'assignee', 'queue', 'about_user', 'root_cause', 'root_cause_note', 'external_id',
	// Filled in by our hooks, before Directus asks what may be written; nobody else gets past the guard.
	'reference', 'received_at', 'unassigned_since',
	'interactions', 'next_steps', 'what_section', 'who_section', 'assessment_section', 'handling_section', 'decision_section', 'times_section',
];

/** Numbers of other systems come from programs; so only these, and those who answer for all customers, hand on mails. */
const BY_REPRESENTATIVES = WORKED_ON.filter((field) => field !== 'external_id');

export const complaintsRights: RightSpec[] = [
	...can('admin', 'crm_complaints', 'create read update delete'),
	...can('manager', 'crm_complaints', 'create read update'),
	...can('integrator', 'crm_complaints', 'create read'),
	...can('integrator', 'crm_complaints', 'update', { fields: WORKED_ON }),
	...can('service', 'crm_complaints', 'create read'),
	...can('service', 'crm_complaints', 'update', { fields: WORKED_ON }),
	...can('representative', 'crm_complaints', 'create', { fields: BY_REPRESENTATIVES }),
	...can('representative', 'crm_complaints', 'read', { rows: OF_MY_CUSTOMERS }),
	...can('representative', 'crm_complaints', 'update', { rows: OF_MY_CUSTOMERS, fields: BY_REPRESENTATIVES }),

	...can('admin', 'crm_routing_rules', 'create read update delete'),
	...(['manager', 'service', 'integrator'] as const).flatMap((role) => can(role, 'crm_routing_rules', 'read')),

	...can('admin', 'crm_sla_policies', 'create read update delete'),
	...(['manager', 'service', 'integrator'] as const).flatMap((role) => can(role, 'crm_sla_policies', 'read')),

	...(['admin', 'manager'] as const).flatMap((role) => can(role, 'crm_agents', 'create read update delete')),
	...(['service', 'integrator'] as const).flatMap((role) => can(role, 'crm_agents', 'read')),
	// Everybody says for themselves whether they are there.
	...can('service', 'crm_agents', 'update', { rows: { user: { _eq: ME } }, fields: ['id', 'availability'] }),
];
