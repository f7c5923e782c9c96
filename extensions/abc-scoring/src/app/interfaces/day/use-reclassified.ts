import { useApi } from '@directus/extensions-sdk';
import { useScoringModels } from '@guanxi/core/app/scoring-models.ts';
import { useStudio } from '@guanxi/core/app/studio.ts';
import { onChanged } from '@guanxi/core/app/topics.ts';
import { inLanguage } from '@guanxi/core/app/use-endpoint.ts';
import { useLoader } from '@guanxi/core/app/use-loader.ts';
import { computed, watch, type Ref } from 'vue';
import { SCORES } from '../../shared/scored.ts';

export const RECLASSIFIED_DAYS = 30;
const DAY_MS = 86_400_000;
const READ = 500;
/** As many ids as fit into an address. */
const SHOWN = 100;

interface Change {
	customer: string;
	at: string;
	from: string | null;
	to: string | null;
	message: string;
}

export interface Reclassified extends Change {
	name: string;
}

/** Customers whose class changed lately, newest first, each once. Customers scored for the first time are no news. */
export function useReclassified(mine: Ref<boolean>, now: Ref<Date>) {
	const api = useApi();
	const mayRead = useStudio().may('read', 'crm_customer_scores');
	const { models, ready } = useScoringModels();
	const day = computed(() => now.value.toDateString());
	const loader = useLoader<Reclassified[]>(async (signal) => {
		await ready;
		const keys = models.value.filter(({ is_primary: primary }) => primary).map(({ key }) => key);
		const latest = latestOf((await Promise.all(keys.map((key) => changesOf(key, signal)))).flat());
		const names = await namesOf([...latest.keys()].slice(0, SHOWN), signal);
		return [...latest.values()].flatMap((change) => {
			const name = names.get(change.customer);
			return name ? [{ ...change, name }] : [];
		});
	}, (rows) => (rows.length === 0 ? 'empty' : 'ready'));
	if (mayRead) {
		watch([mine, day], loader.restart, { immediate: true });
		onChanged(SCORES, loader.reload);
	}

	async function changesOf(key: string, signal: AbortSignal): Promise<Change[]> {
		const from = new Date(Date.parse(day.value) - RECLASSIFIED_DAYS * DAY_MS).toISOString();
		const path = `/crm/abc/models/${encodeURIComponent(key)}/changes`;
		const { data } = await api.get(path, { params: { from, limit: READ }, signal, headers: inLanguage() });
		return data.data.changes as Change[];
	}

	async function namesOf(ids: string[], signal: AbortSignal): Promise<Map<string, string>> {
		if (ids.length === 0) return new Map();
		const owner = mine.value ? { owner: { _eq: '$CURRENT_USER' } } : {};
		const params = { fields: 'id,name', filter: { id: { _in: ids }, ...owner }, limit: -1 };
		const { data } = await api.get('/items/crm_customers', { params, signal });
		return new Map((data.data as { id: string; name: string }[]).map(({ id, name }) => [id, name]));
	}

	return { ...loader, mayRead };
}

function latestOf(changes: Change[]): Map<string, Change> {
	const told = changes.filter(({ from, to }) => from !== null && to !== null);
	const oldestFirst = told.sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).reverse();
	const latest = new Map(oldestFirst.map((change) => [change.customer, change]));
	return new Map([...latest].sort(([, a], [, b]) => Date.parse(b.at) - Date.parse(a.at)));
}
