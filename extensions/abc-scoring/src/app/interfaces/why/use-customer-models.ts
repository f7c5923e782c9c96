import { useEndpoint } from '@guanxi/core/app/use-endpoint.ts';
import { computed, ref, watch } from 'vue';

interface ScoredBy {
	class: string;
	model: { key: string; name: string; is_primary: boolean; sort: number | null } | null;
}

/** The models that scored a customer; the first is the one that gives the value class on the card. */
export function useCustomerModels(customer: () => string | null) {
	const params = computed(() => ({
		fields: 'class,model.key,model.name,model.is_primary,model.sort',
		filter: { customer: { _eq: customer() } },
		limit: -1,
	}));
	const path = computed(() => (customer() ? '/items/crm_customer_scores' : null));
	const isEmpty = (rows: ScoredBy[]) => rows.length === 0;
	const endpoint = useEndpoint<ScoredBy[]>(path, { params, isEmpty });
	const models = computed(() =>
		(endpoint.data.value ?? [])
			.flatMap(({ model, class: code }) => (model ? [{ ...model, class: code }] : []))
			.sort(byPriority),
	);
	const chosen = ref<string | null>(null);
	watch(customer, () => (chosen.value = null));
	const key = computed(() => chosen.value ?? models.value[0]?.key ?? null);
	return { ...endpoint, models, key, chosen };
}

type Ranked = NonNullable<ScoredBy['model']>;

function byPriority(a: Ranked, b: Ranked): number {
	const last = Number.MAX_SAFE_INTEGER;
	const primary = Number(b.is_primary) - Number(a.is_primary);
	return primary || (a.sort ?? last) - (b.sort ?? last) || (a.key < b.key ? -1 : 1);
}
