import { useEndpoint } from '@guanxi/core/app/use-endpoint.ts';
import type { Loader } from '@guanxi/core/app/use-loader.ts';
import { computed, type ComputedRef } from 'vue';

export interface SavedRule {
	id: string;
	trigger: string;
	program: { key: string };
	interaction_kind: string | null;
	interaction_filter: object | null;
	referral_side: string | null;
	anniversary_year: number | null;
}

const FIELDS = 'id,trigger,program.key,interaction_kind,interaction_filter,referral_side,anniversary_year';

/** The rule as the server has it; null for one that was never saved. */
export function useSavedRule(primaryKey: () => string | number | undefined): Loader<SavedRule> & { isNew: ComputedRef<boolean> } {
	const isNew = computed(() => !primaryKey() || primaryKey() === '+');
	const path = computed(() => (isNew.value ? null : `/items/crm_loyalty_rules/${primaryKey()}`));
	return { ...useEndpoint<SavedRule>(path, { params: { fields: FIELDS } }), isNew };
}
