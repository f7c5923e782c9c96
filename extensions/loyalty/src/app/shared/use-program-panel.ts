import { useLocale } from '@guanxi/core/app/locale.ts';
import type { PeriodChoice } from '@guanxi/core/app/period.ts';
import { usePanel, type PanelProps } from '@guanxi/core/app/use-panel.ts';
import { useReport } from '@guanxi/core/app/use-report.ts';
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
export function useProgramPanel<A>(props: ProgramPanelProps, { report, title, empty, ...more }: Question<A>) {
	const { locale, t } = useLocale({
		noProgram: ['没有会员计划，或已选的计划不存在。请新建一个，或在面板中另选。', 'There is no such loyalty program. Create one, or choose another in this panel.'],
	});
	const { programs, program, missing } = useProgram(() => props.program);
	const path = (): string | null => program.value && `/crm/loyalty/programs/${encodeURIComponent(program.value.key)}/${report}`;
	const { endpoint, period } = useReport<A>(props, { path, ...more });
	const panel = usePanel(props, {
		title,
		sources: [programs, endpoint],
		topic: POINTS,
		empty,
		lacking: () => (missing.value ? t('noProgram') : null),
		period: () => [program.value?.name, period.value].filter(Boolean).join(' · '),
	});
	return { ...panel, locale, program, data: endpoint.data };
}
