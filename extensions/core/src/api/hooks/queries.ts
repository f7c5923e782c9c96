import { defineHook } from '@directus/extensions-sdk';
import type { Filter, Query } from '@directus/types';
import { parseFilter } from '@directus/utils';
import type { Accountability, Call, Host, Knex, Next, SchemaOverview } from '../directus.ts';
import { notPermitted } from '../errors.ts';
import { guardedQuery } from '../query-guard.ts';
import { tellingFilter } from '../told.ts';

/** Where Directus would answer questions about rows that the asker may not read. */
export default defineHook(({ filter: register, init }, context) => {
	const host = context as unknown as Host;
	const filter = tellingFilter(register);
	// Ours and those of Directus: `items.query`, `users.query`, …
	filter<Query>('*.query', (query, meta, { accountability, schema, database }) => {
		if (!accountability || !schema) return query;
		return guardedQuery(query, String(meta['collection']), { knex: database as Knex, schema, accountability });
	});
	init('routes.before', ({ app }) => {
		const first =
			(work: (host: Host, call: Call) => Promise<void>) =>
			(call: Call, _reply: unknown, next: Next): void => {
				work(host, call).then(() => next(), next);
			};
		app.use(['/items/:collection', '/:system'], first(countReadableOnly));
		app.patch('/items/:collection', first(namedRowsOnly));
		app.delete('/items/:collection', first(namedRowsOnly));
	});
	filter<Message>('websocket.message', async (message, { client }) => {
		const { accountability } = client as Pick<Call, 'accountability'>;
		if (accountability?.admin) return message;
		const schema = await host.getSchema();
		// The one row of a singleton has no id to name.
		const isSingle = schema.collections[String(message.collection)]?.singleton;
		if (changesByQuery(message) && !isSingle) throw notPermitted();
		const asked = { query: message.query, collection: String(message.collection), accountability, schema };
		const query = await countedQuery(host, asked);
		return query ? { ...message, query } : message;
	});
});

interface Message {
	type?: unknown;
	action?: unknown;
	collection?: unknown;
	id?: unknown;
	ids?: unknown;
	data?: unknown;
	query?: unknown;
}

/** The same question by WebSocket; there the rows must be named. An empty name is none: so the server takes it too. */
function changesByQuery({ type, action, id, ids, data }: Message): boolean {
	const isChange = String(type).toLowerCase() === 'items' && (action === 'update' || action === 'delete');
	return isChange && !id && !ids && !Array.isArray(data);
}

/** `meta=filter_count` counts past all hooks, so the question is guarded before anybody has seen it. */
async function countReadableOnly(host: Host, call: Call): Promise<void> {
	const { schema, accountability, params } = call;
	const collection = params['collection'] ?? `directus_${params['system']?.toLowerCase()}`;
	const asked = { collection, accountability, schema };
	const body = call.body as { query?: unknown } | undefined;
	const query = await countedQuery(host, { ...asked, query: call.sanitizedQuery });
	const searched = await countedQuery(host, { ...asked, query: body?.query });
	if (query) call.sanitizedQuery = query;
	if (searched) body!.query = searched;
}

interface Counted {
	query: unknown;
	collection: string;
	schema: SchemaOverview;
	accountability: Accountability | null | undefined;
}

/** The guarded query, if it asks for counts at all. */
async function countedQuery(host: Host, { query, collection, schema, accountability }: Counted): Promise<Query | null> {
	if (typeof query !== 'object' || query === null || !('meta' in query) || !accountability) return null;
	const filter = readFilter((query as Query).filter);
	if (!filter || !schema.collections[collection]) return null;
	const asking = { knex: host.database, schema, accountability };
	return { ...query, ...(await guardedQuery({ filter: parseFilter(filter, accountability) }, collection, asking)) };
}

/** Directus takes a condition as text as well; what it cannot read it refuses by itself. */
function readFilter(given: unknown): Filter | null {
	try {
		const filter: unknown = typeof given === 'string' ? JSON.parse(given) : given;
		return typeof filter === 'object' ? (filter as Filter | null) : null;
	} catch {
		return null;
	}
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
