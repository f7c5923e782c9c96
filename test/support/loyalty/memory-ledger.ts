import { createHash } from 'node:crypto';
import type { Effect, Fact, Lock } from '../../../extensions/core/src/domain/command/decision.ts';
import type { CommandStore, CommandTransaction, LoggedCommand } from '../../../extensions/core/src/application/command/ports.ts';
import type { Ledger } from '../../../extensions/loyalty/src/domain/ledger/invariants.ts';
import { isActivity } from '../../../extensions/loyalty/src/domain/validity/inactivity.ts';
import { isLot, type Account, type Book, type Entry, type Hold, type Lot, type Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { shownTier } from '../../../extensions/loyalty/src/domain/tiers/tier-state.ts';

type Row = Record<string, unknown>;

/** Rows in memory that commands run on as they do on a database: locks, answers that are kept, guards. A guard that fails ends the test. */
export class MemoryLedger {
	private readonly tables = new Map<string, Map<string, Row>>();
	private readonly counters = new Map<string, number>();
	private readonly ofAccount = new Map<string, Entry[]>();
	/** What was told, in order; each once by its key. */
	readonly facts: Fact[] = [];
	private readonly logged = new Map<string | null, LoggedCommand>();

	constructor(programs: Program[], customers: string[]) {
		for (const program of programs) this.table('crm_loyalty_programs').set(program.id, { ...program });
		for (const id of customers) this.table('crm_customers').set(id, { id, merged_into: null, points_available: 0, loyalty_tier: null });
	}

	store(): CommandStore<MemoryLedger> {
		return {
			inTurn: (_locks, work) => work(),
			transaction: (work) => this.transaction(work),
			isTransient: () => false,
			isDuplicate: () => false,
			pause: () => Promise.resolve(),
			hash: (text) => createHash('sha256').update(text).digest('hex'),
			randomSeed: () => 'no chance in memory: pass a seed',
			afterCommit: () => Promise.resolve(),
		};
	}

	rows<T>(table: string): T[] {
		return [...this.table(table).values()] as T[];
	}

	row = <T>(table: string, id: string): T | undefined => this.table(table).get(id) as T | undefined;

	/** As somebody else writes it, past all commands. */
	put(table: string, row: Row): void {
		this.table(table).set(String(row['id']), row);
	}

	remove(table: string, isMeant: (row: Row) => boolean): void {
		for (const [id, row] of this.table(table)) if (isMeant(row)) this.table(table).delete(id);
	}

	counter = (name: string): number => this.counters.get(name) ?? 0;

	counted = (): Row[] => [...this.counters].map(([name, value]) => ({ name, value }));

	account = (id: string): Account => this.table('crm_loyalty_accounts').get(id) as unknown as Account;

	entries = (account: string): Entry[] => this.ofAccount.get(account) ?? [];

	holds = (account: string): Hold[] =>
		this.rows<Hold & { expires_at_ms: number }>('crm_loyalty_holds')
			.filter((row) => row.account === account)
			.map((row) => ({ ...row, expires_at: new Date(row.expires_at_ms) }));

	/** `besides`: lots that a decision needs although they are used up. */
	book(id: string, besides: string[] = []): Book {
		const account = this.account(id);
		const entries = this.entries(id);
		const holds = this.holds(id)
			.filter(({ state }) => state === 'held')
			.map((hold) => ({ ...hold, entries: entries.filter(({ txn, type }) => txn === hold.id && type === 'hold') }));
		const needed = new Set([...besides, ...holds.flatMap((hold) => hold.entries.map(({ lot }) => lot!))]);
		const lots = entries.filter(isLot).filter((lot) => lot.open_points > 0 || needed.has(lot.id));
		const others = this.rows<Account>('crm_loyalty_accounts').filter((row) => row.customer === account.customer && row.id !== id);
		return structuredClone({
			program: this.program(account.program), account, lots, holds, activeAt: entries.findLast(isActivity)?.effective_at ?? null,
			growth: entries.filter(({ tier_points: points }) => points !== 0),
			otherTiers: others.map((row) => shownTier(this.program(row.program), row)),
			nextPrice: null,
		});
	}

	program = (id: string): Program => this.table('crm_loyalty_programs').get(id) as unknown as Program;

	ledger(id: string): Ledger {
		const account = this.account(id);
		return { program: this.program(account.program), account, entries: this.entries(id), holds: this.holds(id) };
	}

	lot = (id: string): Lot => this.table('crm_loyalty_entries').get(id) as unknown as Lot;

	apply(effect: Effect): void {
		if ('count' in effect) {
			const value = this.counter(effect.count) + effect.add;
			if (value < 0 || value > (effect.atMost ?? Infinity)) throw new Error(`${effect.count} would be ${value} of ${effect.atMost}`);
			this.counters.set(effect.count, value);
			return;
		}
		if ('insert' in effect) {
			for (const row of structuredClone(effect.rows)) this.insert(effect.insert, row);
			return;
		}
		const { update, where, atLeast = {}, set = {}, add = {} } = effect;
		const isWhere = (row: Row): boolean => Object.entries(where).every(([column, value]) => row[column] === value);
		const row = 'id' in where ? this.table(update).get(String(where['id'])) : this.rows<Row>(update).find(isWhere);
		const isMet =
			row !== undefined &&
			isWhere(row) &&
			Object.entries(atLeast).every(([column, least]) => Number(row[column]) >= least);
		if (!isMet) throw new Error(`A guarded write on ${update} met no row: ${JSON.stringify(where)}`);
		Object.assign(row, set);
		for (const [column, more] of Object.entries(add)) row[column] = Number(row[column]) + more;
	}

	private insert(table: string, row: Row): void {
		this.table(table).set(String(row['id']), row);
		if (table !== 'crm_loyalty_entries') return;
		const entry = row as unknown as Entry;
		this.ofAccount.set(entry.account, [...this.entries(entry.account), entry]);
	}

	private table(name: string): Map<string, Row> {
		if (!this.tables.has(name)) this.tables.set(name, new Map());
		return this.tables.get(name)!;
	}

	private transaction<R>(work: (trx: CommandTransaction<MemoryLedger>) => Promise<R>): Promise<R> {
		return work({
			reader: this,
			now: () => Promise.reject(new Error('Time stands still in memory: pass it')),
			lock: (lock) => Promise.resolve(this.exists(lock)),
			findLogged: (hash) => Promise.resolve(this.logged.get(hash) ?? null),
			write: ({ effects, entry, facts }) => {
				for (const effect of effects) this.apply(effect);
				if (entry) this.logged.set(entry.idemHash, entry);
				this.tell(facts);
				return Promise.resolve();
			},
		});
	}

	private tell(facts: Fact[]): void {
		for (const fact of facts) {
			if (!this.facts.some(({ dedupeKey }) => dedupeKey === fact.dedupeKey)) this.facts.push(fact);
		}
	}

	private exists(lock: Lock): boolean {
		return !('table' in lock) || this.table(lock.table).has(lock.id);
	}
}
