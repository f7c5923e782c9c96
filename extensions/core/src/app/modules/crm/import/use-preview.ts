import { useApi } from '@directus/extensions-sdk';
import { ref, shallowRef, watch, type Ref } from 'vue';
import { describeFailure, type LoadState } from '../../../shared/failure.ts';
import type { Locale } from '../../../shared/words.ts';
import type { ImportPreview } from './types.ts';

/** The server guesses columns and problems from the beginning of the file. */
const PREVIEW_BYTES = 65_536;

export type WantedMapping = Record<string, string>;

/** What the server would make of a file, asked again when the user changes a column. */
export function usePreview(file: Ref<File | null>, wanted: Ref<WantedMapping>, locale: Ref<Locale>) {
	const api = useApi();
	const preview = shallowRef<ImportPreview | null>(null);
	const state = ref<LoadState>('loading');
	const reason = ref<string | null>(null);
	let running: AbortController | null = null;

	async function load(): Promise<void> {
		running?.abort();
		if (!file.value) return;
		const own = (running = new AbortController());
		if (!preview.value) state.value = 'loading';
		try {
			const params = importParams(wanted.value, locale.value);
			const headers = { 'Content-Type': 'text/csv' };
			const start = file.value.slice(0, PREVIEW_BYTES);
			const { data } = await api.post('/crm/system/imports/preview', start, { params, headers, signal: own.signal });
			if (own.signal.aborted) return;
			preview.value = data.data as ImportPreview;
			state.value = 'ready';
		} catch (error) {
			if (own.signal.aborted) return;
			const failure = describeFailure(error);
			state.value = failure.state;
			reason.value = failure.reason;
		}
	}

	watch(file, () => (preview.value = null), { flush: 'sync' });
	watch([file, wanted, locale], () => void load());
	return { preview, state, reason, reload: load };
}

/** Only columns the user chose are named; the server keeps guessing the others. */
export function importParams(wanted: WantedMapping, locale: Locale): Record<string, string> {
	const language = locale === 'zh-CN' ? 'zh' : 'en';
	return Object.keys(wanted).length > 0 ? { map: JSON.stringify(wanted), language } : { language };
}
