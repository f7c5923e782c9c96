import { formatDate } from '@guanxi/core/app/format.ts';
import { CUSTOMER_NAMES, useNames } from '@guanxi/core/app/use-names.ts';
import type { Locale } from '@guanxi/core/app/words.ts';
import { computed, type Ref } from 'vue';
import type { ChangesAnswer } from '../../../contract/answers.ts';
import type { PeriodChoice } from '@guanxi/core/app/period.ts';
import { useReport } from '@guanxi/core/app/use-report.ts';
import { worthText } from '../../shared/worth.ts';
import { matrixOf, risesAndFalls } from './matrix.ts';

const DEFAULT_MONTHS = 3;
const MOVERS = 12;
const CHANGES_READ = 500;

interface MigrationModel {
	base: Ref<string | null>;
	basis: Ref<'turnover' | 'order_count'>;
	currency: Ref<string>;
}

/** What the migration panel shows: the moves between two dates and the customers behind the biggest of them. */
export function useMigration(
	choice: PeriodChoice & { now?: Date | string },
	{ base, basis, currency }: MigrationModel,
	locale: Ref<Locale>,
) {
	const isEmpty = (answer: ChangesAnswer) => answer.transitions.every(({ customers }) => customers === 0);
	const path = (): string | null => base.value && `${base.value}/changes`;
	const { endpoint, period } = useReport<ChangesAnswer>(choice, { path, params: { limit: CHANGES_READ }, months: DEFAULT_MONTHS, isEmpty });

	const codes = computed(() => (endpoint.data.value?.classes ?? []).map(({ code }) => code));
	const transitions = computed(() => endpoint.data.value?.transitions ?? []);
	const matrix = computed(() => matrixOf(transitions.value, codes.value));
	const moved = computed(() => risesAndFalls(transitions.value, codes.value));

	const biggest = computed(() => {
		const size = ({ value, value_before: before }: { value: number | null; value_before: number | null }) =>
			Math.abs((value ?? 0) - (before ?? 0));
		return [...(endpoint.data.value?.changes ?? [])].sort((a, b) => size(b) - size(a)).slice(0, MOVERS);
	});
	const names = useNames(CUSTOMER_NAMES, () => biggest.value.map(({ customer }) => customer));
	const movers = computed(() =>
		biggest.value.map((change) => ({
			...change,
			key: `${change.customer} ${change.at}`,
			name: names.value.get(change.customer) ?? '',
			date: formatDate(change.at, locale.value),
			change: difference(change.value_before, change.value),
		})),
	);

	function difference(before: number | null, after: number | null): string {
		const change = (after ?? 0) - (before ?? 0);
		if (change === 0) return '';
		const unit = { basis: basis.value, currency: currency.value };
		return `${change > 0 ? '+' : '−'}${worthText(Math.abs(change), unit, locale.value, true)}`;
	}

	return { ...endpoint, matrix, moved, movers, period };
}
