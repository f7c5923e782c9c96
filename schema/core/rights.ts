import type { CollectionSpec } from '../model.ts';
import type { Action, RightSpec, RoleId, Rule } from '../roles/model.ts';
import { crmCustomers } from './crm-customers.ts';
import { crmOrders } from './crm-orders.ts';
import { systemRights } from './rights-system.ts';

const ME = '$CURRENT_USER';
const mine: Rule = { owner: { _eq: ME } };
/** Rows that hang on a customer of the reader's own. */
export const OF_MY_CUSTOMERS: Rule = { customer: mine };
const iWroteIt: Rule = { _or: [{ user: { _eq: ME } }, { user_created: { _eq: ME } }] };
const myTask: Rule = {
	_or: [
		OF_MY_CUSTOMERS,
		{ assignee: { _eq: ME } },
		{ _and: [{ customer: { _null: true } }, { user_created: { _eq: ME } }] },
	],
};
const unpaid: Rule = { status: { _in: ['draft', 'confirmed'] } };
const ofMyUnpaidOrders: Rule = { _and: [{ order: OF_MY_CUSTOMERS }, { order: unpaid }] };

type Rules = Omit<RightSpec, 'role' | 'collection' | 'action'>;

/** `can('manager', 'crm_orders', 'create read')`; what follows limits all of them alike. */
export const can = (role: RoleId, collection: string, actions: string, rules: Rules = {}): RightSpec[] =>
	actions.split(' ').map((action) => ({ role, collection, action: action as Action, ...rules }));

/**
 * Whoever gets single fields gets all that people fill in, but these. Groups and lists count as fields: a form without
 * them would be locked. The key is among them, because GraphQL names a related row by it. A field that an admin adds
 * must be ticked in the policies that name fields.
 */
function writable({ fields }: CollectionSpec, but: string[]): string[] {
	const isFilled = fields.filter(({ computed, special }) => !computed && !special?.some((name) => /^(date|user)-/.test(name)));
	return isFilled.map(({ field }) => field).filter((field) => !but.includes(field));
}

/** Anybody who talks with a customer may note "do not contact"; only managers take it back. */
const onlySetNoContact: Rule = { do_not_contact: { _eq: true } };

const admin: RightSpec[] = [
	'crm_customers', 'crm_contacts', 'crm_products', 'crm_orders', 'crm_order_lines', 'crm_interactions', 'crm_tasks',
	'crm_calendars',
].flatMap((collection) => can('admin', collection, 'create read update delete'));

const manager: RightSpec[] = [
	...can('manager', 'crm_customers', 'create read update'),
	...can('manager', 'crm_contacts', 'create read update delete'),
	...can('manager', 'crm_products', 'create read update'),
	...can('manager', 'crm_orders', 'create read update'),
	...can('manager', 'crm_order_lines', 'create read update delete'),
	...can('manager', 'crm_interactions', 'create read update delete'),
	...can('manager', 'crm_tasks', 'create read update delete'),
];

