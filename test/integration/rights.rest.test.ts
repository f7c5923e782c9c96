import { afterAll, beforeAll, expect, it } from 'vitest';
import { attempt, HANGING, isDone, isRefused, newRow } from '../rights/attempts.ts';
import { COLLECTIONS } from '../rights/rights-table.ts';
import { createWorld, EVERYBODY, WHOSE, type Who, type World } from '../rights/world.ts';
import { eachInstance } from '../support/each-instance.ts';

const NAMES = Object.keys(COLLECTIONS);
/** Where time is short, the third database is tried by those alone whose rights depend on rows and collections. */
const FEW: Who[] = ['representative', 'service'];

eachInstance('rights through REST', ({ reference }, database) => {
	const asking = database === 'MariaDB' && process.env['GUANXI_TEST_SHORT'] ? FEW : EVERYBODY;
	const CASES = asking.flatMap((who) => NAMES.map((collection) => ({ who, collection })));
	let world: World;
	beforeAll(async () => {
		world = await createWorld(reference);
	});
	afterAll(() => world.stop());

	it('every registered collection has its row in the table', async () => {
		const { data } = await world.as<{ collection: string; schema: object | null }[]>('directus', 'GET', '/collections');
		const registered = data.filter(({ collection, schema }) => schema && !collection.startsWith('directus_'));
		const known = await world.crm.knex('directus_collections').pluck('collection');
		const ours = registered.map(({ collection }) => collection).filter((name) => known.includes(name));
		expect(ours.sort()).toEqual([...NAMES].sort());
	});

	it.each(CASES)('$who reads, changes and deletes of $collection what the table says', async ({ who, collection }) => {
		for (const whose of WHOSE) {
			for (const action of ['read', 'update', 'delete'] as const) {
				const id = await world.plant(collection, who, whose);
				const cell = COLLECTIONS[collection]![action][who];
				const answer = await attempt(world, who, action, { collection, id });
				const isAllowed = cell === 'all' || (cell === 'own' && whose === 'own');
				const told = `${action} ${whose} row (${cell}): ${answer.status} ${answer.text.slice(0, 200)}`;
				// A single row cannot be deleted by anybody: there is no such route.
				if (collection === 'crm_settings' && action === 'delete') expect.soft(isDone(answer), told).toBe(false);
				else expect.soft(isAllowed ? isDone(answer) : isRefused(answer), told).toBe(true);
			}
		}
	});

	it('a customer that was scored can be deleted by those who may delete customers, and its scores stay for the others', async () => {
		const score = await world.plant('crm_customer_scores', 'admin', 'foreign');
		const { customer } = await world.crm.knex('crm_customer_scores').where({ id: score }).first('customer');
		const scores = () => world.crm.knex('crm_customer_scores').where({ customer }).pluck('id');
		const at = { collection: 'crm_customers', id: customer as string };
		expect(isRefused(await attempt(world, 'manager', 'delete', at))).toBe(true);
		expect(await scores()).toEqual([score]);
		expect(isDone(await attempt(world, 'admin', 'delete', at))).toBe(true);
		expect(await scores()).toEqual([]);
	});

	it.each(CASES)('$who creates in $collection what the table says', async ({ who, collection }) => {
		if (collection === 'crm_settings') return; // the one row is planted
		const cell = COLLECTIONS[collection]!.create[who];
		for (const whose of WHOSE) {
			const answer = await world.as(who, 'POST', `/items/${collection}`, await newRow(world, collection, whose));
			const isForeign = who === 'representative' && whose === 'foreign' && HANGING.includes(collection);
			const told = `create on ${whose} customer (${cell}): ${answer.status} ${answer.text.slice(0, 200)}`;
			expect.soft(cell === 'new' && !isForeign ? isDone(answer) : isRefused(answer), told).toBe(true);
		}
	});

	it.each(CASES)('lists, counts, exports of $collection show $who what the table says', async ({ who, collection }) => {
		if (collection === 'crm_settings') return;
		const cell = COLLECTIONS[collection]!.read[who];
		const mine = await world.plant(collection, who, 'own');
		const foreign = await world.plant(collection, who, 'foreign');
		const base = `/items/${collection}`;
		const filter = `filter[id][_in]=${mine},${foreign}`;
		const visible = cell === 'all' ? 2 : cell === 'own' ? 1 : 0;
		const listed = await world.as<{ id: string }[]>(who, 'GET', `${base}?${filter}&fields=id`);
		const counted = await world.as<{ count: string }[]>(who, 'GET', `${base}?${filter}&aggregate[count]=*`);
		const exported = await world.as(who, 'GET', `${base}?${filter}&fields=id&export=csv`);
		if (cell === '-') {
			for (const answer of [listed, counted, exported]) expect(isRefused(answer), answer.text).toBe(true);
			return;
		}
		expect(listed.data.map(({ id }) => id).sort()).toEqual(visible === 2 ? [mine, foreign].sort() : [mine]);
		expect(Number(counted.data[0]!.count)).toBe(visible);
		expect(exported.text.includes(foreign)).toBe(visible === 2);
		expect(exported.text.includes(mine)).toBe(true);
	});

	it('nobody but administrators of Directus reaches plain tables', async () => {
		for (const table of ['crm_meta', 'crm_imports', 'crm_import_rejects', 'crm_order_credits', 'crm_score_runs', 'crm_class_history']) {
			for (const who of EVERYBODY.filter((name) => name !== 'directus')) {
				expect(isRefused(await world.as(who, 'GET', `/items/${table}`)), `${who} ${table}`).toBe(true);
			}
		}
	});
});
