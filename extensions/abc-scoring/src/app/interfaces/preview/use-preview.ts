import { useApi } from '@directus/extensions-sdk';
import { describeFailure } from '@guanxi/core/app/failure.ts';
import { onChanged } from '@guanxi/core/app/topics.ts';
import { inLanguage } from '@guanxi/core/app/use-endpoint.ts';
import { useLoader, type Loader } from '@guanxi/core/app/use-loader.ts';
import type { Problem } from '@guanxi/core/problem';
import { watchDebounced } from '@vueuse/core';
import { computed, type Ref } from 'vue';
import type { PreviewAnswer } from '../../../contract/answers.ts';
import { SCORES } from '../../shared/scored.ts';

const SETTINGS = [
	'key', 'name', 'method', 'basis', 'window_months', 'customer_filter', 'order_filter', 'classes',
	'potential_matrix', 'risk_class', 'hysteresis_percent', 'is_primary', 'sort', 'schedule', 'enabled',
] as const;
const DEBOUNCE_MS = 700;

interface Preview {
	answer: PreviewAnswer | null;
	/** What is wrong with the settings; the answer is then the one to the settings before. */
	problems: Problem[];
}

/** What the model on the form would do, asked again a moment after the last change. Nothing is saved. */
export function usePreview(values: Ref<Record<string, unknown>>, primaryKey: () => string) {
	const api = useApi();
	const model = computed(() => settingsOf(values.value, primaryKey()));
	const isReady = computed(() => Boolean(model.value['method']) && Array.isArray(model.value['classes']));

	const loader: Loader<Preview | null> = useLoader<Preview | null>(async (signal) => {
		if (!isReady.value) return null;
		try {
			const request = { signal, headers: inLanguage() };
			const { data } = await api.post('/crm/abc/models/preview', { model: model.value }, request);
			return { answer: data.data as PreviewAnswer, problems: [] };
		} catch (error) {
			const problems = problemsOf(error);
			if (problems.length === 0) throw error;
			return { answer: loader.data.value?.answer ?? null, problems };
		}
	}, (found) => (found ? 'ready' : 'empty'));

	watchDebounced(() => JSON.stringify(model.value), loader.reload, { debounce: DEBOUNCE_MS });
	onChanged(SCORES, loader.reload); // a finished run moves "now"
	void loader.reload();
	const data = computed(() => loader.data.value?.answer ?? null);
	const problems = computed(() => loader.data.value?.problems ?? []);
	return { data, problems, state: loader.state, reason: loader.reason, reload: loader.reload };
}

function problemsOf(error: unknown): Problem[] {
	const { status, facts } = describeFailure(error);
	return status === 400 ? ((facts['problems'] ?? []) as Problem[]) : [];
}

/** Only what scoring needs: the form also carries audit fields, aliases and unsaved relations. */
function settingsOf(values: Record<string, unknown>, primaryKey: string): Record<string, unknown> {
	const entries = SETTINGS.map((name) => [name, values[name]] as const);
	const filled = entries.filter(([, value]) => value !== undefined && value !== null && value !== '');
	return Object.fromEntries([...filled, ...(primaryKey && primaryKey !== '+' ? [['id', primaryKey]] : [])]);
}