const representative: RightSpec[] = [
	...can('representative', 'crm_customers', 'read', { rows: mine }),
	...can('representative', 'crm_customers', 'create', {
		fields: writable(crmCustomers, ['owner']),
		presets: { owner: ME },
	}),
	...can('representative', 'crm_customers', 'update', {
		rows: mine,
		fields: writable(crmCustomers, ['owner', 'code']),
		validation: onlySetNoContact,
	}),
	...can('representative', 'crm_contacts', 'create'),
	...can('representative', 'crm_contacts', 'read update delete', { rows: OF_MY_CUSTOMERS }),
	...can('representative', 'crm_orders', 'read', { rows: OF_MY_CUSTOMERS }),
	// Money that has come in or gone back earns points or takes them back, and others book that. Confirmed orders count for the value class too.
	...can('representative', 'crm_orders', 'create', {
		fields: writable(crmOrders, ['paid_at', 'refunded_amount', 'external_id']),
		validation: unpaid,
	}),
	...can('representative', 'crm_orders', 'update', {
		rows: { _and: [OF_MY_CUSTOMERS, unpaid] },
		fields: writable(crmOrders, ['paid_at', 'refunded_amount', 'external_id']),
		validation: { status: { _in: ['draft', 'confirmed', 'cancelled'] } },
	}),
	// To orders that one may change, as core's hook on what rows refer to has it.
	...can('representative', 'crm_order_lines', 'create'),
	...can('representative', 'crm_order_lines', 'read', { rows: { order: OF_MY_CUSTOMERS } }),
	...can('representative', 'crm_order_lines', 'update delete', { rows: ofMyUnpaidOrders }),
	...can('representative', 'crm_interactions', 'create', { presets: { user: ME } }),
	...can('representative', 'crm_interactions', 'read', { rows: OF_MY_CUSTOMERS }),
	...can('representative', 'crm_interactions', 'update delete', { rows: { _and: [OF_MY_CUSTOMERS, iWroteIt] } }),
	...can('representative', 'crm_tasks', 'create', { presets: { assignee: ME } }),
	...can('representative', 'crm_tasks', 'read update', { rows: myTask }),
	...can('representative', 'crm_tasks', 'delete', {
		rows: { _or: [OF_MY_CUSTOMERS, { _and: [{ customer: { _null: true } }, { user_created: { _eq: ME } }] }] },
	}),
];

/** What an agent on the phone learns about a customer, and writes down. */
const ANSWERED_ON_THE_PHONE = [
	'phone', 'email', 'wechat', 'region', 'industry', 'birthday', 'birthday_lunar', 'tags', 'consent_email', 'consent_sms',
	'do_not_contact', 'notes', 'contacts', 'interactions', 'tasks',
];
const FORM = crmCustomers.fields.filter(({ special }) => special?.includes('group')).map(({ field }) => field);

const service: RightSpec[] = [
	...can('service', 'crm_customers', 'read'),
	...can('service', 'crm_customers', 'create', { fields: ['id', 'name', 'code', 'kind', 'source', ...ANSWERED_ON_THE_PHONE, ...FORM] }),
	...can('service', 'crm_customers', 'update', {
		fields: ['id', ...ANSWERED_ON_THE_PHONE, ...FORM],
		validation: onlySetNoContact,
	}),
	...can('service', 'crm_contacts', 'create read update'),
	...can('service', 'crm_orders', 'read'),
	...can('service', 'crm_order_lines', 'read'),
	...can('service', 'crm_interactions', 'create', { presets: { user: ME } }),
	...can('service', 'crm_interactions', 'read'),
	...can('service', 'crm_interactions', 'update', { rows: iWroteIt }),
	...can('service', 'crm_tasks', 'create read'),
	...can('service', 'crm_tasks', 'update', { rows: { _or: [{ assignee: { _eq: ME } }, { user_created: { _eq: ME } }] } }),
];

const integrator: RightSpec[] = [
	...can('integrator', 'crm_customers', 'create read update'),
	...can('integrator', 'crm_contacts', 'create read update'),
	...can('integrator', 'crm_products', 'create read update'),
	...can('integrator', 'crm_orders', 'create read update'),
	...can('integrator', 'crm_order_lines', 'create read update delete'),
	...can('integrator', 'crm_interactions', 'create read update'),
	...can('integrator', 'crm_tasks', 'create read update'),
];

/** What everybody looks up while working. */
const shared: RightSpec[] = [
	...(['representative', 'service'] as const).flatMap((role) => can(role, 'crm_products', 'read')),
	...(['manager', 'representative', 'service', 'integrator'] as const).flatMap((role) => [
		...can(role, 'crm_calendars', 'read'),
		...can(role, 'crm_settings', 'read'),
	]),
	...can('admin', 'crm_settings', 'create read update'),
	...(['admin', 'manager', 'integrator'] as const).flatMap((role) => can(role, 'crm_events', 'read')),
	...can('representative', 'crm_events', 'read', { rows: OF_MY_CUSTOMERS }),
];

export const coreRights: RightSpec[] = [
	...admin, ...manager, ...representative, ...service, ...integrator, ...shared, ...systemRights,
];
