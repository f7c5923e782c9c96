import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue';
import { formatDate } from './format.ts';
import { useLocale } from './locale.ts';
import { lastDay, periodOf, type PeriodChoice } from './period.ts';
import { useEndpoint } from './use-endpoint.ts';
import type { Loader } from './use-loader.ts';

interface Report<A> {
	/** Null while it is not known yet, such as which program or model it is about. */
	path: MaybeRefOrGetter<string | null>;
	/** Asked besides the period. */
	params?: MaybeRefOrGetter<Record<string, unknown>>;
	/** Length of the period where the panel says none; left out for reports about now. */
	months?: number;
	isEmpty?: (answer: A) => boolean;
}

/** What a panel reads about its period, and that period in words. */
export function useReport<A>(
	choice: PeriodChoice & { now?: Date | string },
	{ path, params, months, isEmpty }: Report<A>,
): { endpoint: Loader<A>; period: ComputedRef<string> } {
	const { locale, t } = useLocale({ now: ['截至 {at}', 'As of {at}'] });
	const now = computed(() => new Date(choice.now ?? Date.now()));
	const range = computed(() => (months === undefined ? null : periodOf(choice, now.value, months)));
	const endpoint = useEndpoint<A>(path, { params: computed(() => ({ ...toValue(params), ...range.value })), isEmpty });
	const period = computed(() => {
		if (range.value === null) return t('now', { at: formatDate(now.value, locale.value) });
		const { from, to } = range.value;
		return `${formatDate(`${from}T00:00:00`, locale.value)} – ${formatDate(lastDay(to), locale.value)}`;
	});
	return { endpoint, period };
}
