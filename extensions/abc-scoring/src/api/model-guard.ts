import { validateFilter } from '@guanxi/core/conditions';
import type { Host } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { ABC_WORDS } from '../domain/abc-words.ts';
import { readModel, type ScoringModel } from '../domain/model.ts';
import { validateModel } from '../domain/validate-model.ts';
import { validatePrimaries } from '../domain/validate-primaries.ts';
import { requireDeletable, requireRight, type HookCall } from './hook-rights.ts';
import { createScoringStore } from './sql/scoring-store.ts';

type Row = Record<string, unknown>;

const COLLECTION = 'crm_scoring_models';
const FILTERS = [
	{ field: 'customer_filter', collection: 'crm_customers' },
	{ field: 'order_filter', collection: 'crm_orders' },
] as const;

/** Refuses settings that a run could not use, naming the field; called before every save, with the merged row. */
export async function checkModel(host: Host, hook: HookCall, payload: Row, id?: string): Promise<Row> {
	await requireRight(host, hook, { action: id ? 'update' : 'create', collection: COLLECTION });
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
export async function checkFilters(
	host: Host,
	{ knex, schema, accountability }: HookCall,
	given: Row,
	model: ScoringModel,
): Promise<void> {
	for (const { field, collection } of FILTERS) {
		if (!(field in given) || model[field] === null) continue;
		const asking = { database: knex, schema: schema ?? undefined };
		const wrong = await validateFilter(host, collection, model[field], asking);
		if (wrong) throw refusal(400, ABC_WORDS, { ...wrong, field: wrong.field ? `${field}.${wrong.field}` : field });
		await requireReadableFields(host, { knex, schema, accountability }, collection, model[field]);
	}
}

/** Counts per class would tell what a field holds, so a filter may only ask for fields its author may read. */
async function requireReadableFields(
	host: Host,
	{ knex, schema, accountability }: HookCall,
	collection: string,
	filter: Row,
): Promise<void> {
	if (!accountability || accountability.admin) return;
	const overview = schema ?? (await host.getSchema());
	const items = new host.services.ItemsService(collection, { knex, schema: overview, accountability });
	await items.readByQuery({ filter: filter as never, fields: ['id'], limit: 1 });
}

/**
 * Before models are deleted: their scores go with them, because they mean nothing without it; history stays. Directus asks
 * this hook before it checks rights, so rights are checked here, item by item.
 */
export async function releaseModels(host: Host, keys: string[], hook: HookCall): Promise<string[]> {
	await requireDeletable(host, hook, COLLECTION, keys);
	const models = await createScoringStore(hook.knex).models();
	const problems = validatePrimaries(models.filter(({ id }) => !keys.includes(id ?? '')));
	if (problems.length > 0) throw refusal(400, ABC_WORDS, problems);
	await hook.knex('crm_customer_scores').whereIn('model', keys).del();
	return keys;
}

function asRow(model: ScoringModel | undefined): Row {
	return model ? { ...model } : {};
}
