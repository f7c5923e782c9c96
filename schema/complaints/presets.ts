import type { SeedSpec } from '../model.ts';
import { AMBER, BLUE, GREEN, ORANGE, RED } from '../core/colors.ts';
import { bookmark, defaultList, type BookmarkSpec, type ListSpec } from '../core/preset-rows.ts';
import type { ComplaintsText } from './texts.ts';

const cases: ListSpec = {
	collection: 'crm_complaints',
	columns: { reference: 110, subject: 230, state: 130, severity: 100, customer: 170, assignee: 130, received_at: 160, type: 110 },
	sort: '-received_at',
};

const ENDED = ['closed', 'duplicate', 'withdrawn', 'out_of_scope', 'external'];
const isOpen = { state: { _nin: ENDED } };
const saved = (key: string, spec: BookmarkSpec & { text: ComplaintsText }): SeedSpec => bookmark(key, cases, spec);

export const complaintsPresets: SeedSpec[] = [
	defaultList('206fd6e7-48a5-470f-85d6-a9ccbb51f574', cases),
	saved('599f8ce4-d307-4dcc-9a8f-7fb670314278', {
		text: 'crm_bookmark_my_cases',
		icon: 'assignment_ind',
		color: BLUE,
		where: [{ assignee: { _eq: '$CURRENT_USER' } }, isOpen],
		sort: 'received_at',
	}),
	saved('5b0736d6-1152-44e7-bca7-e5b458b97469', { text: 'crm_bookmark_new_cases', icon: 'mark_email_unread', color: ORANGE, where: [{ state: { _eq: 'received' } }], sort: 'received_at' }),
	saved('cb99cae1-ff5f-4f90-9498-99e29abdce0e', {
		text: 'crm_bookmark_nobodys_cases',
		icon: 'person_off',
		color: AMBER,
		where: [{ assignee: { _null: true } }, isOpen],
		sort: 'received_at',
	}),
	saved('7b4b53b5-71c1-45cf-b086-34b115ca967e', { text: 'crm_bookmark_safety_cases', icon: 'health_and_safety', color: RED, where: [{ safety: { _eq: true } }, isOpen] }),
	saved('d869b9e1-607e-4065-9af4-8323f82fe8dd', {
		text: 'crm_bookmark_closed_cases',
		icon: 'task_alt',
		color: GREEN,
		where: [{ closed_at: { _gte: '$NOW(-30 days)' } }],
		sort: '-closed_at',
	}),
	defaultList('3f853b88-9419-4ef3-b87d-4e8db2ca5c9a', {
		collection: 'crm_routing_rules',
		columns: { name: 260, enabled: 100, queue: 160, strategy: 160 },
		sort: 'sort',
	}),
	defaultList('aaa0e056-0cf3-443d-bbd3-1c041b484d00', {
		collection: 'crm_sla_policies',
		columns: { name: 320, basis: 120, calendar: 200, enabled: 100 },
		sort: 'sort',
	}),
	defaultList('6e9a0c7c-ba9c-41d8-9459-9a91fe670c71', {
		collection: 'crm_agents',
		columns: { user: 220, availability: 120, open_load: 110, capacity: 110, queues: 180, languages: 140 },
		sort: 'availability',
	}),
];
