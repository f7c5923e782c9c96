import { useApi } from '@directus/extensions-sdk';
import { shallowRef, type ShallowRef } from 'vue';
import { useStudio } from './studio.ts';

/** One question for all amounts of a list. */
const currency = shallowRef<string | null>(null);
let asked = false;

/** The currency the company counts in; null until it is known, or where the role may not read the settings. */
export function useHomeCurrency(): ShallowRef<string | null> {
	const api = useApi();
	const mayRead = useStudio().may('read', 'crm_settings');
	const ask = async (): Promise<void> => {
		const { data } = await api.get('/items/crm_settings', { params: { fields: 'currency' } });
		currency.value = (data.data as { currency: string | null }).currency ?? 'CNY';
	};
	if (!asked && mayRead) {
		asked = true;
		void ask().catch(() => (asked = false));
	}
	return currency;
}
