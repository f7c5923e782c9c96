import type { IndexSpec } from '../model.ts';

/** Leading columns also serve the foreign keys, whose own index is therefore left out of the field. */
export const coreIndexes: IndexSpec[] = [
	{ name: 'crm_orders_customer_placed', table: 'crm_orders', columns: ['customer', 'placed_at'] },
	{ name: 'crm_interactions_customer_occurred', table: 'crm_interactions', columns: ['customer', 'occurred_at'] },
	{ name: 'crm_tasks_assignee_status_due', table: 'crm_tasks', columns: ['assignee', 'status', 'due_at'] },
	{ name: 'crm_events_subject', table: 'crm_events', columns: ['subject_collection', 'subject_id', 'seq'] },
];
