import { useApi } from '@directus/extensions-sdk';
import { inLanguage } from './use-endpoint.ts';
import { useLoader, type Loader } from './use-loader.ts';
import { ref, type Ref } from 'vue';

/** A question that is asked by a POST and changes nothing. Nothing is asked before the first `ask`. */
export function useQuestion<T>(path: string): Loader<T> & { ask: (body: object) => void; isAsked: Ref<boolean> } {
	const api = useApi();
	const isAsked = ref(false);
	let body: object = {};
	const loader = useLoader<T>(async (signal) => {
		const { data } = await api.post(path, body, { signal, headers: inLanguage() });
		return data.data as T;
	});
	const ask = (given: object): void => {
		body = given;
		isAsked.value = true;
		void loader.restart();
	};
	return { ...loader, ask, isAsked };
}
