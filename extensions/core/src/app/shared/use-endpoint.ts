import { useApi } from '@directus/extensions-sdk';
import { toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useLoader, type Loader } from './use-loader.ts';

interface EndpointOptions<T> {
	params?: MaybeRefOrGetter<Record<string, unknown>>;
	/** True for an answer that holds nothing to show. */
	isEmpty?: (data: T) => boolean;
}

/**
 * Reads `{ data }` of one address and follows it: a change of path or parameters drops the answer under way and
 * asks again. A null path asks nothing and stays `loading`, for parameters that are not known yet.
 */
export function useEndpoint<T>(path: MaybeRefOrGetter<string | null>, options: EndpointOptions<T> = {}): Loader<T> {
	const api = useApi();
	const fetch = async (signal: AbortSignal): Promise<T> => {
		const url = toValue(path);
		if (!url) return new Promise<never>(() => undefined);
		const { data: body } = await api.get(url, { params: toValue(options.params), signal, headers: inLanguage() });
		return body.data as T;
	};
	const loader = useLoader(fetch, (data) => (options.isEmpty?.(data) ? 'empty' : 'ready'));
	watch([() => toValue(path), () => JSON.stringify(toValue(options.params) ?? {})], loader.restart, { immediate: true });
	return loader;
}

/** Our endpoints answer in the language of the page. */
export function inLanguage(): Record<string, string> {
	return { 'Accept-Language': document.documentElement.lang || 'en-US' };
}
