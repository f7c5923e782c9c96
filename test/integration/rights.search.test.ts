import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isRefused } from '../rights/attempts.ts';
import { textOf } from '../rights/relations.ts';
import { COLLECTIONS, readsOf } from '../rights/rights-table.ts';
import { createWorld, TRIED, WHOSE, type Who, type World } from '../rights/world.ts';
import { eachInstance } from '../support/each-instance.ts';

const FORMATS = process.env['GUANXI_TEST_SHORT'] ? ['csv', 'json'] : ['csv', 'csv_utf8', 'json', 'xml', 'yaml'];
const CASES = TRIED.flatMap((who) => Object.keys(COLLECTIONS).map((collection) => ({ who, collection })));

eachInstance('rights when searching and exporting', ({ reference }) => {
	let world: World;
	beforeAll(async () => {
		world = await createWorld(reference);
	});
	afterAll(() => world.stop());

	/** An own and a foreign row that bear the same words. */
	async function twoRows(who: Who, collection: string): Promise<{ says: string; ids: string[]; visible: string[] }> {
		const says = randomUUID().slice(0, 13);
		const ids: string[] = [];
		for (const whose of WHOSE) ids.push(await world.plant(collection, who, whose, { [textOf(collection)]: `${says}-${whose}` }));
		if (collection === 'crm_settings') ids.pop(); // There is one row, and it is everybody's.
		const cell = readsOf(collection, who);
		return { says, ids, visible: cell === 'all' ? ids : cell === 'own' ? ids.slice(0, 1) : [] };
	}

	it.each(CASES)('$who finds, counts and exports of $collection what the table says', async ({ who, collection }) => {
		const { says, ids, visible } = await twoRows(who, collection);
		const path = `/items/${collection}?search=${says}&fields=id,${textOf(collection)}`;
		const formats = await Promise.all(FORMATS.map(async (format) => [format, await world.as(who, 'GET', `${path}&export=${format}`)] as const));
		if (readsOf(collection, who) === '-') {
			const listed = await world.as(who, 'GET', path);
			for (const [name, answer] of [['search', listed] as const, ...formats]) expect.soft(isRefused(answer), `${name}: ${answer.text}`).toBe(true);
			return;
		}
		for (const [format, { text }] of formats) {
			expect.soft(ids.filter((id) => text.includes(id)).sort(), format).toEqual([...visible].sort());
		}
		if (collection === 'crm_settings') return; // One row: there is nothing to find or to count.
		const found = await world.as<{ id: string }[]>(who, 'GET', path);
		const counted = await world.as(who, 'GET', `${path}&limit=0&meta=filter_count`);
		expect(found.data.map(({ id }) => id).sort()).toEqual([...visible].sort());
		expect((JSON.parse(counted.text) as { meta: object }).meta).toEqual({ filter_count: visible.length });
	});

	const MAKES_FILES = TRIED.filter((who) => who !== 'directus' && readsOf('directus_files', who) === 'own');

	it.each(MAKES_FILES)('a file that %s has made of every collection holds what the table says', async (who) => {
		const { knex } = world.crm;
		const planted = [];
		for (const collection of Object.keys(COLLECTIONS)) {
			const rows = await twoRows(who, collection);
			planted.push({ collection, ...rows });
			const order = { query: { filter: { id: { _in: rows.ids } }, fields: ['id'] }, format: 'json', file: { title: rows.says } };
			await world.as(who, 'POST', `/utils/export/${collection}`, order);
		}
		// Directus answers at once and tells by a notification how it went.
		const told = async () => (await knex('directus_notifications').where({ recipient: world.users[who as keyof World['users']] })).length;
		await expect.poll(told, { timeout: 60_000 }).toBe(planted.length);
		for (const { collection, says, ids, visible } of planted) {
			const file = await knex('directus_files').where({ title: says }).first('id');
			const text = file ? (await world.as(who, 'GET', `/assets/${file.id as string}`)).text : '';
			expect.soft(ids.filter((id) => text.includes(id)).sort(), collection).toEqual([...visible].sort());
		}
	});
}, { isLong: true });
