import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAMP_TABLES } from '../../docs/examples/stamp-card.ts';
import { SUBSCRIPTIONS, type Listener } from '../rights/listeners.ts';
import { readsOf } from '../rights/rights-table.ts';
import { createWorld, EVERYBODY, type World } from '../rights/world.ts';
import { eachInstance } from '../support/each-instance.ts';
import { newCard } from '../support/stamp-card.ts';
import { createTestTables } from '../support/tables.ts';
import { extensionsWith } from '../support/third-party.ts';

const LISTENERS = EVERYBODY.filter((who) => who !== 'public');

/** Events as programs outside hear them; those of a plugin's command (test/fixtures/stamps) are about a customer. */
eachInstance('subscriptions to events', ({ reference }) => {
	let world: World;
	let extensions: Awaited<ReturnType<typeof extensionsWith>>;
	beforeAll(async () => {
		extensions = await extensionsWith('stamps');
		world = await createWorld(reference, { EXTENSIONS_PATH: extensions.path, WEBSOCKETS_ENABLED: 'true' });
		await createTestTables(world.crm.knex, { collections: [], tables: STAMP_TABLES });
	});
	afterAll(async () => {
		await world.stop();
		extensions.remove();
	});

	/** A card of the representative's customer, or of a colleague's. */
	const cardOf = (owner: string) => newCard(world.crm.knex, 10, { owner });
	const redeem = (card: string, stamps: number, key: string = randomUUID()) =>
		world.crm.call('POST', `/stamps/cards/${card}/redemptions`, { stamps }, { headers: { 'idempotency-key': key } });
	const statusOf = async (asked: Promise<{ status: number }>): Promise<number> => (await asked).status;

	describe.each(Object.keys(SUBSCRIPTIONS))('by %s', (name) => {
		it('tell each event once, after its commit, to those who may read it', async () => {
			const { users } = world;
			const listeners: Listener[] = [];
			for (const who of LISTENERS) listeners.push(await SUBSCRIPTIONS[name]!(world, who));
			const [own, foreign, end] = [await cardOf(users.representative), await cardOf(users.colleague), await cardOf(users.representative)];
			for (const [card, key] of [[foreign.card, 'a'], [own.card, 'b'], [foreign.card, 'a'], [own.card, 'b']] as const) {
				expect(await statusOf(redeem(card, 4, `${name}-${key}`))).toBe(200);
			}
			// Refused, rolled back, and asked for otherwise: nothing of it happened.
			expect(await statusOf(redeem(own.card, 9))).toBe(409);
			expect(await statusOf(redeem(own.card, 5, `${name}-b`))).toBe(409);
			const model = await world.crm.knex('crm_scoring_models').where({ is_primary: false }).whereNull('customer_filter').first('id', 'key');
			expect(await statusOf(world.as('admin', 'POST', `/crm/abc/models/${model.key as string}/primary`, {}))).toBe(200);
			// What was told twice would be heard before what happened last.
			const all = [foreign.customer, own.customer, model.id as string];
			const expected = ({ who }: Listener): string[] => {
				const cell = readsOf('crm_events', who);
				return cell === 'all' ? all : cell === 'own' ? [own.customer] : [];
			};
			for (const listener of listeners) {
				await expect.poll(() => [...listener.heard].sort(), { message: listener.who }).toEqual([...expected(listener)].sort());
			}
			expect(await statusOf(redeem(end.card, 4))).toBe(200);
			for (const listener of listeners) {
				const whole = expected(listener).length > 0 ? [...expected(listener), end.customer] : [];
				await expect.poll(() => [...listener.heard].sort(), { message: listener.who }).toEqual(whole.sort());
				if (whole.length === 0) expect(listener.refusals, listener.who).toBeGreaterThan(0);
				listener.close();
			}
			const events = await world.crm.knex('crm_events').whereIn('subject_id', [...all, end.customer]);
			expect(events).toHaveLength(4);
		});
	});

	it('nobody hears anything without a token', async () => {
		for (const [path, protocol, hello] of [
			['websocket', undefined, { type: 'subscribe', collection: 'crm_events' }],
			['graphql', 'graphql-transport-ws', { type: 'connection_init' }],
		] as const) {
			const socket = new WebSocket(`${world.crm.url.replace('http', 'ws')}/${path}`, protocol);
			const told: string[] = [];
			socket.onmessage = ({ data }) => told.push(String(data));
			const closed = new Promise((resolve) => (socket.onclose = resolve));
			await new Promise((resolve) => (socket.onopen = resolve));
			socket.send(JSON.stringify(hello));
			await closed;
			expect(told.filter((text) => !text.includes('error')), path).toEqual([]);
		}
	});
}, { isLong: true });
