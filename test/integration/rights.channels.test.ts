import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeOf, HANGING, newRow } from '../rights/attempts.ts';
import { CHANNELS, type Channel } from '../rights/channels.ts';
import { COLLECTIONS } from '../rights/rights-table.ts';
import { createWorld, EVERYBODY, WHOSE, type Who, type World } from '../rights/world.ts';
import type { Template } from '../support/templates.ts';
import { eachInstance } from '../support/each-instance.ts';

// The one row of settings has another form everywhere; REST tries it.
const NAMES = Object.keys(COLLECTIONS).filter((name) => name !== 'crm_settings');
const SENDERS = EVERYBODY.filter((who) => who !== 'public');

eachInstance('rights', testRights, { isLong: true });

function testRights({ reference }: { reference: Template }): void {
	let world: World;
	beforeAll(async () => {
		world = await createWorld(reference, { WEBSOCKETS_ENABLED: 'true' });
	});
	afterAll(() => world?.stop());

	const rows = (collection: string, where: object) => world.crm.knex(collection).where(where);

	describe.each(Object.keys(CHANNELS))('through %s', (name) => {
		it.each(name === 'GraphQL' ? EVERYBODY : SENDERS)('%s finds, counts and changes what the table says', async (who) => {
			const channel = await CHANNELS[name]!(world, who);
			for (const collection of NAMES) {
				await finds(channel, who, collection);
				await changes(channel, who, collection);
				await creates(channel, who, collection);
			}
			channel.close();
		});
	});

	async function finds(channel: Channel, who: Who, collection: string): Promise<void> {
		const cell = COLLECTIONS[collection]!.read[who];
		const planted = [await world.plant(collection, who, 'own'), await world.plant(collection, who, 'foreign')];
		const visible = cell === 'all' ? planted : cell === 'own' ? planted.slice(0, 1) : [];
		expect.soft((await channel.list(collection, planted)).sort(), `${collection} listed`).toEqual(visible.sort());
		if (channel.count) expect.soft(await channel.count(collection, planted), `${collection} counted`).toBe(visible.length);
	}

	async function changes(channel: Channel, who: Who, collection: string): Promise<void> {
		const [[field, value]] = Object.entries(changeOf(collection)) as [[string, unknown]];
		const may = (action: 'update' | 'delete', whose: string): boolean => {
			const cell = COLLECTIONS[collection]![action][who];
			return cell === 'all' || (cell === 'own' && whose === 'own');
		};
		for (const whose of WHOSE) {
			const id = await world.plant(collection, who, whose);
			await channel.update(collection, id, { [field]: value });
			const [row] = await rows(collection, { id });
			expect.soft(row?.[field] === value, `${collection}: change of ${whose} row`).toBe(may('update', whose));
			await channel.remove(collection, id);
			expect.soft((await rows(collection, { id })).length === 0, `${collection}: removal of ${whose} row`).toBe(may('delete', whose));
		}
	}

	async function creates(channel: Channel, who: Who, collection: string): Promise<void> {
		const cell = COLLECTIONS[collection]!.create[who];
		for (const whose of WHOSE) {
			const row = await newRow(world, collection, whose);
			const before = (await rows(collection, {})).length;
			await channel.create(collection, row);
			const hangs = HANGING.includes(collection);
			const isForeign = who === 'representative' && whose === 'foreign' && hangs;
			// GraphQL wants the customer's name as well, which service agents may not set.
			const isMute = channel.namesRelated && who === 'service' && hangs;
			const made = (await rows(collection, {})).length - before;
			expect.soft(made, `${collection}: creation on ${whose} customer`).toBe(cell === 'new' && !isForeign && !isMute ? 1 : 0);
		}
	}

	it('changing or deleting what matches is refused by WebSocket, so that it cannot be asked what exists', async () => {
		const channel = await CHANNELS['WebSocket']!(world, 'representative');
		const mine = await world.plant('crm_contacts', 'representative', 'own');
		await world.plant('crm_contacts', 'representative', 'foreign');
		for (const [action, id] of [['update'], ['delete'], ['update', ''], ['delete', 0]]) {
			const ask = (phone: string) =>
				channel.raw!({ action, id, collection: 'crm_contacts', query: { filter: { customer: { phone: { _eq: phone } } } }, data: { title: 'x' } });
			const [there, nowhere] = [await ask('555-Foreign'), await ask('555-Nobody')];
			expect(there).toEqual(nowhere);
			expect(there).toMatchObject({ status: 'error' });
		}
		expect(await rows('crm_contacts', { id: mine })).toHaveLength(1);
		channel.close();
		const settings = await CHANNELS['WebSocket']!(world, 'admin');
		const change = { action: 'update', collection: 'crm_settings', data: { organisation_name: 'By WebSocket' } };
		expect(await settings.raw!(change), 'the one row of settings has no id to name').not.toMatchObject({ status: 'error' });
		settings.close();
	});

	it('counts by WebSocket tell nothing of foreign rows either', async () => {
		const channel = await CHANNELS['WebSocket']!(world, 'representative');
		const task = await world.plant('crm_tasks', 'representative', 'foreign', { assignee: world.users.representative });
		const own = await world.plant('crm_tasks', 'representative', 'own');
		const asked = (phone: string) => ({ fields: ['id'], meta: ['filter_count'], filter: { id: { _in: [task, own] }, customer: { phone: { _eq: phone } } } });
		const change = { action: 'update', ids: [own], data: { title: 'x' } };
		for (const question of [{ action: 'read' }, { type: 'subscribe' }, change]) {
			const count = async (phone: string) => {
				const { meta } = (await channel.raw!({ ...question, collection: 'crm_tasks', query: asked(phone) })) as { meta: object };
				return meta;
			};
			expect.soft(await count('555-Foreign'), JSON.stringify(question)).toEqual({ filter_count: 0 });
			if (!('type' in question)) expect.soft(await count('555-Own'), JSON.stringify(question)).toEqual({ filter_count: 1 });
		}
		channel.close();
	});
}
