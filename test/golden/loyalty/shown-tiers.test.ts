import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { crmEvents } from '../../../schema/core/crm-events.ts';
import { AUDIT_CHECKS } from '../../../extensions/loyalty/src/api/audit-checks.ts';
import { readTiers } from '../../../extensions/loyalty/src/api/figures/read-tiers.ts';
import type { Row } from '../../../extensions/loyalty/src/api/ledger/rows.ts';
import { showTiers } from '../../../extensions/loyalty/src/api/tiers/show-tiers.ts';
import type { Tier } from '../../../extensions/loyalty/src/domain/tiers/policy.ts';
import { eachDatabase } from '../../support/databases.ts';
import { PROGRAM, TIERS } from '../../support/loyalty/scenario.ts';
import { createLoyaltyTables, newMember, newProgram, runOn } from '../../support/loyalty/tables.ts';
import { createTestTables } from '../../support/tables.ts';

const renamed = (name: string): Tier[] => TIERS.map((tier) => (tier.key === 'gold' ? { ...tier, name } : tier));

/** Accounts keep keys of tiers; their names are the programs', as they are now. */
eachDatabase('the tier that a customer shows', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await createTestTables(knex, { collections: [{ spec: crmEvents }] });
	});

	const done = async (command: string, input: object): Promise<Row> => {
		const outcome = await runOn(knex, { command, input: input as never, key: null });
		if (outcome.kind !== 'done') throw new Error(`${command}: ${JSON.stringify(outcome)}`);
		return outcome.answer;
	};
	const shownBy = async (customer: string): Promise<unknown> => (await knex('crm_customers').where({ id: customer }).first('loyalty_tier')).loyalty_tier;
	const audit = () => AUDIT_CHECKS.find(({ name }) => name === 'loyalty.customers_show_their_tier')!.violations({ database: knex } as never);
	const rename = (program: string, name: string) => knex('crm_loyalty_programs').where({ id: program }).update({ tiers: JSON.stringify(renamed(name)) });
	const noted = () => knex('crm_actions').where({ kind: 'loyalty.tiers-changed' }).pluck('subject_id');

	/** Gold in one program, silver in another. */
	async function goldAndSilver() {
		const [gold, silver] = [await newProgram(knex, { ...PROGRAM, tiers: TIERS }), await newProgram(knex, { ...PROGRAM, tiers: TIERS })];
		const account = await newMember(knex, gold);
		const { customer } = await knex('crm_loyalty_accounts').where({ id: account }).first('customer');
		const { id: other } = await done('enrol', { program: silver, customer });
		await done('accrue', { account, points: 0, tier_points: 3000 });
		await done('accrue', { account: other, points: 0, tier_points: 1000 });
		return { gold, account, other: String(other), customer: String(customer) };
	}

	it('another name is noted by the database, whoever gives it, and shown by all who have the tier', async () => {
		const { gold, customer } = await goldAndSilver();
		const before = (await noted()).length;
		await knex('crm_loyalty_programs').where({ id: gold }).update({ name: 'The same tiers' });
		expect(await noted()).toHaveLength(before);
		await rename(gold, 'Doré');
		expect((await noted()).slice(before)).toEqual([gold]);
		expect([await shownBy(customer), await audit()]).toEqual(['GOLD', [customer]]);
		expect(await showTiers(knex, gold)).toBe(1);
		expect(await showTiers(knex, gold)).toBe(0);
		expect([await shownBy(customer), await audit()]).toEqual(['Doré', []]);
	});

	it('a movement in another program shows the name of now, not that of the last movement', async () => {
		const { gold, other, customer } = await goldAndSilver();
		await rename(gold, 'Oro');
		await done('accrue', { account: other, points: 0, tier_points: -1000 });
		await done('set_tier', { account: other, tier: null, until: '9999-12-30', reason: 'Test' });
		expect(await shownBy(customer)).toBe('Oro');
		expect(await audit()).toEqual([]);
	});

	it('what accounts remembered with a name is still read', async () => {
		const { account, customer } = await goldAndSilver();
		const { tier_state: text } = await knex('crm_loyalty_accounts').where({ id: account }).first('tier_state');
		const old = JSON.stringify({ ...(JSON.parse(String(text)) as object), shown: { name: 'Long ago', rank: 2 } });
		await knex('crm_loyalty_accounts').where({ id: account }).update({ tier_state: old });
		await done('accrue', { account, points: 0, tier_points: 5000 });
		expect(await shownBy(customer)).toBe('PLATINUM');
		const stored = await knex('crm_loyalty_accounts').where({ id: account }).first('tier_state');
		expect(String(stored.tier_state)).not.toContain('Long ago');
	});

	it('the history of a program is that of its accounts, whatever its key is by now', async () => {
		const { gold, account, other, customer } = await goldAndSilver();
		const tell = (subject: string, program: string, seq: number) =>
			knex('crm_events').insert({
				id: randomUUID(), type: 'crm.loyalty.tier_changed', subject_collection: 'crm_loyalty_accounts', subject_id: subject, customer, seq,
				payload: JSON.stringify({ account: subject, program, from: null, to: 'gold' }), occurred_at: new Date(), dedupe_key: randomUUID(),
			});
		await tell(account, gold, 1);
		// A key that was given up, and taken by another program.
		await tell(other, 'new-key', 2);
		await knex('crm_loyalty_programs').where({ id: gold }).update({ key: 'new-key' });
		const period = { from: new Date(Date.now() - 86_400_000), to: new Date(Date.now() + 86_400_000) };
		const row = (await knex('crm_loyalty_programs').where({ id: gold }).first()) as Row;
		expect(await readTiers(knex, row, period as never)).toMatchObject({ rose: 1, fell: 0, movers: [{ account }] });
	});
});
