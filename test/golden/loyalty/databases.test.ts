import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { readAccount } from '../../support/loyalty/stored.ts';
import { appendOnlyOf, keepAppendOnly, releaseAppendOnly } from '../../../extensions/core/src/api/append-only/append-only.ts';
import { AUDIT_CHECKS } from '../../../extensions/loyalty/src/api/audit-checks.ts';
import { liability, trialBalance } from '../../../extensions/loyalty/src/api/figures/reports.ts';
import { settleDueAccounts } from '../../../extensions/loyalty/src/api/accounts/sweep.ts';
import type { Settled } from '../../../extensions/loyalty/src/domain/accounts/settle-account.ts';
import { loyaltySchema } from '@guanxi/schema/loyalty/index';
import { eachDatabase } from '../../support/databases.ts';
import { createLoyaltyTables, newMember, newProgram, runOn, sendAll, type Sent } from '../../support/loyalty/tables.ts';
import type { Request } from '../../support/loyalty/memory-commands.ts';
import { PROGRAM, TIERS } from '../../support/loyalty/scenario.ts';
import { startWorker } from '../../support/workers.ts';

const BEGIN = new Date('2026-01-01T00:00:00Z');
const LOGGER = { warn: () => undefined, error: () => undefined, info: () => undefined } as never;

