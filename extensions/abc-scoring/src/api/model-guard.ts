import type { Host } from '@guanxi/core/directus';
import { requireUsableFilter } from '@guanxi/core/given-filter';
import type { HookCall, WriteGuards } from '@guanxi/core/guard';
import { refusal } from '@guanxi/core/http';
import { ABC_WORDS } from '../domain/abc-words.ts';
import { readModel, type ScoringModel } from '../domain/model.ts';
import { validateModel } from '../domain/validate-model.ts';
import { validatePrimaries } from '../domain/validate-primaries.ts';
import { createScoringStore } from './sql/scoring-store.ts';

type Row = Record<string, unknown>;

const FILTERS = [
	{ field: 'customer_filter', collection: 'crm_customers' },
	{ field: 'order_filter', collection: 'crm_orders' },
] as const;

/** Refuses settings that a run could not use, naming the field. */
export const modelGuards = (host: Host): WriteGuards => ({
	create: (hook, payload) => checkModel(host, hook, payload),
	update: async (hook, payload, keys) => {
		for (const key of keys) await checkModel(host, hook, payload, key);
		return payload;
	},
	/** A model's scores go with it, because they mean nothing without it; history stays. Should the model stay after all, its next run scores again. */
	delete: async ({ knex }, keys) => {
		const models = await createScoringStore(knex).models();
		const problems = validatePrimaries(models.filter(({ id }) => !keys.includes(id ?? '')));
		if (problems.length > 0) throw refusal(400, ABC_WORDS, problems);
		await knex('crm_customer_scores').whereIn('model', keys).del();
	},
});

/** With the merged row. */
async function checkModel(host: Host, hook: HookCall, payload: Row, id?: string): Promise<Row> {
	const models = await createScoringStore(hook.knex).models();
	const saved = id ? models.find((model) => model.id === id) : undefined;
	const merged = readModel({ ...asRow(saved), ...payload, ...(id ? { id } : {}) });
	const others = models.filter((model) => model.id !== id);
	const problems = [...validateModel(merged), ...validatePrimaries([...others, merged])];
	if (problems.length > 0) throw refusal(400, ABC_WORDS, problems);
	await checkFilters(host, hook, payload, merged);
	return payload;
}

/** The model's filters, as far as `given` sets them; refused with the path of what is wrong. */
export async function checkFilters(host: Host, hook: HookCall, given: Row, model: ScoringModel): Promise<void> {
	for (const { field, collection } of FILTERS) {
		const filter = model[field];
		if (field in given && filter !== null) await requireUsableFilter(host, hook, { field, collection, filter }, ABC_WORDS);
	}
}

function asRow(model: ScoringModel | undefined): Row {
	return model ? { ...model } : {};
}
