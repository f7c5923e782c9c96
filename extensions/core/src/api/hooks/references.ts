import { defineHook } from '@directus/extensions-sdk';
import type { EventContext } from '@directus/types';
import { REQUEST_WORDS } from '../../domain/request-words.ts';
import { mayNameOwner } from '../../domain/rights/naming-owners.ts';
import { guardedLinks, namedRows, rightToName, type Link, type Named } from '../../domain/rights/references.ts';
import type { Accountability, Host, Knex, SchemaOverview } from '../directus.ts';
import { refusal } from '../errors.ts';
import { changeableIds, permissionsOf, readableIds } from '../rights.ts';
import { tellingFilter } from '../told.ts';

type Payload = Record<string, unknown>;

/** Everything below happens in the caller's transaction: SQLite has one connection, another would wait for itself. */
interface Asking {
	knex: Knex;
	schema: SchemaOverview;
	accountability: Accountability;
}

/**
 * Row rules of Directus look at stored rows, so they protect reading, changing and deleting. What a created or
 * re-pointed row refers to is checked here: only customers, orders, contacts and interactions that the caller may read, or
 * change where the row becomes a part of them.
 * Covers every way in, because REST, GraphQL, imports and nested writes all end in these two events.
 */
export default defineHook((register, context) => {
	const filter = tellingFilter(register.filter);
	const host = context as unknown as Host;
	const check = async (payload: unknown, meta: Payload, event: EventContext): Promise<void> => {
		const { accountability, schema, database } = event;
		// Null is our own code and Directus itself.
		if (!accountability || accountability.admin || !schema) return;
		const asking = { knex: database as Knex, schema, accountability };
		const collection = String(meta['collection']);
		for (const named of namedBy(payload as Payload, schema, collection)) {
			const allowed = rightToName({ collection, field: named.field }) === 'read' ? readableIds : changeableIds;
			await requireNamable(host, asking, { named, allowed });
		}
		if (collection === 'crm_customers') await requireOwnOwner(payload as Payload, asking);
	};
	filter('items.create', async (payload, meta, event) => {
		await check(payload, meta, event);
		return payload;
	});
	filter('items.update', async (payload, meta, event) => {
		await check(payload, meta, event);
		return payload;
	});
});

/** Directus makes a new overview when the data model changes, and forgets the old one. */
const linksOf = new WeakMap<SchemaOverview, Link[]>();

function namedBy(payload: Payload, schema: SchemaOverview, collection: string): Named[] {
	let links = linksOf.get(schema);
	if (!links) {
		links = guardedLinks(schema.relations.map((link) => ({ ...link, to: link.related_collection })));
		linksOf.set(schema, links);
	}
	const own = links.filter((link) => link.collection === collection);
	return namedRows(payload, own, (name) => schema.collections[name]!.primary);
}

async function requireNamable(
	host: Host,
	asking: Asking,
	{ named: { field, to, known, perhapsNew }, allowed }: { named: Named; allowed: typeof readableIds },
): Promise<void> {
	const { primary, fields } = asking.schema.collections[to]!;
	// PostgreSQL gives up the whole transaction over a malformed uuid.
	const isMalformed = (id: string): boolean => fields[primary]!.type === 'uuid' && !UUID.test(id);
	if ([...known, ...perhapsNew].some(isMalformed)) throw notUsable(field);
	const stored: string[] =
		perhapsNew.length > 0 ? await asking.knex(to).whereIn(primary, perhapsNew).pluck(primary) : [];
	const wanted = [...new Set([...known, ...stored.map(String)])];
	const usable = await allowed({ ...host, database: asking.knex }, asking, { collection: to, ids: wanted });
	if (usable.size < wanted.length) throw notUsable(field);
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

async function requireOwnOwner(payload: Payload, { knex, accountability }: Asking): Promise<void> {
	if (!('owner' in payload)) return;
	const read = { action: 'read', collection: 'crm_customers' };
	const rules = (await permissionsOf(knex, accountability, read)).map(({ rows }) => rows);
	const caller = String(accountability.user);
	if (!mayNameOwner({ owner: payload['owner'], caller, rules })) throw notUsable('owner');
}

/** One sentence for "not there" and "not yours", so that it tells neither. */
const notUsable = (field: string): Error => refusal(403, REQUEST_WORDS, { field, reason: 'not_usable' });
