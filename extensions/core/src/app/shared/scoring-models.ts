import { useApi } from '@directus/extensions-sdk';
import { computed, shallowRef } from 'vue';
import { fallbackColor } from './color.ts';
import { useStudio } from './studio.ts';

export interface ClassSettings {
	code: string;
	label?: string | null;
	color?: string | null;
	contact_every_days?: number | null;
	touch?: string | null;
}

export interface ModelSettings {
	id: string;
	key: string;
	name: string;
	is_primary: boolean;
	enabled: boolean;
	sort: number | null;
	customer_filter: unknown;
	classes: ClassSettings[];
}

const FIELDS = 'id,key,name,is_primary,enabled,sort,customer_filter,classes';
const STALE_AFTER_MS = 60_000;

/** One list for all chips, panels and pages of a bundle; a table of 100 customers must not ask 100 times. */
const models = shallowRef<ModelSettings[]>([]);
let asked = 0;
let asking: Promise<void> | null = null;

/**
 * The published scoring models: their classes name the colours that are used everywhere. Where they are not
 * installed or not readable the list stays empty and classes are shown by code alone.
 */
export function useScoringModels() {
	const api = useApi();
	const mayRead = useStudio().may('read', 'crm_scoring_models');
	const fetchModels = async (): Promise<void> => {
		if (!mayRead) return;
		const params = { fields: FIELDS, sort: 'sort,key', limit: -1 };
		const { data } = await api.get('/items/crm_scoring_models', { params });
		models.value = data.data as ModelSettings[];
	};
	const refresh = (): Promise<void> => {
		asked = Date.now();
		asking = fetchModels().catch(() => undefined);
		return asking;
	};
	const ready = asking && Date.now() - asked < STALE_AFTER_MS ? asking : refresh();
	const general = computed(() => generalModel(models.value));
	const classOf = (code: string, model?: string | null) => findClass(models.value, code, model);
	return { models, general, classOf, ready, refresh };
}

/** The primary model for every customer: the one whose classes speak for the company. */
export function generalModel(list: ModelSettings[]): ModelSettings | null {
	const primary = list.filter((model) => model.is_primary && model.enabled !== false);
	return primary.find((model) => model.customer_filter === null) ?? primary[0] ?? list[0] ?? null;
}

/** A class by code: of the named model, else of the first primary model that knows it, else of any. */
export function findClass(list: ModelSettings[], code: string, key?: string | null): ClassSettings | null {
	const named = list.filter((model) => model.key === key);
	const primary = list.filter((model) => model.is_primary);
	for (const model of [...named, ...primary, ...list]) {
		const classes = Array.isArray(model.classes) ? model.classes : [];
		const at = classes.findIndex((item) => item.code === code);
		if (at >= 0) return { ...classes[at]!, color: classes[at]!.color ?? fallbackColor(at) };
	}
	return null;
}
