import { defineHook } from '@directus/extensions-sdk';
import type { Filter } from '@directus/types';
import { parseFilter } from '@directus/utils';
import { guardQuery, reachedBy, type Relation } from '../../domain/rights/guard-query.ts';
import type { Accountability, Call, Host, Knex, Next } from '../directus.ts';
import { notPermitted } from '../errors.ts';
import { permissionsOf, seesEveryRow } from '../rights.ts';

type Rule = Record<string, unknown>;

/** Where Directus would answer questions about rows that the asker may not read. */
export default defineHook(({ filter, init }, context) => {
	const host = context as unknown as Host;
	filter<Rule>('items.query', async (query, meta, { accountability, schema, database }) => {
		if (!accountability || accountability.admin || accountability.share || !schema) return query;
		const relations = schema.relations.map(
			({ collection, field, related_collection: related, meta: described }): Relation =>
				({ collection, field, related, oneField: described?.one_field ?? null }),
		);
		const collection = String(meta['collection']);
		const reached = reachedBy(query, collection, relations);
		if (reached.size === 0) return query;
		const rules = await rulesOf(database as Knex, accountability, [...reached, collection]);
		return guardQuery(query, collection, { relations, ruleOf: (name) => rules.get(name) ?? null });
	});
	init('routes.before', ({ app }) => {
		const guard = (call: Call, _reply: unknown, next: Next): void => {
			namedRowsOnly(host, call).then(() => next(), next);
		};
		app.patch('/items/:collection', guard);
		app.delete('/items/:collection', guard);
	});
	filter<Message>('websocket.message', async (message, { client }) => {
		const { accountability } = client as Pick<Call, 'accountability'>;
		if (!accountability?.admin && changesByQuery(message)) {
			const { collections } = await host.getSchema();
			// The one row of a singleton has no id to name.
			if (!collections[String(message.collection)]?.singleton) throw notPermitted();
		}
		return message;
	});
});

interface Message {
	type?: unknown;
	action?: unknown;
	collection?: unknown;
	id?: unknown;
	ids?: unknown;
	data?: unknown;
}

/** The same question by WebSocket; there the rows must be named. An empty name is none: so the server takes it too. */
function changesByQuery({ type, action, id, ids, data }: Message): boolean {
	const isChange = String(type).toLowerCase() === 'items' && (action === 'update' || action === 'delete');
	return isChange && !id && !ids && !Array.isArray(data);
}

/** The caller's row rule for each collection, with its variables filled in. */
async function rulesOf(
	knex: Knex,
	accountability: Accountability,
	collections: string[],
): Promise<Map<string, Rule | null>> {
	const rules = new Map<string, Rule | null>();
	for (const collection of new Set(collections)) {
		const held = await permissionsOf(knex, accountability, { action: 'read', collection });
		// None at all: Directus refuses the whole query by itself.
		if (held.length === 0 || seesEveryRow(held)) continue;
		const filled = held.map(({ rows }) => parseFilter(rows as Filter, accountability) as Rule);
		rules.set(collection, filled.length === 1 ? filled[0]! : { _or: filled });
	}
	return rules;
}

/**
 * "Change all rows that match" looks for them among all rows, and refuses where a foreign one is found: whoever asks
 * learns whether it exists. Here the rows are looked up with the caller's own eyes first.
 */
async function namedRowsOnly(host: Host, { params, body, accountability, schema }: Call): Promise<void> {
	const collection = schema.collections[String(params['collection'])];
	const asks = typeof body === 'object' && body !== null && !Array.isArray(body) && body.query && !body.keys;
	if (!collection || !asks || !accountability || accountability.admin) return;
	const { primary } = collection;
	const items = new host.services.ItemsService(collection.collection, { schema, accountability, knex: host.database });
	const query = { filter: parseFilter(body.query.filter ?? null, accountability), fields: [primary], limit: -1 };
	const rows = await items.readByQuery({ ...query, search: body.query.search, limit: body.query.limit ?? -1 } as never);
	// With no keys Directus would refuse; a question without an answer changes nothing and is no offence.
	if (rows.length === 0) body.query = { filter: { [primary]: { _null: true } } };
	else {
		body.keys = rows.map((row) => row[primary]);
		delete body.query;
	}
}
