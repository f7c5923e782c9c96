import { z } from 'zod';
import type { Phrase } from '../domain/words.ts';
import type { Accountability, Call, Host, Knex } from './directus.ts';
import { notFound, notPermitted } from './errors.ts';

export type Action = 'create' | 'read' | 'update' | 'delete';

/** On whose behalf something is asked. Null is Directus itself, and our own code. */
export type Asker = Pick<Call, 'schema'> & { accountability?: Accountability | null };

export interface Permission {
	fields: string[];
	/** Row rule as stored, with its variables; null or empty = all rows. */
	rows: Record<string, unknown> | null;
}

/**
 * Directus keeps its own access check out of extensions' reach, so this reads the same tables: policies of the user and
 * of the user's roles. A policy bound to IP ranges is not counted: refusing is the safe side.
 */
export async function permissionsOf(
	knex: Knex,
	{ user, roles }: Pick<Accountability, 'user' | 'roles'>,
	{ action, collection, withPublic = false }: { action: string; collection: string; withPublic?: boolean },
): Promise<Permission[]> {
	if (!user && !withPublic) return [];
	const rows: { fields: string | null; permissions: unknown }[] = await knex('directus_permissions as permission')
		.join('directus_access as access', 'access.policy', 'permission.policy')
		.join('directus_policies as policy', 'policy.id', 'permission.policy')
		.where({ 'permission.collection': collection, 'permission.action': action })
		.whereNull('policy.ip_access')
		.where((query) => {
			void query.whereIn('access.role', roles ?? []);
			if (user) void query.orWhere('access.user', user);
			// As Directus has it: the public policy is for callers without a role.
			if (withPublic && !roles?.length) void query.orWhere((open) => open.whereNull('access.role').whereNull('access.user'));
		})
		.select('permission.fields', 'permission.permissions');
	return rows.map(({ fields, permissions }) => ({
		fields: (fields ?? '').split(',').filter((field) => field !== ''),
		rows: readRule(permissions),
	}));
}

export const seesEveryRow = (permissions: Permission[]): boolean =>
	permissions.some(({ rows }) => rows === null || Object.keys(rows).length === 0);

export const hasField = (permissions: Permission[], field: string): boolean =>
	permissions.some(({ fields }) => fields.includes('*') || fields.includes(field));

/** JSON columns arrive as text on SQLite and parsed elsewhere. */
function readRule(stored: unknown): Permission['rows'] {
	const rule: unknown = typeof stored === 'string' ? JSON.parse(stored) : stored;
	return typeof rule === 'object' && rule !== null ? (rule as Record<string, unknown>) : null;
}

/** Refuses with 403 unless the caller is an administrator. */
export function requireAdmin({ accountability }: Pick<Asker, 'accountability'>): Accountability {
	if (!accountability?.admin) throw notPermitted();
	return accountability;
}

/**
 * Refuses with 403 unless the caller's Directus permissions allow `action` on `collection`.
 * Share links never pass: they are made for reading single items, not for our commands.
 */
export async function requirePermission(
	host: Pick<Host, 'database'>,
	asker: Pick<Asker, 'accountability'>,
	action: Action,
	collection: string,
): Promise<Accountability> {
	return (await heldBy(host, asker, { action, collection })).accountability;
}

/** The same for one field: commands that set it take the right to set it by hand. */
export async function requireField(
	host: Pick<Host, 'database'>,
	asker: Pick<Asker, 'accountability'>,
	action: Action,
	{ collection, field }: { collection: string; field: string },
): Promise<Accountability> {
	const { accountability, held } = await heldBy(host, asker, { action, collection });
	if (!hasField(held, field)) throw notPermitted();
	return accountability;
}

/** What a row of a path or a body is asked for. `what` is what people call it: `['客户', 'Customer']`. */
export interface RowRight {
	action: Exclude<Action, 'create'>;
	collection: string;
	id: string;
	what: Phrase;
}

/**
 * Row rules hold for commands too: refuses unless the caller may do `action` with this row. Whoever may do it with every row
 * learns that there is no such row (404); to the others a missing row and a foreign one are the same (403), as in Directus.
 */
