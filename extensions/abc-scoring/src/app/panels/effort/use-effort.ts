import { formatCount, formatShare } from '@guanxi/core/app/format.ts';
import { USER_NAMES, useNames } from '@guanxi/core/app/use-names.ts';
import type { Locale } from '@guanxi/core/app/words.ts';
import { computed, type Ref } from 'vue';
import type { PeriodChoice } from '@guanxi/core/app/period.ts';
import { useReport } from '@guanxi/core/app/use-report.ts';
import type { EffortClass } from './effort-option.ts';

export interface EffortOwner {
	owner: string;
	interactions: number;
	hours: number;
	classes: { code: string; share: number }[];
}

export interface EffortAnswer {
	/** Whose effort it is, where it is one person's. */
	owner: string | null;
	interactions: number;
	classes: EffortClass[];
	owners: EffortOwner[];
	findings: { code: string; message: string }[];
}

interface EffortChoice extends PeriodChoice {
	owner?: string | null;
	now?: Date | string;
}

const DEFAULT_MONTHS = 12;

/** What the effort panel shows, loaded and put into words. */
export function useEffort(choice: EffortChoice, key: Ref<string | null>, locale: Ref<Locale>) {
	const params = computed(() => ({ model: key.value, ...(choice.owner ? { owner: choice.owner } : {}) }));
	const path = computed(() => key.value && '/crm/abc/effort');
	const isEmpty = (effort: EffortAnswer) => effort.interactions === 0;
	const { endpoint, period } = useReport<EffortAnswer>(choice, { path, params, months: DEFAULT_MONTHS, isEmpty });

	const classes = computed(() => endpoint.data.value?.classes ?? []);
	const share = (value: number) => formatShare(value, locale.value);
	const index = (value: number | null) =>
		value === null ? '–' : value.toLocaleString(locale.value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
	const names = useNames(USER_NAMES, () => (endpoint.data.value?.owners ?? []).map(({ owner }) => owner));
	const owners = computed(() =>
		[...(endpoint.data.value?.owners ?? [])]
			.sort((a, b) => b.hours - a.hours || b.interactions - a.interactions)
			.map((owner) => ({
				...owner,
				name: names.value.get(owner.owner) ?? '',
				hoursText: formatCount(Math.round(owner.hours), locale.value),
				interactionsText: formatCount(owner.interactions, locale.value),
			})),
	);
	return { ...endpoint, classes, owners, share, index, period };
}
