import { randomUUID } from 'node:crypto';
import { crmEvents } from '@guanxi/schema/core/crm-events';
import { coreSchema } from '@guanxi/schema/core/index';
import type { Knex } from 'knex';
import { beforeEach, describe, expect, it } from 'vitest';
import {
	appendOnlyCheck,
	appendOnlyOf,
	keepAppendOnly,
	releaseAppendOnly,
	type AppendOnly,
} from '../../extensions/core/src/api/append-only/append-only.ts';
import type { Host } from '../../extensions/core/src/api/directus.ts';
import { eachDatabase } from '../support/databases.ts';
import { createTestTables } from '../support/tables.ts';

const EVENTS = appendOnlyOf(coreSchema).find(({ table }) => table === 'crm_events')!;
const REFUSAL = /append-only/;

describe('append-only tables', () => {
	it('are declared with their collection; whoever is deleted may become empty in them', () => {
		expect(EVENTS).toEqual({ table: 'crm_events', mayChange: ['customer', 'payload'], mayBecomeNull: ['actor'] });
	});
});

eachDatabase('append-only tables', (name, connect) => {
	let knex: Knex;
	let id: string;
	const events = (): Knex.QueryBuilder => knex('crm_events').where({ id });
	const missing = (rule: AppendOnly): Promise<string[]> =>
		appendOnlyCheck('core.events_are_append_only', rule).violations({ database: knex } as Host);

	beforeEach(async () => {
		knex = await connect();
		await createTestTables(knex, { collections: [{ spec: crmEvents }] });
		id = await addEvent();
		await keepAppendOnly(knex, EVENTS);
	});

	async function addEvent(): Promise<string> {
		const event = { id: randomUUID(), seq: 1, type: 'crm.example.done', customer: randomUUID(), actor: randomUUID() };
		const stored = { ...event, seq: Date.now() % 1e9, payload: '{"a":1}', occurred_at: new Date(), dedupe_key: event.id };
		await knex('crm_events').insert(stored);
		return event.id;
	}

	it('refuse to change or delete a row, to each column and to whoever asks', async () => {
		for (const [column, value] of Object.entries({ type: 'CRM.EXAMPLE.DONE', seq: 7, occurred_at: new Date('2001-01-01T00:00:00Z'), subject_id: 'x', dedupe_key: null })) {
			await expect(events().update({ [column]: value }), column).rejects.toThrow(REFUSAL);
		}
		await expect(events().update({ actor: randomUUID() })).rejects.toThrow(REFUSAL);
		await expect(events().del()).rejects.toThrow(REFUSAL);
		if (name === 'PostgreSQL') await expect(knex.raw('TRUNCATE crm_events')).rejects.toThrow(REFUSAL);
		expect(await events().first('type')).toEqual({ type: 'crm.example.done' });
	});

	it('take new rows, and what merge, erasure and a deleted user change', async () => {
		const other = randomUUID();
		expect(await events().update({ customer: other, payload: null })).toBe(1);
		expect(await events().update({ actor: null })).toBe(1);
		expect(await events().update({ type: 'crm.example.done' })).toBe(1);
		expect(await events().first('customer', 'actor')).toEqual({ customer: other, actor: null });
		await addEvent();
		expect(await knex('crm_events')).toHaveLength(2);
	});

	it('are made so again after a table was rebuilt or got a column; the audit names what is missing', async () => {
		expect(await missing(EVENTS)).toEqual([]);
		await knex.schema.alterTable('crm_events', (table) => table.string('my_note', 200));
		if (name === 'SQLite') await knex.schema.alterTable('crm_events', (table) => table.string('type', 200).alter());
		if (name !== 'PostgreSQL') expect(await missing(EVENTS)).not.toEqual([]);
		await keepAppendOnly(knex, EVENTS);
		expect(await missing(EVENTS)).toEqual([]);
		await expect(events().update({ my_note: 'x' })).rejects.toThrow(REFUSAL);
		await expect(events().del()).rejects.toThrow(REFUSAL);
	});

	it('let go before they are dropped, and leave nothing behind', async () => {
		await releaseAppendOnly(knex, EVENTS);
		expect((await missing(EVENTS)).length).toBeGreaterThan(1);
		expect(await events().del()).toBe(1);
		await knex.schema.dropTable('crm_events');
		await keepAppendOnly(knex, EVENTS);
		await releaseAppendOnly(knex, EVENTS);
		expect(await missing(EVENTS)).toEqual([]);
		if (name !== 'PostgreSQL') return;
		const { rows } = await knex.raw(`SELECT proname FROM pg_proc WHERE starts_with(proname, 'crm_append_only_')`);
		expect(rows).toEqual([]);
	});

	it('of a ledger allow nothing at all', async () => {
		await createTestTables(knex, {
			collections: [],
			tables: [{ table: 'crm_stamps', columns: [{ column: 'id', type: 'integer', primary: true }, { column: 'points', type: 'integer' }] }],
		});
		await keepAppendOnly(knex, { table: 'crm_stamps', mayChange: [] });
		await knex('crm_stamps').insert({ id: 1, points: 5 });
		await expect(knex('crm_stamps').update({ points: 6 })).rejects.toThrow(REFUSAL);
		await expect(knex('crm_stamps').del()).rejects.toThrow(REFUSAL);
		await expect(events().del()).rejects.toThrow(REFUSAL);
	});
});
