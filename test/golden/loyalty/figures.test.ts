import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { crmEvents } from '../../../schema/core/crm-events.ts';
import { crmOrders } from '../../../schema/core/crm-orders.ts';
import { DEMO_PROGRAM } from '../../../seeds/demo/members.ts';
import { loadDemo } from '../../../seeds/demo/load.ts';
import { dateIn } from '../../../extensions/core/src/domain/time.ts';
import { AUDIT_CHECKS } from '../../../extensions/loyalty/src/api/audit-checks.ts';
import { loadDemoMembers } from '../../../extensions/loyalty/src/api/demo/load-demo-members.ts';
import { readFlows } from '../../../extensions/loyalty/src/api/figures/read-flows.ts';
import { readHealth } from '../../../extensions/loyalty/src/api/figures/read-health.ts';
import { readRuleFigures } from '../../../extensions/loyalty/src/api/figures/read-rules.ts';
import { readTiers } from '../../../extensions/loyalty/src/api/figures/read-tiers.ts';
import { liability } from '../../../extensions/loyalty/src/api/figures/reports.ts';
import { entryOf, type Row } from '../../../extensions/loyalty/src/api/ledger/rows.ts';
import type { Entry } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { eachDatabase } from '../../support/databases.ts';
import { createLoyaltyTables } from '../../support/loyalty/tables.ts';
import { createTestTables } from '../../support/tables.ts';

const TODAY = '2026-11-22';
const NOW = new Date('2026-11-22T04:00:00Z');
const YEAR = { from: new Date('2025-11-30T16:00:00Z'), to: NOW };
const fields = Object.fromEntries(crmOrders.fields.map(({ field, type }) => [field, { type }]));
const SCHEMA = { collections: { crm_orders: { primary: 'id', fields } }, relations: [] } as never;
const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The demo company's members, and what the panels say of them, beside the same counted by hand from all rows. */
eachDatabase('figures of a program', (_name, connect) => {
	let knex: Knex;
	let program: Row;
	let entries: Entry[];
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await createTestTables(knex, { collections: [{ spec: crmEvents }] });
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
		await loadDemo(knex, TODAY, { now: NOW });
		await loadDemoMembers({ database: knex, logger, getSchema: () => Promise.resolve(SCHEMA) }, NOW);
		program = (await knex('crm_loyalty_programs').where({ id: DEMO_PROGRAM.id }).first()) as Row;
		entries = ((await knex('crm_loyalty_entries').orderBy(['account', 'seq'])) as Row[]).map(entryOf);
	}, 120_000);

	it('the demo company has members of every kind', async () => {
		const accounts: Row[] = await knex('crm_loyalty_accounts').where({ program: DEMO_PROGRAM.id });
		expect(accounts.length).toBeGreaterThan(20);
		expect(new Set(accounts.map(({ tier }) => tier))).toEqual(new Set([null, 'silver', 'gold', 'platinum']));
		const types = new Set(entries.map(({ type }) => type));
		expect([...types]).toEqual(expect.arrayContaining(['accrual', 'redemption', 'expiry', 'adjustment']));
		expect(await knex('crm_actions').where('kind', 'like', 'loyalty.%')).toEqual([]);
	});

	it('once is enough, and the audit finds nothing', async () => {
		await loadDemoMembers({ database: knex, logger, getSchema: () => Promise.resolve(SCHEMA) }, NOW);
		expect(Number((await knex('crm_loyalty_entries').count({ n: '*' }))[0]!['n'])).toBe(entries.length);
		for (const { name, violations } of AUDIT_CHECKS) expect([name, await violations({ database: knex } as never)]).toEqual([name, []]);
	});

	it('flows: by month, as every entry adds to them', async () => {
		const { by_month: months, total } = await readFlows(knex, program, YEAR);
		expect(months.map(({ month }) => month)).toEqual([
			'2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11',
		]);
		const inYear = entries.filter(({ effective_at: at }) => at >= YEAR.from && at < YEAR.to);
		const by = (contra: string, month?: string): number =>
			inYear
				.filter((entry) => entry.contra === contra && (month === undefined || dateIn(entry.effective_at, 'Asia/Shanghai').startsWith(month)))
				.reduce((all, { points }) => all + points, 0);
		for (const { month, ...flow } of [{ month: undefined, ...total }, ...months]) {
			expect([month, flow]).toEqual([
				month,
				{
					issued: by('issuance', month), adjusted: by('goodwill', month), redeemed: 0 - by('redemption', month),
					expired: 0 - by('breakage', month), reversed: 0 - by('reversal', month),
				},
			]);
		}
		expect(total.issued * total.redeemed * total.expired).toBeGreaterThan(0);
	});

	it('tiers: who has which now, and who rose and fell', async () => {
		const found = await readTiers(knex, program, YEAR);
		const accounts: Row[] = await knex('crm_loyalty_accounts').where({ program: DEMO_PROGRAM.id });
		expect(found.members).toBe(accounts.length);
		for (const { tier, members } of found.tiers) expect(members).toBe(accounts.filter((row) => row['tier'] === tier).length);
		expect(found.tiers.map(({ tier }) => tier)).toEqual(['platinum', 'gold', 'silver', null]);
		expect(found.rose * found.fell).toBeGreaterThan(0);
		expect(found.rose + found.fell).toBe(found.moves.reduce((all, { members }) => all + members, 0));
		// Where somebody went last is where they are.
		for (const { account, to } of found.movers) expect(accounts.find(({ id }) => id === account)!['tier']).toBe(to);
	});

	it('rules: what they gave is what lines of orders earned, before refunds', async () => {
		const { points, rules } = await readRuleFigures(knex, program, { from: new Date('2020-01-01'), to: NOW });
		expect(rules.map(({ key }) => key).sort()).toEqual(['partner_campaign', 'partner_online', 'partner_purchase']);
		const [{ earned }] = (await knex('crm_loyalty_order_lines').sum({ earned: 'points' })) as [{ earned: string }];
		expect(points).toBe(Number(earned));
		expect(rules.reduce((all, { share }) => all + share, 0)).toBeCloseTo(1);
	});

	it('health: the books balance, and one account stands still', async () => {
		const report = { at: NOW.toISOString(), ok: false, checks: [{ name: 'loyalty.x', ok: false }, { name: 'core.y', ok: false }] };
		await knex.schema.createTable('crm_meta', (table) => {
			table.string('key').primary();
			table.text('value');
			table.timestamp('updated_at');
		});
		await knex('crm_meta').insert({ key: 'audit', value: JSON.stringify(report), updated_at: NOW });
		const health = await readHealth({ database: knex } as never, program);
		expect(health).toMatchObject({
			balance: { total: 0, agrees: true },
			accounts: { frozen: 1, closed: 0 },
			actions: { waiting: 0, overdue: 0, dead: 0 },
			audit: { at: NOW.toISOString(), failed: ['loyalty.x'] },
		});
		expect(health.frozen).toHaveLength(1);
	});

	it('liability: months add up to what members hold', async () => {
		const { points, by_month_of_expiry: months } = await liability(knex, program, NOW);
		const [{ held }] = (await knex('crm_loyalty_accounts').select(knex.raw('SUM(available + pending + held - debt) AS held'))) as [{ held: string }];
		expect(points).toBe(Number(held));
		expect(months.length).toBeGreaterThan(6);
	});
});
