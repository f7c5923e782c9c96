import type { Knex } from 'knex';
import { expect, it } from 'vitest';
import { readMemberCard } from '../../../extensions/loyalty/src/api/card/read-card.ts';
import { eachDatabase } from '../../support/databases.ts';
import { SCHEMA } from '../../support/loyalty/shop.ts';
import { createLoyaltyTables, newMember, newProgram, runOn } from '../../support/loyalty/tables.ts';

const NOON = new Date('2026-03-01T04:00:00Z');
const LOTS = 35;

eachDatabase('what a member card shows of movements', (_name, connect) => {
	it('one that was paid from many lots is whole, and ten of them at most', async () => {
		const knex: Knex = await connect();
		await createLoyaltyTables(knex);
		const account = await newMember(knex, await newProgram(knex, { timezone: 'Asia/Shanghai' }), NOON);
		for (let lot = 0; lot < LOTS; lot++) await runOn(knex, { command: 'accrue', input: { account, points: 2 }, key: null, at: NOON });
		await runOn(knex, { command: 'redeem', input: { account, points: 2 * LOTS }, key: null, at: NOON });
		const shown = await readMemberCard({ database: knex, getSchema: () => Promise.resolve(SCHEMA) } as never, account, NOON);
		expect(shown.entries).toHaveLength(10);
		expect(shown.entries[0]).toEqual({ type: 'redemption', points: -2 * LOTS, at: NOON.toISOString() });
		expect(shown.entries[9]).toMatchObject({ type: 'accrual', points: 2 });
	});
});
