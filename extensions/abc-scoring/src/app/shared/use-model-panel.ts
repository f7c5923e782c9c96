import { formatDate } from '@guanxi/core/app/format.ts';
import { useLocale } from '@guanxi/core/app/locale.ts';
import { usePanel, type PanelParts, type PanelProps } from '@guanxi/core/app/use-panel.ts';
import type { Ref } from 'vue';
import type { SummaryAnswer } from '../../contract/answers.ts';
import { SCORES } from './scored.ts';

/** A panel that shows a scoring model. */
export function useModelPanel(
	props: PanelProps,
	missing: Ref<boolean>,
	parts: Omit<PanelParts, 'topic' | 'lacking'>,
) {
	const { locale, t } = useLocale({
		noModel: ['没有可用的评分模型。请先新建一个。', 'There is no scoring model. Create one first.'],
		window: ['截至 {date} 的 {n} 个月 · {name}', '{n} month to {date} · {name} | {n} months to {date} · {name}'],
	});
	const panel = usePanel(props, { ...parts, topic: SCORES, lacking: () => (missing.value ? t('noModel') : null) });
	return { ...panel, locale, windowText };

	/** The months that a run counted, and by which model. */
	function windowText(summary: SummaryAnswer | null, name: string): string {
		const { as_of: asOf, window_months: n } = summary ?? {};
		return asOf && n ? t('window', { name, n, date: formatDate(asOf, locale.value) }) : '';
	}
}
