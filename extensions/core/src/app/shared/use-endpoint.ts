import { useApi } from '@directus/extensions-sdk';
import { onScopeDispose, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { describeFailure, type LoadState } from './failure.ts';

interface EndpointOptions<T> {
	params?: MaybeRefOrGetter<Record<string, unknown>>;
	/** True for an answer that holds nothing to show. */
	isEmpty?: (data: T) => boolean;
}

/**
 * Reads `{ data }` of one address and follows it: a change of path or parameters drops the answer under way and
 * asks again. A null path asks nothing and stays `loading`, for parameters that are not known yet.
 */
export function useEndpoint<T>(path: MaybeRefOrGetter<string | null>, options: EndpointOptions<T> = {}) {
	const api = useApi();
	const data = shallowRef<T | null>(null);
	const state = ref<LoadState>('loading');
	const reason = ref<string | null>(null);
	let running: AbortController | null = null;

	async function reload(): Promise<void> {
		running?.abort();
		const url = toValue(path);
		if (!url) return;
		const own = (running = new AbortController());
		if (state.value !== 'ready') state.value = 'loading';
		try {
			const headers = { 'Accept-Language': document.documentElement.lang || 'en-US' };
			const request = { params: toValue(options.params), signal: own.signal, headers };
			const { data: body } = await api.get(url, request);
			if (own.signal.aborted) return;
			data.value = body.data as T;
			state.value = options.isEmpty?.(body.data) ? 'empty' : 'ready';
		} catch (error) {
			if (own.signal.aborted) return;
			const failure = describeFailure(error);
			state.value = failure.state;
			reason.value = failure.reason;
		}
	}

	function restart(): Promise<void> {
		state.value = 'loading';
		return reload();
	}

	watch([() => toValue(path), () => JSON.stringify(toValue(options.params) ?? {})], restart, { immediate: true });
	onScopeDispose(() => running?.abort());
	return { data, state, reason, reload };
}
