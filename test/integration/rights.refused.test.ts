import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Action } from '../../schema/roles/model.ts';
import { changeOf, isRefused, newRow } from '../rights/attempts.ts';
import { COLLECTIONS } from '../rights/rights-table.ts';
import { createWorld, type Who, type World } from '../rights/world.ts';
import { eachInstance } from '../support/each-instance.ts';
import { compare, takeSnapshot, type Difference } from '../support/snapshot.ts';

const NOTHING: Difference = { added: [], removed: [], changed: [] };
/** One of each kind: nobody, who reads some rows, some collections, and all of both. */
const ASKING: Who[] = ['public', 'representative', 'service', 'manager'];
const SILVER = { key: 'silver', name: 'Silver', qualify_min: 100 };

/** Directus asks hooks before it checks rights: what they write or say would be written and said for everybody. */
eachInstance('refused attempts', ({ reference }) => {
	let world: World;
	let club: string;
	beforeAll(async () => {
		world = await createWorld(reference);
		const { knex } = world.crm;
		club = (await knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id;
		await knex('crm_loyalty_programs').where({ id: club }).update({ tiers: JSON.stringify([SILVER]) });
		const account = await world.plant('crm_loyalty_accounts', 'manager', 'own');
		await knex('crm_loyalty_accounts').where({ id: account }).update({ tier: 'silver' });
		const member = knex('crm_loyalty_accounts').where({ id: account }).select('customer');
		await knex('crm_customers').whereIn('id', member).update({ loyalty_tier: 'Silver' });
	});
	afterAll(() => world.stop());

	const differences = async (work: () => Promise<void>): Promise<Difference> => {
		const before = await takeSnapshot(world.crm.knex);
		await work();
		return compare(before, await takeSnapshot(world.crm.knex));
	};

	it.each(Object.keys(COLLECTIONS).filter((name) => name !== 'crm_settings'))('of %s leave every row of every table as it was', async (collection) => {
		const attempts = await refusedOf(collection);
		const changed = await differences(async () => {
			for (const { who, method, path, body } of attempts) {
				const answer = await world.as(who, method, path, body);
				expect.soft(isRefused(answer), `${who} ${method} ${path}: ${answer.status}`).toBe(true);
			}
		});
		expect(changed).toEqual(NOTHING);
	});

	it.each(['public', 'service', 'manager'] as Who[])('%s can neither rename a tier nor ask who has it', async (who) => {
		const path = `/items/crm_loyalty_programs/${club}`;
		const changed = await differences(async () => {
			for (const tiers of [[{ ...SILVER, name: 'Tin' }], []]) {
				for (const [to, body] of [[path, { tiers }], ['/items/crm_loyalty_programs', [{ id: club, tiers }]]] as const) {
					const answer = await world.as(who, 'PATCH', to, body);
					expect(isRefused(answer), answer.text).toBe(true);
					expect(answer.text).not.toMatch(/tier_in_use|members/);
				}
			}
		});
		expect(changed).toEqual(NOTHING);
	});

	it('who may change only some rows or fields learns nothing of the others, and writes nothing', async () => {
		const { knex } = world.crm;
		const [policy, user] = [randomUUID(), world.users.service];
		await world.as('directus', 'POST', '/policies', { id: policy, name: 'Draft rules', app_access: false });
		const right = { policy, collection: 'crm_loyalty_rules', action: 'update' };
		await world.as('directus', 'POST', '/permissions', { ...right, fields: ['name'], permissions: { status: { _eq: 'draft' } } });
		await world.as('directus', 'POST', '/access', { policy, user });
		const rule = await world.plant('crm_loyalty_rules', 'manager', 'own');
		const draft = await world.plant('crm_loyalty_rules', 'manager', 'own');
		await knex('crm_loyalty_rules').where({ id: rule }).update({ status: 'active', version: 1 });
		const changed = await differences(async () => {
			for (const [id, body] of [[rule, { name: 'x' }], [draft, { points: 9 }], [draft, { status: 'active' }], [randomUUID(), { name: 'x' }]] as const) {
				const answer = await world.as('service', 'PATCH', `/items/crm_loyalty_rules/${id}`, body);
				expect.soft(answer.status, JSON.stringify(body)).toBe(403);
			}
		});
		expect(changed).toEqual(NOTHING);
		expect((await world.as('service', 'PATCH', `/items/crm_loyalty_rules/${draft}`, { name: 'Other' })).status).toBeLessThan(300);
	});

	interface Attempt {
		who: Who;
		method: string;
		path: string;
		body?: unknown;
	}

	/** By row and by list, because Directus asks hooks of the two in different transactions. */
	async function refusedOf(collection: string): Promise<Attempt[]> {
		const attempts: Attempt[] = [];
		const path = `/items/${collection}`;
		for (const who of ASKING) {
			const refused = (action: Action): boolean => !['all', 'new'].includes(COLLECTIONS[collection]![action][who]);
			const id = await world.plant(collection, who, 'foreign');
			const change = changeOf(collection);
			if (refused('update')) {
				attempts.push({ who, method: 'PATCH', path: `${path}/${id}`, body: change }, { who, method: 'PATCH', path, body: [{ id, ...change }] });
			}
			if (refused('delete')) attempts.push({ who, method: 'DELETE', path: `${path}/${id}` });
			if (refused('create')) attempts.push({ who, method: 'POST', path, body: await newRow(world, collection, 'foreign') });
		}
		return attempts;
	}
}, { isLong: true });
