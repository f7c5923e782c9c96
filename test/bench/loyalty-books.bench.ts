import type { Knex } from 'knex';
import { AUDIT_CHECKS } from '../../extensions/loyalty/src/api/audit-checks.ts';
import { settleDueAccounts, settleOn } from '../../extensions/loyalty/src/api/accounts/sweep.ts';
import { INVARIANTS } from '../../extensions/loyalty/src/domain/ledger/invariants.ts';
import { MemoryLedger } from '../support/loyalty/memory-ledger.ts';
import { runInMemory } from '../support/loyalty/memory-commands.ts';
import { PROGRAM } from '../support/loyalty/scenario.ts';
import { newMember, newProgram } from '../support/loyalty/tables.ts';
import { whyNoPostgres } from '../support/postgres-cluster.ts';
import type { Emit } from './goals.ts';
import { copyMember, done, memberWithHistory, round1, timed, withLedger } from './loyalty-world.ts';

const QUIET = { warn: () => undefined, error: () => undefined, info: () => undefined } as never;
const DUE = { accounts: 50_000, lotsEach: 2 };
const AUDITED_ACCOUNTS = 7_700;
const PAGE = 500;

/** What is done with all books at once: expiry of many lots, and the audit of many entries. */
export async function loyaltyBooksBench({ emit }: { full: boolean; emit: Emit }): Promise<void> {
	await auditOfOne(emit);
	const missing = whyNoPostgres();
	if (missing) return emit({ bench: 'loyalty-expiry', skipped: missing });
	await withLedger(4, (knex) => expiry(knex, emit));
	await withLedger(4, (knex) => audit(knex, emit));
}

/** Beside it the same lots of other accounts, account by account in transactions by hand. */
async function expiry(knex: Knex, emit: Emit): Promise<void> {
	const program = await newProgram(knex, { ...PROGRAM, expiry_months: 1 });
	const account = await newMember(knex, program, new Date('2025-01-01T00:00:00Z'));
	for (let lot = 0; lot < DUE.lotsEach; lot++) await done(knex, 'accrue', { account, points: 100 }, new Date('2025-01-02T00:00:00Z'));
	await copyMember(knex, account, DUE.accounts + DUE.accounts / 10);
	const byHand: string[] = await knex('crm_loyalty_accounts').whereNot('id', account).orderBy('id', 'desc').limit(DUE.accounts / 10).pluck('id');
	const baseline = await timed(async () => {
		for (const id of byHand) await expireByHand(knex, id);
	});
	const ours = await timed(() => settleDueAccounts({ database: knex, logger: QUIET }, new Date(), settleOn(knex)));
	const left = await knex('crm_loyalty_entries').where({ status: 'open' }).count({ n: '*' }).first();
	if (Number(left!['n']) > 0) throw new Error(`${left!['n']} lots are left`);
	const lots = DUE.accounts * DUE.lotsEach;
	const rates = [lots / ours, (byHand.length * DUE.lotsEach) / baseline].map((rate) => Math.round(rate * 60_000));
	emit({
		bench: 'loyalty-expiry',
		size: `${lots} lots of ${DUE.accounts} accounts`,
		ours_ms: Math.round(ours),
		lots_a_minute: rates[0],
		baseline: 'account by account in transactions by hand, one after the other',
		baseline_lots_a_minute: rates[1],
		ratio: Math.round((rates[1]! / rates[0]!) * 100) / 100,
	});
}

function expireByHand(knex: Knex, account: string): Promise<void> {
	return knex.transaction(async (trx) => {
		await trx('crm_loyalty_accounts').where({ id: account }).increment('ver', 1);
		const { customer, last_seq, available } = await trx('crm_loyalty_accounts').where({ id: account }).first();
		const lots = await trx('crm_loyalty_entries').where({ account, status: 'open' });
		const now = new Date();
		const entries = lots.map((lot: { id: string; open_points: string }, i: number) => ({
			id: knex.raw('gen_random_uuid()'), account, seq: Number(last_seq) + i + 1, txn: account, type: 'expiry', points: -Number(lot.open_points),
			open_points: 0, status: 'posted', contra: 'breakage', effective_at: now, lot: lot.id,
		}));
		await trx('crm_loyalty_accounts').where({ id: account }).update({ available: 0, last_seq: Number(last_seq) + lots.length, last_activity_at: now });
		for (const { id } of lots) await trx('crm_loyalty_entries').where({ id }).update({ status: 'posted', open_points: 0 });
		await trx('crm_loyalty_entries').insert(entries);
		await trx('crm_customers').where({ id: customer }).decrement('points_available', available);
	});
}

