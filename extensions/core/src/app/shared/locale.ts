import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { localeOf, sentence, type Facts, type Words } from './words.ts';

/** The viewer's language, and `t` for the component's own sentences. Both follow a change of language. */
export function useLocale<K extends string>(words: Words<K>) {
	const { locale: language } = useI18n({ useScope: 'global' });
	const locale = computed(() => localeOf(language.value));
	const t = (key: K, facts?: Facts): string => sentence(words[key], locale.value, facts);
	return { locale, t };
}
