import type { LoadState } from '@guanxi/core/app/failure.ts';
import { useStudio } from '@guanxi/core/app/studio.ts';
import { useEndpoint } from '@guanxi/core/app/use-endpoint.ts';
import { computed, ref, watch } from 'vue';
import { byPriority, type ScoringModel } from '../../../domain/model.ts';

type Model = Pick<ScoringModel, 'key' | 'name' | 'is_primary' | 'sort' | 'customer_filter'>;

interface ScoredBy {
	class: string;
	model: Model | null;
}

/** The models that scored a customer; the first is the one that gives the value class on the card, and is shown unless another is wanted. */
export function useCustomerModels(customer: () => string | null, wanted: () => string | null) {
	const params = computed(() => ({
		fields: 'class,model.key,model.name,model.is_primary,model.sort,model.customer_filter',
		filter: { customer: { _eq: customer() } },
		limit: -1,
	}));
	const mayRead = useStudio().may('read', 'crm_customer_scores');
	const path = computed(() => (mayRead && customer() ? '/items/crm_customer_scores' : null));
	const isEmpty = (rows: ScoredBy[]) => rows.length === 0;
	const endpoint = useEndpoint<ScoredBy[]>(path, { params, isEmpty });
	const models = computed(() =>
		(endpoint.data.value ?? [])
			.flatMap(({ model, class: code }) => (model ? [{ ...model, class: code }] : []))
			.sort((a, b) => Number(b.is_primary) - Number(a.is_primary) || byPriority(a, b)),
	);
	const chosen = ref<string | null>(null);
	watch(customer, () => (chosen.value = null));
	const key = computed(() => chosen.value ?? wanted() ?? models.value[0]?.key ?? null);
	const state = computed((): LoadState => (mayRead ? endpoint.state.value : 'forbidden'));
	return { ...endpoint, state, models, key, chosen };
}
