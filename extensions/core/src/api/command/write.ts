import type { CommandWrites, LoggedCommand } from '../../application/command/ports.ts';
import type { Effect } from '../../domain/command/decision.ts';
import { actionInserts, factAction } from '../actions/enqueue.ts';
import type { Knex } from '../directus.ts';
import { dialect } from '../install/read-current.ts';

/** One write of a command, not sent yet. */
interface Write {
	query: Knex.QueryBuilder;
	table: string;
	/** The row that it changes; null: it inserts. */
	row: string | null;
	/** Why it is an error that an update met so many rows, which is not one. */
	unmet?: (met: number) => string;
}

/** More in one statement would be planned longer than sent one by one. */
const AT_ONCE = 16;

/** In one insert: SQLite takes 500 rows and PostgreSQL 65,535 values in a statement, which has up to `AT_ONCE` inserts. */
const VALUES_AT_ONCE = 1_000;
const ROWS_AT_ONCE = 250;

interface Sending {
	/** By one clock for all servers. */
	now: () => Promise<Date>;
	/** Called after each statement. */
	onSent?: (() => Promise<void> | void) | undefined;
}

/** Sends all that a command writes; on PostgreSQL in one statement, because others wait for the locks while statements travel. */
export async function sendWrites(trx: Knex, { effects, entry, actions, facts }: CommandWrites, { now, onSent }: Sending): Promise<void> {
	const writes: Write[] = [
		...effects.flatMap((effect) => writesOf(trx, effect)),
		...(entry ? [{ query: trx('crm_commands').insert(rowOf(entry)), table: 'crm_commands', row: null }] : []),
	];
	if (actions.length + facts.length > 0) {
		const at = await now();
		const drafts = [...actions, ...facts.map((fact) => factAction(fact, at))];
		writes.push(...actionInserts(trx, drafts, at).map((query) => ({ query, table: 'crm_actions', row: null })));
	}
	for (const batch of dialect(trx) === 'pg' ? batchesOf(writes) : writes.map((write) => [write])) {
		const met = batch.length === 1 ? [Number(await batch[0]!.query)] : await sendTogether(trx, batch);
		for (const [i, { unmet }] of batch.entries()) if (unmet && met[i] !== 1) throw new Error(unmet(met[i]!));
		await onSent?.();
	}
}

function writesOf(trx: Knex, effect: Effect): Write[] {
	if ('insert' in effect) {
		return partsOf(effect.rows).map((rows) => ({ query: trx(effect.insert).insert(rows), table: effect.insert, row: null }));
	}
	if ('count' in effect) {
		const { count: name, add, atMost = Number.MAX_SAFE_INTEGER } = effect;
		const query = trx('crm_counters').where({ name }).where('value', '<=', atMost - add).increment('value', add);
		const unmet = (): string => `The counter ${name} was not locked, or would exceed ${atMost}: the command must read it first`;
		return [{ query, table: 'crm_counters', row: name, unmet }];
	}
	const { update, where, atLeast = {}, set = {}, add = {} } = effect;
	const query = trx(update).where(where);
	for (const [column, least] of Object.entries(atLeast)) void query.where(column, '>=', least);
	const sums = Object.entries(add).map(([column, number]) => [column, trx.raw('?? + ?', [column, number])]);
	void query.update({ ...set, ...Object.fromEntries(sums) });
	const unmet = (met: number): string => `A guarded write on ${update} met ${met} rows: the command's locks do not cover it`;
	return [{ query, table: update, row: String(where['id'] ?? ANY), unmet }];
}

const ANY = '*';

function partsOf(rows: Record<string, unknown>[]): Record<string, unknown>[][] {
	const size = Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor(VALUES_AT_ONCE / Object.keys(rows[0] ?? { id: 0 }).length)));
	return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size));
}

/**
 * PostgreSQL does at once what stands in one statement: a row that was inserted or changed is seen by the next one only. So what
 * may meet a row again begins a new one.
 */
function batchesOf(writes: Write[]): Write[][] {
	const batches: Write[][] = [];
	let inserted = new Set<string>();
	let changed = new Set<string>();
	for (const write of writes) {
		const { table, row } = write;
		const again = row !== null && (inserted.has(table) || changed.has(`${table} ${row}`) || changed.has(`${table} ${ANY}`) || (row === ANY && changed.has(table)));
		if (batches.length === 0 || again || batches.at(-1)!.length === AT_ONCE) {
			batches.push([]);
			[inserted, changed] = [new Set(), new Set()];
		}
		batches.at(-1)!.push(write);
		if (row === null) inserted.add(table);
		else changed.add(table).add(`${table} ${row}`);
	}
	return batches;
}

/** How many rows each met. All are counted, because PostgreSQL does what is counted in the order of counting, and anything else backwards. */
async function sendTogether(trx: Knex, batch: Write[]): Promise<number[]> {
	const all = trx.queryBuilder();
	for (const [i, { query }] of batch.entries()) void all.with(`w${i}`, query.returning(trx.raw('1')));
	const row = await all.first<Record<string, unknown>>(batch.map((_, i) => trx.raw(`(SELECT COUNT(*) FROM w${i}) AS w${i}`)));
	return batch.map((_, i) => Number(row[`w${i}`]));
}

const rowOf = (entry: LoggedCommand): Record<string, unknown> => ({
	idem_hash: entry.idemHash,
	request_hash: entry.requestHash,
	command: entry.command,
	caller: entry.caller,
	outcome: entry.outcome,
	result: entry.result,
	done_at_ms: entry.doneAt.getTime(),
	keep_until_ms: entry.keepUntil?.getTime() ?? null,
});
