import { formatDate } from '@guanxi/core/app/format.ts';
import { useLocale } from '@guanxi/core/app/locale.ts';
import { lastDay, periodOf, type PeriodChoice } from '@guanxi/core/app/period.ts';
import { useEndpoint } from '@guanxi/core/app/use-endpoint.ts';
import { usePanel, type PanelProps } from '@guanxi/core/app/use-panel.ts';
import { computed } from 'vue';
import { POINTS } from './topics.ts';
import { useProgram } from './use-programs.ts';

export interface ProgramPanelProps extends PanelProps, PeriodChoice {
	program?: string | null;
}

interface Question<A> {
	/** Last part of the address below the program. */
	report: string;
	title: () => string;
	/** The sentence for "there is nothing to show". */
	empty: () => string;
	isEmpty?: (answer: A) => boolean;
	/** Length of the period where nothing else is chosen; left out for reports about now. */
	months?: number;
}

/** A panel that shows one report about a program. */
export function useProgramPanel<A>(props: ProgramPanelProps, { report, title, empty, isEmpty, months }: Question<A>) {
	const { locale, t } = useLocale({
		noProgram: ['没有会员计划，或已选的计划不存在。请新建一个，或在面板中另选。', 'There is no such loyalty program. Create one, or choose another in this panel.'],
		now: ['截至 {at}', 'As of {at}'],
	});
	const now = computed(() => new Date(props.now ?? Date.now()));
	const range = computed(() => (months === undefined ? null : periodOf(props, now.value, months)));
	const { programs, program, missing } = useProgram(() => props.program);
	const path = computed(() => program.value && `/crm/loyalty/programs/${encodeURIComponent(program.value.key)}/${report}`);
	const endpoint = useEndpoint<A>(path, { params: computed(() => ({ ...range.value })), isEmpty });
	const time = computed(() => {
		if (range.value === null) return t('now', { at: formatDate(now.value, locale.value) });
		const { from, to } = range.value;
		return `${formatDate(`${from}T00:00:00`, locale.value)} – ${formatDate(lastDay(to), locale.value)}`;
	});
	const panel = usePanel(props, {
		title,
		sources: [programs, endpoint],
		topic: POINTS,
		empty,
		lacking: () => (missing.value ? t('noProgram') : null),
		period: () => [program.value?.name, time.value].filter(Boolean).join(' · '),
	});
	return { ...panel, locale, program, data: endpoint.data };
}
