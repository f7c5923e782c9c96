import type { IndexSpec, PluginSchema } from '../model.ts';
import { customerComplaintFields, interactionComplaintFields, settingsComplaintFields } from './core-fields.ts';
import { crmAgents } from './crm-agents.ts';
import { crmComplaints } from './crm-complaints.ts';
import { crmRoutingRules } from './crm-routing-rules.ts';
import { crmSlaPolicies } from './crm-sla-policies.ts';
import { complaintsPresets } from './presets.ts';
import { complaintsRights } from './rights.ts';
import { complaintsTexts } from './texts.ts';

const indexes: IndexSpec[] = [
	/** What is open, and whose. */
	{ name: 'crm_complaints_assignee_state', table: 'crm_complaints', columns: ['assignee', 'state'] },
	/** Whether somebody said the same shortly before. */
	{ name: 'crm_complaints_customer_received', table: 'crm_complaints', columns: ['customer', 'received_at'] },
];

export const complaintsSchema: PluginSchema = {
	plugin: 'complaints',
	version: 1,
	collections: [crmComplaints, crmRoutingRules, crmSlaPolicies, crmAgents],
	extensions: [
		{ collection: 'crm_customers', fields: customerComplaintFields },
		{ collection: 'crm_interactions', fields: interactionComplaintFields },
		{ collection: 'crm_settings', fields: settingsComplaintFields },
	],
	tables: [],
	indexes,
	seeds: complaintsPresets,
	rights: complaintsRights,
	texts: complaintsTexts,
};
