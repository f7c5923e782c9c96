import { describeFailure, type LoadState } from '@guanxi/core/app/failure.ts';
import { useApi } from '@directus/extensions-sdk';
import { watchDebounced } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef, type Ref } from 'vue';
import type { PreviewAnswer } from '../../../contract/answers.ts';
import { onScored } from '../../shared/scored.ts';

const SETTINGS = [
	'key', 'name', 'method', 'basis', 'window_months', 'customer_filter', 'order_filter', 'classes',
	'potential_matrix', 'risk_class', 'hysteresis_percent', 'is_primary', 'sort', 'schedule', 'enabled',
] as const;
const DEBOUNCE_MS = 700;

export interface PreviewProblem {
	field: string;
	reason: string;
}

/** What the model on the form would do, asked again a moment after the last change. Nothing is saved. */
export function usePreview(values: Ref<Record<string, unknown>>, primaryKey: () => string) {
	const api = useApi();
	const data = shallowRef<PreviewAnswer | null>(null);
	const problem = shallowRef<PreviewProblem | null>(null);
	const state = ref<LoadState>('loading');
	const reason = ref<string | null>(null);
	let running: AbortController | null = null;

	const model = computed(() => settingsOf(values.value, primaryKey()));
	const isReady = computed(() => Boolean(model.value['method']) && Array.isArray(model.value['classes']));

	async function load(): Promise<void> {
		running?.abort();
		if (!isReady.value) {
			state.value = 'empty';
			return;
		}
		const own = (running = new AbortController());
		if (!data.value) state.value = 'loading';
		try {
			const headers = { 'Accept-Language': document.documentElement.lang || 'en-US' };
			const request = { signal: own.signal, headers };
			const { data: body } = await api.post('/crm/abc/models/preview', { model: model.value }, request);
			if (own.signal.aborted) return;
			data.value = body.data as PreviewAnswer;
			problem.value = null;
			state.value = 'ready';
		} catch (error) {
			if (!own.signal.aborted) fail(error);
		}
	}

	function fail(error: unknown): void {
		const failure = describeFailure(error);
		const { field, reason: why } = failure.facts;
		problem.value = failure.status === 400 && field ? { field: String(field), reason: String(why) } : null;
		state.value = problem.value ? 'ready' : failure.state;
		reason.value = failure.reason;
	}

	watchDebounced(() => JSON.stringify(model.value), load, { debounce: DEBOUNCE_MS });
	onScored(load); // a finished run moves "now"
	void load();
	onScopeDispose(() => running?.abort());
	return { data, problem, state, reason, reload: load };
}

/** Only what scoring needs: the form also carries audit fields, aliases and unsaved relations. */
function settingsOf(values: Record<string, unknown>, primaryKey: string): Record<string, unknown> {
	const entries = SETTINGS.map((name) => [name, values[name]] as const);
	const filled = entries.filter(([, value]) => value !== undefined && value !== null && value !== '');
	return Object.fromEntries([...filled, ...(primaryKey && primaryKey !== '+' ? [['id', primaryKey]] : [])]);
}
