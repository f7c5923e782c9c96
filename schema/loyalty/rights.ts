import { can, OF_MY_CUSTOMERS } from '../core/rights.ts';
import type { RightSpec } from '../roles/model.ts';

/**
 * Nobody writes accounts by hand. To move points through `/crm/loyalty` takes "update" on accounts, even without any field; to
 * give or correct them, and to see what they cost the company, takes its field `available`.
 */
const MOVE_ONLY = ['id'];

export const loyaltyRights: RightSpec[] = [
	...['crm_loyalty_programs', 'crm_loyalty_rules', 'crm_loyalty_rewards'].flatMap((collection) => [
		...can('admin', collection, 'create read update delete'),
		...(['manager', 'representative', 'service', 'integrator'] as const).flatMap((role) => can(role, collection, 'read')),
	]),
	...(['admin', 'manager', 'integrator'] as const).flatMap((role) => [
		...can(role, 'crm_loyalty_accounts', 'read update'),
		...can(role, 'crm_loyalty_entries', 'read'),
	]),
	...can('service', 'crm_loyalty_accounts', 'read'),
	...can('service', 'crm_loyalty_accounts', 'update', { fields: MOVE_ONLY }),
	...can('service', 'crm_loyalty_entries', 'read'),
	...can('representative', 'crm_loyalty_accounts', 'read', { rows: OF_MY_CUSTOMERS }),
	...can('representative', 'crm_loyalty_entries', 'read', { rows: { account: OF_MY_CUSTOMERS } }),
];
