import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { liability } from '../../../extensions/loyalty/src/api/figures/reports.ts';
import type { Row } from '../../../extensions/loyalty/src/api/ledger/rows.ts';
import { eachDatabase } from '../../support/databases.ts';
import { PROGRAM } from '../../support/loyalty/scenario.ts';
import { createLoyaltyTables, newMember, newProgram, runOn } from '../../support/loyalty/tables.ts';

const noon = (day: string): Date => new Date(`${day}T04:00:00Z`);

/** What was to end, and when, as it looked on a day that is past. */
eachDatabase('liability as of a past day, where points end without activity', (_name, connect) => {
	let knex: Knex;
	let program: string;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		program = await newProgram(knex, { ...PROGRAM, inactivity_months: 1, inactivity_from: '2026-01-01' });
	});

	const done = async (command: string, input: object, day: string): Promise<void> => {
		const outcome = await runOn(knex, { command, input: input as never, key: null, at: noon(day) });
		if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
	};
	const months = async (day: string): Promise<Record<string, number>> => {
		const row = (await knex('crm_loyalty_programs').where({ id: program }).first()) as Row;
		const { by_month_of_expiry: all } = await liability(knex, row, noon(day));
		return Object.fromEntries(all.map(({ month, points }) => [month, points]));
	};

	it('counts from what the member had done by then, lot by lot', async () => {
		const [idle, active] = [await newMember(knex, program, noon('2026-01-05')), await newMember(knex, program, noon('2026-01-05'))];
		for (const account of [idle, active]) await done('accrue', { account, points: 100 }, '2026-01-20');
		await done('redeem', { account: active, points: 40 }, '2026-02-10');
		// A correction is no activity of the member: the points that it gives last from their own day on.
		await done('adjust', { account: active, points: 7, reason: 'Sorry' }, '2026-03-01');
		expect(await months('2026-02-01'), 'before either did anything more').toEqual({ '2026-02': 200 });
		expect(await months('2026-02-15')).toEqual({ '2026-02': 100, '2026-03': 60 });
		expect(await months('2026-02-25'), 'of who stayed away they are over').toEqual({ '2026-03': 60 });
		expect(await months('2026-03-02')).toEqual({ '2026-03': 60, '2026-04': 7 });
		expect(await months('2026-05-01')).toEqual({});
	});
});