/** Beside it only the reading of the same rows, page by page through the same driver. */
async function audit(knex: Knex, emit: Emit): Promise<void> {
	const model = await memberWithHistory(knex);
	const entries = await copyMember(knex, model, AUDITED_ACCOUNTS);
	const baseline = await timed(() => readAll(knex));
	const parts: Record<string, number> = {};
	for (const { name, violations } of AUDIT_CHECKS) {
		let found: string[] = [];
		parts[name] = await timed(async () => (found = await violations({ database: knex } as never)));
		if (found.length > 0) throw new Error(`${name}: ${found.join('; ')}`);
	}
	const ours = Object.values(parts).reduce((sum, ms) => sum + ms, 0);
	emit({
		bench: 'loyalty-audit',
		size: `${entries} entries of ${AUDITED_ACCOUNTS + 1} accounts`,
		ours_ms: Math.round(ours),
		slowest: Object.entries(parts).map(([name, ms]) => `${name} ${Math.round(ms)}`).join(', '),
		rss_mb: Math.round(process.memoryUsage().rss / 1024 / 1024),
		baseline: 'reading the same rows, and nothing else',
		baseline_ms: Math.round(baseline),
		ratio: Math.round((ours / baseline) * 100) / 100,
	});
}

async function readAll(knex: Knex): Promise<void> {
	for (let after: string | null = null; ; ) {
		const query = knex('crm_loyalty_accounts').orderBy('id').limit(PAGE);
		const accounts = (await (after === null ? query : query.where('id', '>', after))) as { id: string }[];
		const ids = accounts.map(({ id }) => id);
		await knex('crm_loyalty_entries').whereIn('account', ids).orderBy('account').orderBy('seq');
		await knex('crm_loyalty_holds').whereIn('account', ids);
		if (accounts.length < PAGE) return;
		after = ids.at(-1)!;
	}
}

/** One member with ten times the entries takes about ten times as long. */
async function auditOfOne(emit: Emit): Promise<void> {
	const measure = async (lots: number): Promise<{ ms: number; entries: number }> => {
		const memory = new MemoryLedger([{ ...PROGRAM, earn_cap_points: 1e9, earn_cap_period: 'month' }], ['customer']);
		const send = async (command: string, input: Record<string, unknown>, hours: number): Promise<Record<string, unknown>> => {
			const at = new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000);
			const outcome = await runInMemory<Record<string, unknown>>(memory, { command, input, key: null, at });
			if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
			return outcome.answer;
		};
		const { id: account } = await send('enrol', { program: PROGRAM.id, customer: 'customer' }, 0);
		for (let lot = 0; lot < lots; lot++) {
			await send('accrue', { account, points: 10 }, lot);
			const { hold } = await send('hold', { account, points: 2 }, lot);
			await send('post', { account, hold }, lot);
		}
		const ledger = memory.ledger(account as string);
		const times: number[] = [];
		for (let i = 0; i < 3; i++) times.push(await timed(() => Promise.resolve(INVARIANTS.forEach(({ broken }) => broken(ledger)))));
		return { ms: Math.min(...times), entries: ledger.entries.length };
	};
	await measure(250);
	const [small, large] = [await measure(250), await measure(2500)];
	emit({
		bench: 'loyalty-audit-of-one',
		size: `${large.entries} entries of one account`,
		ours_ms: round1(large.ms),
		baseline: `${small.entries} entries of one account`,
		baseline_ms: round1(small.ms),
		growth: round1(large.ms / small.ms),
	});
}
