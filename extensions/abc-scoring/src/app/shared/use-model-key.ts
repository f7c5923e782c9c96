import { useScoringModels } from '@guanxi/core/app/scoring-models.ts';
import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';

/**
 * The model a panel shows: the chosen one, else the primary model for every customer. Null while the list of
 * models is on its way; a viewer who may not read models still gets an answer for a chosen one.
 */
export function useModelKey(chosen: MaybeRefOrGetter<string | null | undefined>) {
	const { models, general, classOf, ready } = useScoringModels();
	const asked = ref(false);
	void ready.then(() => (asked.value = true));
	const key = computed(() => toValue(chosen) || general.value?.key || null);
	const model = computed(() => models.value.find((item) => item.key === key.value) ?? null);
	const missing = computed(() => asked.value && key.value === null);
	const label = (code: string) => classOf(code, key.value)?.label || code;
	const color = (code: string) => classOf(code, key.value)?.color ?? null;
	const base = computed(() => key.value && `/crm/abc/models/${encodeURIComponent(key.value)}`);
	return { key, base, model, missing, label, color };
}
