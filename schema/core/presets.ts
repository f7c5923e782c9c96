import type { SeedSpec } from '../model.ts';
import { AMBER, BLUE, GREEN, ORANGE, PURPLE, RED, TEAL } from './colors.ts';
import { bookmark, defaultList, type BookmarkSpec, type ListSpec } from './preset-rows.ts';
import type { CoreText } from './texts.ts';

const customers: ListSpec = {
	collection: 'crm_customers',
	columns: { name: 200, lifecycle_stage: 110, owner: 120, last_order_at: 120, last_interaction_at: 120, next_task_at: 120, region: 90 },
	sort: 'name',
};
const contacts: ListSpec = {
	collection: 'crm_contacts',
	columns: { name: 120, customer: 200, title: 130, role_in_purchase: 110, phone: 150, email: 220 },
	sort: 'name',
};
const orders: ListSpec = {
	collection: 'crm_orders',
	columns: { number: 135, customer: 170, placed_at: 150, status: 100, amount: 115, currency: 75, channel: 110 },
	sort: '-placed_at',
};
const interactions: ListSpec = {
	collection: 'crm_interactions',
	columns: { occurred_at: 170, customer: 190, channel: 90, kind: 90, subject: 200, user: 130, outcome: 200 },
	sort: '-occurred_at',
};
const tasks: ListSpec = {
	collection: 'crm_tasks',
	columns: { title: 210, customer: 180, assignee: 130, due_at: 170, status: 90, priority: 90 },
	sort: 'due_at',
};
const products: ListSpec = {
	collection: 'crm_products',
	columns: { sku: 120, name: 260, category: 140, price: 120, status: 100 },
	sort: 'name',
};
const events: ListSpec = {
	collection: 'crm_events',
	columns: { occurred_at: 180, type: 280, customer: 220, actor: 160 },
	sort: '-seq',
};

const isOpen = { status: { _eq: 'open' } };
const notYet = (field: string): Record<string, unknown> => ({ [field]: { _null: true } });
const before = (field: string, moment: string): Record<string, unknown> => ({ [field]: { _lt: moment } });
const since = (field: string, moment: string): Record<string, unknown> => ({ [field]: { _gte: moment } });
const saved = (key: string, list: ListSpec, spec: BookmarkSpec & { text: CoreText }): SeedSpec => bookmark(key, list, spec);

const customerBookmarks: SeedSpec[] = [
	saved('94e55cb5-0f0f-4af2-85e3-53d8130c8682', customers, {
		text: 'crm_bookmark_my_customers',
		icon: 'person_pin',
		color: PURPLE,
		where: [{ owner: { _eq: '$CURRENT_USER' } }],
	}),
	saved('99c84162-0954-4756-bae9-dc601cae446b', customers, {
		text: 'crm_bookmark_new_this_month',
		icon: 'fiber_new',
		color: TEAL,
		where: [since('date_created', '$NOW(-30 days)')],
		sort: '-date_created',
	}),
	saved('fa4240b3-7f26-49ed-8f7e-0076579e2923', customers, {
		text: 'crm_bookmark_sleeping',
		icon: 'bedtime',
		color: AMBER,
		where: [{ lifecycle_stage: { _eq: 'dormant' } }],
		sort: 'last_order_at',
	}),
	saved('034e5d41-eb63-4194-b175-2577ca1bc382', customers, {
		text: 'crm_bookmark_high_potential',
		icon: 'trending_up',
		color: GREEN,
		where: [{ growth_potential: { _eq: 'high' } }],
	}),
	saved('47bcf13e-e2d9-4278-b60e-a7801ebbb8c3', customers, {
		text: 'crm_bookmark_at_risk',
		icon: 'warning',
		color: RED,
		where: [{ risk: { _in: ['watch', 'insolvent'] } }],
	}),
	saved('d41aa59f-0dbf-4352-8b95-483e4b0829a5', customers, {
		text: 'crm_bookmark_never_contacted',
		icon: 'phone_missed',
		color: ORANGE,
		where: [
			{ lifecycle_stage: { _nin: ['lost', 'ended'] } },
			{ _or: [before('last_interaction_at', '$NOW(-90 days)'), notYet('last_interaction_at')] },
		],
		sort: 'last_interaction_at',
	}),
];

const orderBookmarks: SeedSpec[] = [
	saved('1ee7dbc2-10c8-47bf-91f0-a50b2e0ae1b6', orders, {
		text: 'crm_bookmark_overdue_orders',
		icon: 'money_off',
		color: RED,
		where: [{ status: { _eq: 'confirmed' } }, notYet('paid_at'), before('due_at', '$NOW')],
		sort: 'due_at',
	}),
	saved('2687719d-7180-40a4-822f-40ac8eb703f4', orders, {
		text: 'crm_bookmark_open_orders',
		icon: 'local_shipping',
		color: BLUE,
		where: [{ status: { _in: ['confirmed', 'paid'] } }, notYet('shipped_at'), notYet('delivered_at')],
		sort: 'placed_at',
	}),
	saved('c0c632ed-8b4a-417c-a8ab-78b5ac8b909d', orders, {
		text: 'crm_bookmark_orders_30_days',
		icon: 'calendar_month',
		color: GREEN,
		where: [since('placed_at', '$NOW(-30 days)')],
	}),
];

const workBookmarks: SeedSpec[] = [
	saved('9c79a085-daa0-4cb2-b0f1-b9aaed3be922', tasks, {
		text: 'crm_bookmark_my_tasks',
		icon: 'checklist',
		color: ORANGE,
		where: [{ assignee: { _eq: '$CURRENT_USER' } }, isOpen],
	}),
	saved('e4fea9b9-8e8e-4fd7-a957-5c37d83903e1', tasks, {
		text: 'crm_bookmark_overdue_tasks',
		icon: 'alarm',
		color: RED,
		where: [isOpen, before('due_at', '$NOW')],
	}),
	saved('204bb5f7-6605-4375-b49b-568dcc528bcc', tasks, {
		text: 'crm_bookmark_due_soon',
		icon: 'today',
		color: AMBER,
		where: [isOpen, since('due_at', '$NOW'), { due_at: { _lte: '$NOW(+1 day)' } }],
	}),
	saved('a47e8b0f-1cbd-4274-b15c-64a6da5d3bfd', interactions, {
		text: 'crm_bookmark_my_interactions',
		icon: 'record_voice_over',
		color: BLUE,
		where: [{ user: { _eq: '$CURRENT_USER' } }],
	}),
	saved('dfefe1b7-4796-467a-b2db-f3de17ac8697', interactions, {
		text: 'crm_bookmark_complaints',
		icon: 'report',
		color: RED,
		where: [{ kind: { _eq: 'complaint' } }, since('occurred_at', '$NOW(-30 days)')],
	}),
];

export const corePresets: SeedSpec[] = [
	defaultList('e4d91aca-a157-4df6-9a24-ef1499c49e17', customers),
	defaultList('6cecf01d-e30f-40be-9055-d63a304a65c3', contacts),
	defaultList('d0441947-aa4b-4990-b225-c273b9b6ef68', orders),
	defaultList('74b87634-4cf7-4d6a-845f-ae588a5c38e9', interactions),
	defaultList('8f707731-9833-44bf-95e3-83a129a11453', tasks),
	defaultList('69d2d60c-aad7-4acd-a0b4-6b657d8b4866', products),
	defaultList('944362ec-c179-4b4a-94ac-98eb555e05b7', events),
	...customerBookmarks,
	...orderBookmarks,
	...workBookmarks,
];
