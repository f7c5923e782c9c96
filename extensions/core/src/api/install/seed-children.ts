import type { Retired } from '../../domain/install/plan.ts';
import type { Knex } from '../directus.ts';
import type { SeedMemory } from './seed-memory.ts';

/** Rows that hang on a planted row and would go with it, or lose their place. Children's tables come first. */
const CHILDREN: Record<string, [table: string, column: string][]> = {
	directus_dashboards: [['directus_panels', 'dashboard']],
	directus_flows: [['directus_operations', 'flow']],
	directus_policies: [
		['directus_permissions', 'policy'],
		['directus_access', 'policy'],
	],
	directus_roles: [
		['directus_users', 'role'],
		['directus_access', 'role'],
		['directus_roles', 'parent'],
	],
};

/** Names of planted rows on which somebody put something of their own: a panel, a permission, a user. */
export async function withForeignChildren(database: Knex, going: Map<string, SeedMemory>): Promise<Set<string>> {
	const kept = new Set<string>();
	const ids = new Set([...going].map(([name, { id }]) => `${splitKey(name).collection}:${String(id)}`));
	for (const [name, { id }] of going) {
		const { collection } = splitKey(name);
		for (const [table, column] of CHILDREN[collection] ?? []) {
			const children: unknown[] = await database(table).where(column, id as string).pluck('id');
			if (children.some((child) => !ids.has(`${table}:${String(child)}`))) kept.add(name);
		}
	}
	return kept;
}

/** Sorts rows so that no row goes before what hangs on it. */
export function childrenFirst(left: Retired, right: Retired): number {
	const rank = ({ collection }: Retired): number => Object.keys(CHILDREN).indexOf(collection);
	return rank(left) - rank(right) || left.key.localeCompare(right.key);
}

/** The parts of `collection:key`; a collection's name has no colon. */
export function splitKey(name: string): Retired {
	const at = name.indexOf(':');
	return { collection: name.slice(0, at), key: name.slice(at + 1) };
}
