import { validateFilter } from '@guanxi/core/conditions';
import type { Accountability, Host, Knex, SchemaOverview } from '@guanxi/core/directus';
import { InvalidPayloadError, requirePermission } from '@guanxi/core/http';
import { readModel, type ScoringModel } from '../domain/model.ts';
import { validateModel } from '../domain/validate-model.ts';
import { validatePrimaries } from '../domain/validate-primaries.ts';
import { createScoringStore } from './sql/scoring-store.ts';

type Row = Record<string, unknown>;

const FILTERS = [
	{ field: 'customer_filter', collection: 'crm_customers' },
	{ field: 'order_filter', collection: 'crm_orders' },
] as const;

/** Refuses settings that a run could not use, naming the field; called before every save, with the merged row. */
export async function checkModel(
	host: Host,
	{ knex, schema }: { knex: Knex; schema: SchemaOverview | null },
	payload: Row,
	id?: string,
): Promise<Row> {
	const models = await createScoringStore(knex).models();
	const saved = id ? models.find((model) => model.id === id) : undefined;
	const merged = readModel({ ...asRow(saved), ...payload, ...(id ? { id } : {}) });
	const others = models.filter((model) => model.id !== id);
	const problem = [...validateModel(merged), ...validatePrimaries([...others, merged])][0];
	if (problem) throw new InvalidPayloadError(problem);
	for (const { field, collection } of FILTERS) {
		if (!(field in payload) || merged[field] === null) continue;
		const wrong = await validateFilter(host, collection, merged[field], {
			database: knex,
			schema: schema ?? undefined,
		});
		if (!wrong) continue;
		const path = wrong.field ? `${field}.${wrong.field}` : field;
		throw new InvalidPayloadError({ field: path, reason: wrong.reason });
	}
	return payload;
}

/**
 * Before models are deleted: their scores go with them, because they mean nothing without it; history stays. Directus asks
 * this hook before it checks rights, so rights are checked here. Null accountability is Directus itself.
 */
export async function releaseModels(
	host: Host,
	keys: string[],
	accountability: Accountability | null,
): Promise<string[]> {
	if (accountability) {
		const call = { accountability, schema: await host.getSchema() };
		await requirePermission(host, call, 'delete', 'crm_scoring_models');
	}
	const models = await createScoringStore(host.database).models();
	const rest = models.filter(({ id }) => !keys.includes(id ?? ''));
	const problem = rest.length > 0 ? validatePrimaries(rest)[0] : undefined;
	if (problem) throw new InvalidPayloadError(problem);
	await host.database('crm_customer_scores').whereIn('model', keys).del();
	return keys;
}

function asRow(model: ScoringModel | undefined): Row {
	return model ? { ...model } : {};
}
