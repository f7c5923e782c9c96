import type { AuditCheck } from '@guanxi/core/audit';
import { misclassified } from './sql/misclassified.ts';
import { lostTriggers } from './sql/tracking/tend.ts';

/** What must hold of stored scores, whatever happened. */
export const AUDIT_CHECKS: AuditCheck[] = [
	{
		name: 'abc.one_score_per_model_and_customer',
		violations: ({ database }) =>
			database('crm_customer_scores')
				.groupBy('model', 'customer')
				.havingRaw('COUNT(*) > 1')
				.limit(20)
				.pluck('customer'),
	},
	{
		name: 'abc.one_primary_model_takes_everybody',
		violations: async ({ database }) => {
			const open: { id: string; enabled: unknown }[] = await database('crm_scoring_models')
				.where({ is_primary: true })
				.whereNull('customer_filter')
				.select('id', 'enabled');
			if (open.length === 1 && open[0]!.enabled) return [];
			return open.length === 0 ? ['crm_scoring_models'] : open.map(({ id }) => id);
		},
	},
	{
		name: 'abc.value_class_matches_primary_score',
		violations: ({ database }) => misclassified(database),
	},
	{
		// The next run notices, creates them again and computes everything; until then changes go unnoticed.
		name: 'abc.changes_are_tracked',
		violations: ({ database }) => lostTriggers(database),
	},
];
