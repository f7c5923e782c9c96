import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { RunningFigures } from '../../domain/import/import-figures.ts';
import type { ImportResult } from '../../domain/import/import-result.ts';
import type { WantedMapping } from '../../domain/import/mapping.ts';
import { databaseTime } from '../database-time.ts';
import type { Knex } from '../directus.ts';
import { isAlive } from '../process-alive.ts';

export type ImportState = 'queued' | 'running' | 'done' | 'refused' | 'failed' | 'interrupted';

export interface ImportEntry {
	id: string;
	state: ImportState;
	source: 'api' | 'cli';
	filename: string | null;
	dryRun: boolean;
	language: string;
	bytes: number;
	totalBytes: number | null;
	counts: RunningFigures | null;
	mapping: WantedMapping;
	result: ImportResult | null;
	rejectFile: string | null;
	error: string | null;
	createdBy: string | null;
	createdAt: Date;
	finishedAt: Date | null;
}

const TABLE = 'crm_imports';
/** Tells this process from an earlier one that had the same pid, as in a restarted container. */
const BOOT = randomUUID();
const PROCESS = `${hostname().slice(0, 200)}/${process.pid}/${BOOT}`;
const HEARTBEAT_MS = 10_000;
const SILENT_MS = 120_000;

export async function createEntry(
	knex: Knex,
	entry: Pick<ImportEntry, 'id' | 'source' | 'filename' | 'dryRun' | 'language' | 'totalBytes' | 'mapping' | 'createdBy'>,
): Promise<void> {
	await knex(TABLE).insert({
		id: entry.id,
		state: 'queued',
		source: entry.source,
		filename: entry.filename?.slice(0, 255) ?? null,
		dry_run: entry.dryRun,
		language: entry.language,
		bytes: 0,
		total_bytes: entry.totalBytes,
		mapping: JSON.stringify(entry.mapping),
		process: PROCESS,
		heartbeat_ms: await beat(knex),
		created_by: entry.createdBy,
		created_at: new Date(),
	});
}

export async function updateEntry(
	knex: Knex,
	id: string,
	changes: Partial<Pick<ImportEntry, 'state' | 'bytes' | 'counts' | 'result' | 'rejectFile' | 'error' | 'finishedAt'>>,
): Promise<void> {
	const { rejectFile, finishedAt, counts, result, ...plain } = changes;
	await knex(TABLE).where({ id }).update({
		...plain,
		...(counts && { counts: JSON.stringify(counts) }),
		...(result && { result: JSON.stringify(result) }),
		...(rejectFile !== undefined && { reject_file: rejectFile }),
		...(finishedAt && { finished_at: finishedAt }),
		heartbeat_ms: await beat(knex),
	});
}

/** By the database's clock: another server compares it. */
const beat = async (knex: Knex): Promise<number> => (await databaseTime(knex)).getTime();

/**
 * Says every few seconds that this process still has the import, also while it waits for another one to end; returns the
 * function that stops it.
 */
export function keepAlive(knex: Knex, id: string): () => void {
	const timer = setInterval(() => {
		const note = async (): Promise<unknown> => knex(TABLE).where({ id }).update({ heartbeat_ms: await beat(knex) });
		note().catch(() => undefined); // The next beat tries again.
	}, HEARTBEAT_MS);
	timer.unref();
	return () => clearInterval(timer);
}

export async function findEntry(knex: Knex, id: string): Promise<ImportEntry | undefined> {
	const row = await knex(TABLE).where({ id }).first();
	return row && entryOf(row);
}

/** The latest imports; `createdBy` limits them to one user's. */
export async function listEntries(knex: Knex, createdBy?: string | null): Promise<ImportEntry[]> {
	const query = knex(TABLE).orderBy('created_at', 'desc').limit(20);
	if (createdBy) query.where({ created_by: createdBy });
	return (await query).map(entryOf);
}

/**
 * Marks imports whose process is gone. Returns their ids, so that what they left behind can be
 * removed.
 */
export async function markInterrupted(knex: Knex): Promise<string[]> {
	const open = await knex(TABLE).whereIn('state', ['queued', 'running']).select('id', 'process', 'heartbeat_ms');
	if (open.length === 0) return [];
	const now = await beat(knex);
	const dead = open.filter((row) => isGone(String(row.process ?? ''), now - Number(row.heartbeat_ms))).map(({ id }) => id);
	if (dead.length > 0) {
		await knex(TABLE)
			.whereIn('id', dead)
			.whereIn('state', ['queued', 'running'])
			.update({ state: 'interrupted', finished_at: new Date() });
	}
	return dead;
}

function isGone(worker: string, silentMs: number): boolean {
	const [host, pid, boot] = worker.split('/');
	if (boot === BOOT) return false;
	// Containers may share a host name and have process ids of their own, so a process that still beats is not gone.
	const seemsGone = host === PROCESS.split('/')[0] && (Number(pid) === process.pid || !isAlive(Number(pid)));
	return silentMs > (seemsGone ? 3 * HEARTBEAT_MS : SILENT_MS);
}

function entryOf(row: Record<string, unknown>): ImportEntry {
	const json = <T>(name: string): T | null => (row[name] ? (JSON.parse(String(row[name])) as T) : null);
	const instant = (name: string): Date | null => (row[name] === null ? null : new Date(row[name] as number | Date));
	return {
		id: String(row['id']),
		state: row['state'] as ImportState,
		source: row['source'] as 'api' | 'cli',
		filename: row['filename'] as string | null,
		dryRun: Boolean(row['dry_run']),
		language: String(row['language'] ?? 'en'),
		bytes: Number(row['bytes'] ?? 0),
		totalBytes: row['total_bytes'] === null ? null : Number(row['total_bytes']),
		counts: json('counts'),
		mapping: json<WantedMapping>('mapping') ?? {},
		result: json('result'),
		rejectFile: row['reject_file'] as string | null,
		error: row['error'] as string | null,
		createdBy: row['created_by'] as string | null,
		createdAt: instant('created_at') ?? new Date(0),
		finishedAt: instant('finished_at'),
	};
}
