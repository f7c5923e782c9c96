import { computed, watch, type Ref } from 'vue';
import type { LoadState } from './failure.ts';
import { useLocale } from './locale.ts';
import { onChanged } from './topics.ts';

/** What the dashboard hands to every panel. */
export interface PanelProps {
	showHeader?: boolean;
	/** Changes when the dashboard refreshes itself. */
	now?: Date | string;
}

interface Source {
	state: Ref<LoadState>;
	reason: Ref<string | null>;
	reload: () => unknown;
}

export interface PanelParts {
	title: () => string;
	/** What the panel reads; it is ready when all are, and tells the trouble of the first that is not. */
	sources: Source[];
	/** Reads again when this changed somewhere on the page. */
	topic: string;
	/** The sentence for "there is nothing to show" and its next step. */
	empty: () => string;
	/** What must exist before there can be anything: the sentence, or null when it exists. */
	lacking?: () => string | null;
	period: () => string;
	/** The figures are about the viewer's own customers; true says so in the general words. */
	own?: () => string | boolean;
}

/** The part that all panels share: `frame` goes to the panel frame as it is, `reload` reads everything again. */
export function usePanel(props: PanelProps, parts: PanelParts) {
	const { t } = useLocale({ own: ['仅我的客户', 'My customers only'] });
	const reload = (): void => parts.sources.forEach((source) => void source.reload());
	watch(() => props.now, reload);
	onChanged(parts.topic, reload);

	const lacking = computed(() => parts.lacking?.() ?? null);
	const trouble = computed(() => parts.sources.find(({ state }) => state.value !== 'ready'));
	const state = computed((): LoadState => (lacking.value ? 'empty' : (trouble.value?.state.value ?? 'ready')));
	const period = computed(() => {
		const own = parts.own?.() ?? false;
		const whose = own === true ? t('own') : own || '';
		return [whose, parts.period()].filter(Boolean).join(' · ');
	});
	const frame = computed(() => ({
		title: parts.title(),
		showHeader: props.showHeader,
		state: state.value,
		reason: trouble.value?.reason.value ?? null,
		emptyText: lacking.value ?? parts.empty(),
		period: period.value,
	}));
	return { frame, state, reload };
}
