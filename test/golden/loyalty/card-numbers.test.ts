import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { fillCardNumbers } from '../../../extensions/loyalty/src/api/card/fill-card-numbers.ts';
import { eachDatabase } from '../../support/databases.ts';
import { createLoyaltyTables, newMember, newProgram } from '../../support/loyalty/tables.ts';
import { PROGRAM } from '../../support/loyalty/scenario.ts';

eachDatabase('numbers of member cards', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
	});
	const numbers = (): Promise<string[]> => knex('crm_loyalty_accounts').orderBy('id').pluck('card_number');

	it('members who join have one; accounts from before get one, once', async () => {
		const key = await newProgram(knex, PROGRAM);
		const at = new Date('2026-01-01T00:00:00Z');
		const joined = await newMember(knex, key, at);
		const [first] = await numbers();
		expect(first).toMatch(/^9\d{15}$/);
		const row = (await knex('crm_loyalty_accounts').where({ id: joined }).first()) as object;
		const old = Array.from({ length: 3 }, () => ({ ...row, id: randomUUID(), customer: randomUUID(), card_number: null, referral_code: null }));
		await knex('crm_loyalty_accounts').insert(old);
		await fillCardNumbers(knex);
		const filled = await numbers();
		expect(new Set(filled).size).toBe(4);
		expect(filled).toContain(first);
		for (const number of filled) expect(number).toMatch(/^9\d{15}$/);
		await fillCardNumbers(knex);
		expect(await numbers()).toEqual(filled);
	});
});
