import type { Accountability, Knex } from './directus.ts';

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
	{ action, collection }: { action: string; collection: string },
): Promise<Permission[]> {
	if (!user) return [];
	const rows: { fields: string | null; permissions: unknown }[] = await knex('directus_permissions as permission')
		.join('directus_access as access', 'access.policy', 'permission.policy')
		.join('directus_policies as policy', 'policy.id', 'permission.policy')
		.where({ 'permission.collection': collection, 'permission.action': action })
		.whereNull('policy.ip_access')
		.where((query) => query.where('access.user', user).orWhereIn('access.role', roles ?? []))
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