export async function requireRow(
	host: Pick<Host, 'database' | 'services'>,
	asker: Asker,
	{ action, collection, id, what }: RowRight,
): Promise<Accountability> {
	const { accountability, held } = await heldBy(host, asker, { action, collection });
	const { primary, fields } = asker.schema.collections[collection]!;
	// A malformed id is as unknown as any other; PostgreSQL would throw on it.
	if (fields[primary]!.type === 'uuid') requireUuid(id, what);
	if (seesEveryRow(held)) {
		const row: unknown = await host.database(collection).where({ [primary]: id }).first(primary);
		if (!row) throw notFound(what);
	} else if (!(await mayDo(host, { ...asker, accountability }, { action, collection, id }))) throw notPermitted();
	return accountability;
}

/** A write to rows of a collection. */
export interface Write {
	action: Exclude<Action, 'read'>;
	collection: string;
	/** Of rows that are there. */
	ids: string[];
	fields: string[];
}

/** Refuses with 403 unless the caller may do this with every one of the rows and fields; a row that is not there is refused like a foreign one. */
export async function requireWrite(host: Pick<Host, 'database' | 'services'>, asker: Asker, { action, collection, ids, fields }: Write): Promise<void> {
	const { accountability, held } = await heldBy(host, asker, { action, collection });
	if (!fields.every((field) => hasField(held, field))) throw notPermitted();
	if (action === 'create' || seesEveryRow(held)) return;
	for (const id of ids) {
		if (!(await mayDo(host, { ...asker, accountability }, { action, collection, id }))) throw notPermitted();
	}
}

/** A malformed id is as unknown as any other; PostgreSQL would throw on it. */
export function requireUuid(id: unknown, what: Phrase): void {
	if (!z.guid().safeParse(id).success) throw notFound(what);
}

/**
 * Of these rows, the ones that the caller may read; of a closed collection none. Reads through `host.database`, so it can
 * be asked inside a transaction. Of existing rows an administrator may read all, and nothing is asked.
 */
export async function readableIds(
	host: Pick<Host, 'database' | 'services'>,
	{ accountability, schema }: Asker,
	{ collection, ids }: { collection: string; ids: string[] },
): Promise<Set<string>> {
	if (ids.length === 0 || accountability === null || accountability?.admin) return new Set(ids);
	const { primary } = schema.collections[collection]!;
	const knex = host.database;
	const items = new host.services.ItemsService(collection, { knex, schema, accountability: accountability ?? NOBODY });
	try {
		const query = { filter: { [primary]: { _in: [...new Set(ids)] } }, fields: [primary], limit: -1 };
		const rows = await items.readByQuery(query, { emitEvents: false });
		return new Set(rows.map((row) => String(row[primary])));
	} catch (error) {
		if ((error as { code?: string }).code === 'FORBIDDEN') return new Set();
		throw error;
	}
}

/** Of these rows, the ones that the caller may change. */
export async function changeableIds(
	host: Pick<Host, 'database' | 'services'>,
	asker: Asker,
	{ collection, ids }: { collection: string; ids: string[] },
): Promise<Set<string>> {
	if (asker.accountability === null || asker.accountability?.admin) return new Set(ids);
	const may = new Set<string>();
	for (const id of new Set(ids)) if (await mayDo(host, asker, { action: 'update', collection, id })) may.add(id);
	return may;
}

const NOBODY: Accountability = { user: null, role: null, roles: [], admin: false, app: false, ip: null };
const EVERYTHING: Permission[] = [{ fields: ['*'], rows: null }];

async function heldBy(
	{ database }: Pick<Host, 'database'>,
	{ accountability }: Pick<Asker, 'accountability'>,
	right: { action: Action; collection: string },
): Promise<{ accountability: Accountability; held: Permission[] }> {
	if (!accountability || accountability.share) throw notPermitted();
	const held = accountability.admin ? EVERYTHING : await permissionsOf(database, accountability, right);
	if (held.length === 0) throw notPermitted();
	return { accountability, held };
}

/** Directus' own check of one row takes a failing database for a "no", so its failures are caught on the way. */
async function mayDo(
	host: Pick<Host, 'database' | 'services'>,
	{ schema, accountability }: Asker,
	{ action, collection, id }: Omit<RowRight, 'what'>,
): Promise<boolean> {
	if (action === 'read') {
		return (await readableIds(host, { schema, accountability }, { collection, ids: [id] })).size === 1;
	}
	return host.database.transaction(async (trx) => {
		const failures: unknown[] = [];
		trx.on('query-error', (error) => failures.push(error));
		const rights = new host.services.PermissionsService({ knex: trx, schema, accountability: accountability ?? NOBODY });
		const { [action]: may } = await rights.getItemPermissions(collection, id);
		if (failures.length > 0) throw failures[0];
		return may.access;
	});
}
