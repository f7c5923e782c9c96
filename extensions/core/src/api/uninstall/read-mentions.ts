import type { Mention } from '../../domain/uninstall/blockers.ts';
import type { Knex } from '../directus.ts';

type Row = Record<string, unknown>;

/** What an administrator configured, as text to search in; `ours` are planted rows that nobody edited, `table:id`. */
export async function readMentions(database: Knex, ours: Set<string>): Promise<Mention[]> {
	const rows = async (table: string): Promise<Row[]> => {
		const all: Row[] = await database(table).select('*');
		return all.filter((row) => !ours.has(`${table}:${String(row['id'])}`));
	};
	const nameBy = async (table: string): Promise<Map<unknown, string>> =>
		new Map((await database(table).select('id', 'name')).map((row) => [row.id, String(row.name)]));
	const [dashboards, flows, policies] = [
		await nameBy('directus_dashboards'),
		await nameBy('directus_flows'),
		await nameBy('directus_policies'),
	];
	const say = (row: Row, ...keys: string[]): string => String(keys.map((key) => row[key]).find(Boolean) ?? row['id']);
	const make = (kind: Mention['kind'], row: Row, name: string): Mention => ({
		kind,
		name,
		collection: (row['collection'] as string | null) ?? null,
		type: (row['type'] as string | null) ?? null,
		text: textOf(row),
	});
	const presets = await rows('directus_presets');
	return [
		...(await rows('directus_flows')).map((row) => make('flow', row, say(row, 'name'))),
		...(await rows('directus_operations')).map((row) =>
			make('flow', row, `${flows.get(row['flow'])} › ${say(row, 'name', 'key')}`),
		),
		...(await rows('directus_panels')).map((row) =>
			make('panel', row, `${dashboards.get(row['dashboard'])} › ${say(row, 'name', 'type')}`),
		),
		...(await rows('directus_permissions')).map((row) =>
			make('permission', row, `${policies.get(row['policy'])} › ${say(row, 'action')} ${say(row, 'collection')}`),
		),
		// The list settings that Directus keeps for every user are not built by anyone.
		...presets
			.filter((row) => row['bookmark'] || !row['user'])
			.map((row) => make('bookmark', row, `${say(row, 'collection')} › ${say(row, 'bookmark', 'layout')}`)),
		...(await rows('directus_shares')).map((row) => make('share', row, `${say(row, 'collection')} › ${say(row, 'name')}`)),
	];
}

/** PostgreSQL returns JSON columns as objects, the others as text; what is searched must not depend on that. */
function textOf(row: Row): string {
	const values = Object.entries(row).filter(([key]) => !/^(id|user_created|date_created)$/.test(key));
	return values.map(([, value]) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');
}
