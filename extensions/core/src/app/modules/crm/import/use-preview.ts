import { useApi } from '@directus/extensions-sdk';
import { watch, type Ref } from 'vue';
import { useLoader } from '../../../shared/use-loader.ts';
import type { Locale } from '../../../shared/words.ts';
import type { ImportPreview } from './types.ts';

/** The server guesses columns and problems from the beginning of the file. */
const PREVIEW_BYTES = 65_536;

export type WantedMapping = Record<string, string>;

/** What the server would make of a file, asked again when the user changes a column. */
export function usePreview(file: Ref<File | null>, wanted: Ref<WantedMapping>, locale: Ref<Locale>) {
	const api = useApi();
	const { data, state, reason, reload, restart } = useLoader<ImportPreview | null>(async (signal) => {
		if (!file.value) return null;
		const params = importParams(wanted.value, locale.value);
		const headers = { 'Content-Type': 'text/csv' };
		const start = file.value.slice(0, PREVIEW_BYTES);
		const { data: body } = await api.post('/crm/system/imports/preview', start, { params, headers, signal });
		return body.data as ImportPreview;
	});
	watch(file, () => {
		data.value = null;
		void restart();
	});
	watch([wanted, locale], () => void reload());
	return { preview: data, state, reason, reload };
}

/** Only columns the user chose are named; the server keeps guessing the others. */
export function importParams(wanted: WantedMapping, locale: Locale): Record<string, string> {
	const language = locale === 'zh-CN' ? 'zh' : 'en';
	return Object.keys(wanted).length > 0 ? { map: JSON.stringify(wanted), language } : { language };
}
