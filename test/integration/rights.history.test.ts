import { randomUUID } from 'node:crypto';
import { abcSchema } from '@guanxi/schema/abc-scoring/index';
import { coreSchema } from '@guanxi/schema/core/index';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isRefused } from '../rights/attempts.ts';
import { textOf } from '../rights/relations.ts';
import { COLLECTIONS, readsOf } from '../rights/rights-table.ts';
import { createWorld, TRIED, WHOSE, type Who, type World } from '../rights/world.ts';
import { eachInstance } from '../support/each-instance.ts';

type Row = Record<string, unknown>;

const NAMES = Object.keys(COLLECTIONS);
const SPECS = [coreSchema, abcSchema].flatMap(({ collections }) => collections);
/** Collections of which Directus keeps what was changed: not those that only we write. */
const KEPT = SPECS.filter(({ accountability, computed }) => accountability !== null && !computed).map(({ collection }) => collection);
const CASES = TRIED.flatMap((who) => KEPT.map((collection) => ({ who, collection })));

/** A revision holds a whole row and knows no row rules. */
eachInstance('the history of rows', ({ reference }) => {
	let world: World;
	beforeAll(async () => {
		world = await createWorld(reference, { WEBSOCKETS_ENABLED: 'true' });
	});
	afterAll(() => world.stop());

	const json = (value: unknown): string => encodeURIComponent(JSON.stringify(value));

	/** Changes an own and a foreign row through Directus, so that it keeps their history. */
	async function changeRows(who: Who, collection: string): Promise<{ says: string; ids: string[] }> {
		const says = randomUUID().slice(0, 13);
		const ids: string[] = [];
		for (const whose of WHOSE) {
			const id = await world.plant(collection, who, whose);
			const path = `/items/${collection}${collection === 'crm_settings' ? '' : `/${id}`}`;
			const { status, text } = await world.as('directus', 'PATCH', path, { [textOf(collection)]: `${says}-${whose}` });
			expect(status, text).toBe(200);
			ids.push(id);
		}
		return { says, ids };
	}

	const graph = async (who: Who, query: string, variables: Row): Promise<string> =>
		(await world.as(who, 'POST', '/graphql/system', { query, variables })).text;

	/** Every way to what was written, as the text of the answer; `null` where it was refused. */
	async function readings(who: Who, collection: string, ids: string[]): Promise<Record<string, string | null>> {
		const some = { collection: { _eq: collection }, item: { _in: ids } };
		const kept = await world.crm.knex('directus_revisions').where({ collection }).whereIn('item', ids).orderBy('id').pluck('id');
		const paths: Record<string, string> = {
			revisions: `/revisions?limit=-1&fields=*&filter=${json(some)}`,
			'one revision': `/revisions/${kept.at(-1) as number}`,
			'its activity': `/revisions?limit=-1&fields=data,delta,activity.*&filter=${json(some)}`,
			exported: `/revisions?limit=-1&export=csv&fields=*&filter=${json(some)}`,
			activity: `/activity?limit=-1&fields=*,revisions.*&filter=${json(some)}`,
			'as items': `/items/directus_revisions?limit=-1&filter=${json(some)}`,
		};
		const found: Record<string, string | null> = {};
		for (const [name, path] of Object.entries(paths)) {
			const answer = await world.as(who, 'GET', path);
			found[name] = isRefused(answer) ? null : answer.text;
		}
		const asked = '($some: directus_revisions_filter) { revisions(limit: -1, filter: $some) { data delta } }';
		found['GraphQL'] = await graph(who, `query ${asked}`, { some });
		const nested = '($some: directus_activity_filter) { activity(limit: -1, filter: $some) { revisions { data delta } } }';
		found['GraphQL activity'] = await graph(who, `query ${nested}`, { some });
		return found;
	}

	it.each(CASES)('$who learns from the history of $collection what the table says', async ({ who, collection }) => {
		const { says, ids } = await changeRows(who, collection);
		const sees = readsOf('directus_revisions', who) === 'all' && readsOf(collection, who) === 'all';
		for (const [way, text] of Object.entries(await readings(who, collection, ids))) {
			const seen = WHOSE.filter((whose) => text?.includes(`${says}-${whose}`));
			const shown = way === 'one revision' ? ['foreign'] : way === 'as items' ? [] : WHOSE;
			expect.soft(seen, `${way}: ${text?.slice(0, 300)}`).toEqual(sees ? shown : []);
		}
	});

	it.each(CASES)('$who learns by no question that $collection was changed, unless the table says so', async ({ who, collection }) => {
		const { ids } = await changeRows(who, collection);
		const sees = readsOf('directus_revisions', who) === 'all' && readsOf(collection, who) === 'all';
		const some = { item: { _in: ids }, collection: { _eq: collection } };
		const paths: Record<string, string> = {
			revisions: `/revisions?limit=1&meta=filter_count&filter=${json(some)}`,
			activity: `/activity?limit=1&meta=filter_count&filter=${json({ revisions: some })}`,
			'a user': `/users?limit=1&meta=filter_count&filter=${json({ '$FOLLOW(directus_activity,user)': { revisions: some } })}`,
		};
		for (const [way, path] of Object.entries(paths)) {
			const answer = await world.as<Row[]>(who, 'GET', path);
			const { meta } = JSON.parse(answer.text) as { meta?: { filter_count: number } };
			const told = `${way}: ${answer.status} ${answer.text.slice(0, 200)}`;
			expect.soft([(meta?.filter_count ?? 0) > 0, (answer.data ?? []).length > 0], told).toEqual([sees, sees]);
		}
	});

	it('nobody keeps versions of our rows, which would be read past their rules', async () => {
		const { data } = await world.as<{ collection: string; meta: { versioning: boolean } | null }[]>('directus', 'GET', '/collections');
		const ours = data.filter(({ collection }) => NAMES.includes(collection));
		expect(ours.filter(({ meta }) => meta?.versioning).map(({ collection }) => collection)).toEqual([]);
		for (const who of TRIED) {
			const item = await world.plant('crm_customers', who, 'own');
			const version = await world.as(who, 'POST', '/versions', { collection: 'crm_customers', item, key: 'draft', name: 'Draft' });
			expect.soft(version.status, `${who}: ${version.text}`).toBeGreaterThanOrEqual(400);
			if (who !== 'directus') expect.soft(isRefused(await world.as(who, 'GET', '/versions')), who).toBe(true);
		}
	});

	it('one’s own activity tells nothing of rows that one may no longer read', async () => {
		for (const who of ['representative', 'service'] as const) {
			const id = await world.plant('crm_customers', who, 'own');
			const says = randomUUID().slice(0, 13);
			expect((await world.as(who, 'PATCH', `/items/crm_customers/${id}`, { notes: says })).status).toBe(200);
			await world.crm.knex('crm_customers').where({ id }).update({ owner: world.users.colleague });
			const { text, data } = await world.as<Row[]>(who, 'GET', `/activity?limit=-1&filter[item][_eq]=${id}`);
			expect(data.length).toBeGreaterThan(0);
			expect(text).not.toContain(says);
			expect((await world.as(who, 'GET', `/activity?limit=-1&fields=*,revisions.*&filter[item][_eq]=${id}`)).text).not.toContain(says);
		}
	});
}, { isLong: true });
