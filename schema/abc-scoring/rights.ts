import { can, OF_MY_CUSTOMERS } from '../core/rights.ts';
import type { RightSpec } from '../roles/model.ts';

/**
 * Who may read every score gets the figures of the whole company from `/crm/abc`; who reads only some gets the same
 * figures about those. To run a model takes "update" on models, even without any field; to edit one takes its fields.
 */
const RUN_ONLY = ['id'];

export const abcRights: RightSpec[] = [
	...can('admin', 'crm_scoring_models', 'create read update delete'),
	...(['manager', 'integrator'] as const).flatMap((role) => [
		...can(role, 'crm_scoring_models', 'read'),
		...can(role, 'crm_scoring_models', 'update', { fields: RUN_ONLY, basic: 'drop' }),
	]),
	...(['representative', 'service'] as const).flatMap((role) => can(role, 'crm_scoring_models', 'read')),
	...(['admin', 'manager', 'integrator'] as const).flatMap((role) => can(role, 'crm_customer_scores', 'read')),
	...can('representative', 'crm_customer_scores', 'read', { rows: OF_MY_CUSTOMERS }),
];