eachDatabase('the points ledger', (name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
	});

	const done = async (command: string, input: Record<string, unknown>, at = BEGIN): Promise<Record<string, unknown>> => {
		const outcome = await runOn(knex, { command, input, key: null, at });
		if (outcome.kind !== 'done') throw new Error(`${command}: ${JSON.stringify(outcome)}`);
		return outcome.answer;
	};
	const audit = async (): Promise<string[]> => {
		const wrong: string[] = [];
		for (const { name: check, violations } of AUDIT_CHECKS) {
			wrong.push(...(await violations({ database: knex } as never)).map((what) => `${check}: ${what}`));
		}
		return wrong;
	};
	const sweep = (at: Date): Promise<string[]> =>
		settleDueAccounts({ database: knex, logger: LOGGER }, at, async (account, now) => {
			const outcome = await runOn<Settled>(knex, { command: 'settle', input: { account }, key: null, at: now });
			return outcome.kind === 'done' ? outcome.answer : null;
		});

	it('one hot account, 16 clients: every key counts once, and no point is spent that is not there', async () => {
		const account = await newMember(knex, await newProgram(knex, PROGRAM));
		for (let lot = 0; lot < 20; lot++) await done('accrue', { account, points: 10 }, new Date());
		const keyOf = (i: number): string => `hot ${i % 5 === 4 ? i - 2 : i}`;
		const one = { command: 'redeem', input: { account, points: 1 } };
		const requests = Array.from({ length: 400 }, (_, i) => ({ ...one, key: keyOf(i) }));
		const answers = await send(knex, name === 'SQLite', requests);
		const byKey = new Map<string, Set<string>>();
		for (const { key, said } of answers) byKey.set(key, (byKey.get(key) ?? new Set()).add(said));
		expect(byKey.size).toBe(320);
		expect([...byKey.values()].filter((said) => said.size > 1), 'a key with two answers').toEqual([]);
		expect([...byKey.values()].filter((said) => said.has('insufficient_points'))).toHaveLength(120);
		const refused = [...byKey.values()].filter((kinds) => kinds.has('insufficient_points')).length;
		process.stdout.write(`${name}: ${answers.length} requests with ${byKey.size} keys, ${byKey.size - refused} done, ${refused} refused\n`);
		const { account: after } = await readAccount(knex, account);
		expect([after.available, after.last_seq]).toEqual([0, 220]);
		expect(await audit()).toEqual([]);
	});

	it.each(['locked', 'looked_up', 'loaded', 'decided', 'writing', 'written', 'committed'])(
		'kill -9 at "%s": sent again, points moved once, nothing is lost, and the books balance',
		async (step) => {
			const key = await newProgram(knex, PROGRAM);
			const [from, to] = [await newMember(knex, key), await newMember(knex, key)];
			await done('accrue', { account: from, points: 100 });
			const request = { command: 'transfer', input: { account: from, to, points: 30 }, key: `kill ${step} ${from}` };
			const worker = await startWorker(knex, { requests: [request], clients: 1, dieAt: step }, 'test/golden/loyalty/worker.ts');
			expect(await worker.run(), 'the process died').toBeNull();
			expect(await audit(), 'as it was left').toEqual([]);
			expect(await runOn(knex, request)).toMatchObject({ kind: 'done', replayed: step === 'committed', answer: { available: 70 } });
			const left = [await readAccount(knex, from), await readAccount(knex, to)];
			expect(left.map(({ account, entries }) => [account.available, entries.length])).toEqual([[70, 2], [30, 1]]);
			const facts: string[] = await knex('crm_actions').where('payload', 'like', `%${from}%`).where('payload', 'like', '%points_transferred%').pluck('id');
			expect(facts).toHaveLength(1);
			expect(await audit()).toEqual([]);
		},
	);

	it('two members give to each other at once: nobody waits crosswise, and nothing is lost', async () => {
		const key = await newProgram(knex, PROGRAM);
		const [a, b] = [await newMember(knex, key), await newMember(knex, key)];
		for (const account of [a, b]) await done('accrue', { account, points: 100 }, new Date());
		const requests = Array.from({ length: 80 }, (_, i) => ({
			command: 'transfer', input: i % 2 ? { account: a, to: b, points: 1 } : { account: b, to: a, points: 1 }, key: `gift ${i}`,
		}));
		const answers = await send(knex, name === 'SQLite', requests);
		expect(answers.filter(({ said }) => said.startsWith('["done"'))).toHaveLength(80);
		const rest = [(await readAccount(knex, a)).account.available, (await readAccount(knex, b)).account.available];
		expect(rest[0]! + rest[1]!).toBe(200);
		expect(await audit()).toEqual([]);
	});

	it('A-I11: sweeps at the same time expire once; the books balance, and the liability of any day is found again', async () => {
		const key = await newProgram(knex, { ...PROGRAM, expiry_months: 1, pending_days: 2 });
		const accounts = [await newMember(knex, key), await newMember(knex, key)];
		for (const account of accounts) await done('accrue', { account, points: 100 }, new Date('2026-01-10T04:00:00Z'));
		const [held] = accounts as [string, string];
		await done('hold', { account: held, points: 30, expires_in_minutes: 60 * 24 * 100 }, new Date('2026-02-01T04:00:00Z'));
		const later = new Date('2026-03-01T04:00:00Z');
		const said = await Promise.all([sweep(later), sweep(later), sweep(later)]);
		expect(said.flat().map((line) => Number(/points that expired: (\d+)/.exec(line)?.[1] ?? 0)).reduce((sum, n) => sum + n, 0)).toBe(170);
		expect(await sweep(later)).toEqual([]);
		const row = (await knex('crm_loyalty_programs').where({ id: key }).first()) as Record<string, unknown>;
		const then = await liability(knex, row, new Date('2026-02-02T04:00:00Z'));
		expect(then).toMatchObject({ points: 200, valueMinor: 180, breakage: { share: 0.1, points: 20 } });
		expect(await liability(knex, row, later)).toMatchObject({ points: 30, by_month_of_expiry: [{ month: '2026-02', points: 30 }] });
		expect(await trialBalance(knex, key)).toMatchObject({ total: 0, agrees: true, stored: { available: 0, pending: 0, held: 30, debt: 0 } });
		expect(await audit()).toEqual([]);
	});

	it('the sweep finds tiers whose last day is over; the customer shows the best of two programs', async () => {
		const rules = { ...PROGRAM, tiers: TIERS, tier_window_length: 1 };
		const [one, two] = [await newProgram(knex, rules), await newProgram(knex, { ...rules, tier_window: 'lifetime' })];
		const account = await newMember(knex, one, BEGIN);
		const { customer } = (await knex('crm_loyalty_accounts').where({ id: account }).first('customer')) as { customer: string };
		const { id: other } = await done('enrol', { program: two, customer });
		await done('accrue', { account, points: 0, tier_points: 3000 });
		await done('accrue', { account: other, points: 0, tier_points: 1000 });
		const shown = async (): Promise<unknown> => ((await knex('crm_customers').where({ id: customer }).first('loyalty_tier')) as { loyalty_tier: string }).loyalty_tier;
		expect(await shown()).toBe('GOLD');
		expect(await sweep(new Date('2026-02-01T04:00:00Z')), 'the last day').toEqual([]);
		expect(await sweep(new Date('2026-03-02T04:00:00Z'))).toEqual(['tiers looked at: 1']);
		expect(await sweep(new Date('2026-03-02T04:00:00Z'))).toEqual([]);
		expect((await readAccount(knex, account)).account).toMatchObject({ tier: null, tier_since: '2026-03-02' });
		expect(await shown()).toBe('SILVER');
		expect(await audit()).toEqual([]);
	});

	it('A-I8: entries cannot be changed or deleted; what is left of a lot can', async () => {
		const account = await newMember(knex, await newProgram(knex, PROGRAM));
		const { entry } = await done('accrue', { account, points: 10 });
		await expect(knex('crm_loyalty_entries').where({ id: entry }).update({ points: 99 })).rejects.toThrow('append-only');
		await expect(knex('crm_loyalty_entries').where({ id: entry }).delete()).rejects.toThrow('append-only');
		await done('redeem', { account, points: 4 });
		expect((await readAccount(knex, account)).entries.map(({ open_points: open }) => open)).toEqual([6, 0]);
	});

	it('a broken account is named, and stands still alone', async () => {
		const key = await newProgram(knex, PROGRAM);
		const [broken, sound] = [await newMember(knex, key), await newMember(knex, key)];
		for (const account of [broken, sound]) await done('accrue', { account, points: 10 });
		await knex('crm_loyalty_accounts').where({ id: broken }).update({ available: 500 });
		const named = await audit();
		expect(named.filter((line) => line.includes(broken))).toHaveLength(1);
		expect(named.join()).not.toContain(sound);
		const request = { command: 'redeem', key: null, at: BEGIN };
		expect(await runOn(knex, { ...request, input: { account: broken, points: 1 } })).toMatchObject({ refusal: { reason: 'account_frozen' } });
		expect(await runOn(knex, { ...request, input: { account: sound, points: 1 } })).toMatchObject({ kind: 'done' });
		await knex('crm_loyalty_accounts').where({ id: broken }).update({ available: 10 });
		expect(await audit()).toEqual([]);
	});

	it('damage that no command sees is named by the audit, which freezes that account alone', async () => {
		const key = await newProgram(knex, PROGRAM);
		const [broken, sound] = [await newMember(knex, key), await newMember(knex, key)];
		for (const account of [broken, sound]) {
			await done('accrue', { account, points: 10 });
			await done('redeem', { account, points: 10 });
			await done('accrue', { account, points: 5 });
		}
		const used = { account: broken, status: 'posted', lot: null };
		await withoutTriggers(knex, () => knex('crm_loyalty_entries').where(used).update({ points: 99 }));
		const named = (await audit()).filter((line) => line.includes('every_ledger'));
		expect(named).toEqual([expect.stringMatching(new RegExp(`${broken}.*lots_add_up.*frozen`))]);
		expect(await audit(), 'once more it says the same').toEqual(named);
		const statuses = await Promise.all([broken, sound].map(async (id) => (await readAccount(knex, id)).account.status));
		expect(statuses).toEqual(['frozen', 'active']);
		const request = { command: 'redeem', key: null, at: BEGIN };
		expect(await runOn(knex, { ...request, input: { account: broken, points: 1 } })).toMatchObject({ refusal: { reason: 'account_frozen' } });
		expect(await runOn(knex, { ...request, input: { account: sound, points: 1 } })).toMatchObject({ kind: 'done' });
		const told: string[] = await knex('crm_actions').where('payload', 'like', '%account_frozen%').pluck('payload');
		const subjects = told.map((payload) => (JSON.parse(payload) as { subjectId: string }).subjectId);
		expect(subjects.filter((id) => id === broken)).toHaveLength(1);
		expect(subjects).not.toContain(sound);
		await withoutTriggers(knex, () => knex('crm_loyalty_entries').where({ account: broken, points: 99 }).update({ points: 10 }));
		expect(await audit()).toEqual([]);
	});

	it('more points in a program than a number counts exactly: the books still balance', async () => {
		const key = await newProgram(knex, { ...PROGRAM, expiry_months: 1 });
		const rich = [await newMember(knex, key, BEGIN), await newMember(knex, key, BEGIN)];
		for (const account of rich) await done('adjust', { account, points: Number.MAX_SAFE_INTEGER, reason: 'rich' });
		expect(await trialBalance(knex, key)).toMatchObject({ total: 0, agrees: true, stored: { available: 2 * Number.MAX_SAFE_INTEGER } });
		const row = (await knex('crm_loyalty_programs').where({ id: key }).first()) as Record<string, unknown>;
		expect((await liability(knex, row, BEGIN)).points).toBe(2 * Number.MAX_SAFE_INTEGER);
		await knex('crm_loyalty_accounts').where({ id: rich[0] }).update({ available: Number.MAX_SAFE_INTEGER - 1 });
		expect(await trialBalance(knex, key), 'one point among them is missing').toMatchObject({ agrees: false });
		await knex('crm_loyalty_accounts').where({ id: rich[0] }).update({ available: Number.MAX_SAFE_INTEGER });
	});

	it('more points than 32 bits hold', async () => {
		const account = await newMember(knex, await newProgram(knex, PROGRAM));
		await done('accrue', { account, points: 900_000_000_000 });
		await done('accrue', { account, points: 900_000_000_000 });
		expect(await done('redeem', { account, points: 1_500_000_000_001 })).toMatchObject({ available: 299_999_999_999 });
		expect(await audit()).toEqual([]);
	});
});

/** SQLite has one writing process: there 16 clients share it. Elsewhere two processes have eight each. */
async function send(knex: Knex, isSqlite: boolean, requests: Omit<Request, 'at'>[]): Promise<Sent[]> {
	if (isSqlite) return sendAll(knex, requests, 16);
	const halves = [requests.filter((_, i) => i % 2 === 0), requests.filter((_, i) => i % 2 === 1)];
	const start = (half: typeof requests) => startWorker(knex, { requests: half, clients: 8 }, 'test/golden/loyalty/worker.ts');
	const workers = await Promise.all(halves.map(start));
	return (await Promise.all(workers.map((worker) => worker.run<Sent[]>()))).flatMap((answers) => answers!);
}

/** As somebody does who may change the database itself. */
async function withoutTriggers(knex: Knex, damage: () => Promise<unknown>): Promise<void> {
	for (const rule of appendOnlyOf(loyaltySchema)) await releaseAppendOnly(knex, rule);
	await damage();
	for (const rule of appendOnlyOf(loyaltySchema)) await keepAppendOnly(knex, rule);
}
