import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import { previewOrders } from '../../application/import/preview-orders.ts';
import { IMPORT_WORDS, problemOf, refusalText } from '../../domain/import/refusals.ts';
import { TARGETS, REQUIRED } from '../../domain/import/targets.ts';
import { localeOf } from '../../domain/words.ts';
import { purgeCache } from '../cache.ts';
import type { Host, Reply } from '../directus.ts';
import { notFound, refusal, toldIn } from '../errors.ts';
import type { Asked } from '../operations.ts';
import { readSettings } from '../settings.ts';
import type { ImportAnswer, ImportPreviewAnswer } from './import-answers.ts';
import {
	createEntry,
	findEntry,
	keepAlive,
	listEntries,
	markInterrupted,
	type ImportEntry,
} from './import-log.ts';
import { importOptions, type ImportOptions, type ImportQuery } from './import-query.ts';
import type { ImportRights } from './import-rights.ts';
import { importView } from './import-view.ts';
import { createRejectTable, hasRejects, readRejects } from './reject-table.ts';
import { runLoggedImport } from './run-import.ts';
import {
	readBeginning,
	requireStream,
	spool,
	spoolFolder,
	spoolPath,
	sweepSpool,
} from './spool.ts';

const PREVIEW_BYTES = 65_536;
const PREVIEW_ROWS = 20;

type Upload = Pick<Asked<unknown, z.output<typeof ImportQuery>, unknown, ImportRights>, 'host' | 'call' | 'query' | 'rights'>;
type View = z.output<typeof ImportAnswer>;

/** An import belongs to the one who started it; administrators see all. */
export async function listImports({ host, rights: { admin, user } }: Pick<Upload, 'host' | 'rights'>): Promise<View[]> {
	await closeDeadImports(host);
	return (await listEntries(host.database, admin ? null : user)).map(importView);
}

/** Marks imports that a stopped process left unfinished; call it when the server starts. */
export async function closeDeadImports(host: Host): Promise<void> {
	const dead = await markInterrupted(host.database);
	if (dead.length > 0) await sweepSpool(spoolFolder(host), dead);
}

/** Imports of one process run one after the other: they would only wait for each other's locks. */
let queue: Promise<unknown> = Promise.resolve();

export async function start({ host, call, query, rights }: Upload): Promise<View> {
	const options = await importOptions(host, query, call);
	requireStream(call);
	await closeDeadImports(host);
	const id = randomUUID();
	const path = spoolPath(host, id);
	const totalBytes = await spool(call, path, spoolFolder(host));
	try {
		await requireReadable(host, path, options);
		const { dryRun, language, map: mapping, filename } = options;
		const createdBy = rights.user;
		await createEntry(host.database, { id, source: 'api', filename, dryRun, language, totalBytes, mapping, createdBy });
	} catch (error) {
		await rm(path, { force: true });
		throw error;
	}
	// From here on: in the queue nothing else says that its process lives.
	const stop = keepAlive(host.database, id);
	queue = queue.then(() => work(host, id, { ...options, ...rights })).finally(stop);
	return importView((await findEntry(host.database, id))!);
}

async function work(host: Host, id: string, options: ImportOptions & ImportRights): Promise<void> {
	const path = spoolPath(host, id);
	try {
		await runLoggedImport(host, id, { ...options, path, rejects: createRejectTable(host.database, id, options) });
		await purgeCache(host, { always: true });
	} catch {
		// Logged and told by the import's row.
	} finally {
		await rm(path, { force: true }).catch(() => undefined);
	}
}

/**
 * Looks at the header and the first row, so that a wrong file is refused in the answer to the
 * upload.
 */
async function requireReadable(
	host: Host,
	path: string,
	{ map, language }: ImportOptions,
): Promise<void> {
	const settings = await readSettings(host.database);
	const chunks = createReadStream(path);
	try {
		const { refusals } = await previewOrders({ chunks, settings, map, language, rows: 0 });
		if (refusals.length > 0) throw toldIn(localeOf(language), refusal(400, IMPORT_WORDS, refusals.map(problemOf)));
	} finally {
		chunks.destroy();
	}
}

export async function preview({ host, call, query }: Upload): Promise<z.output<typeof ImportPreviewAnswer>> {
	const { map, language } = await importOptions(host, query, call);
	requireStream(call);
	const text = await readBeginning(call, PREVIEW_BYTES);
	const shown = await previewOrders({
		chunks: [text],
		settings: await readSettings(host.database),
		map,
		language,
		rows: PREVIEW_ROWS,
		cut: text.length === PREVIEW_BYTES,
	});
	const refusals = shown.refusals.map((refusal) => ({ ...refusal, message: refusalText(refusal, language) }));
	return { ...shown, refusals, targets: TARGETS.map((name) => ({ name, required: REQUIRED.includes(name) })) };
}

/** An import with its refused rows belongs to the one who started it; administrators see all. */
export async function ownEntry(host: Host, id: string, { admin, user }: ImportRights): Promise<ImportEntry> {
	await closeDeadImports(host);
	const entry = await findEntry(host.database, id);
	if (!entry || (!admin && entry.createdBy !== user)) throw notFound(['导入记录', 'Import']);
	return entry;
}

export async function sendRejects(host: Host, entry: ImportEntry, reply: Reply): Promise<void> {
	if (!(await hasRejects(host.database, entry.id))) throw notFound(['被拒行文件', 'File of rejected rows']);
	const name = `${(entry.filename ?? 'orders').replace(/\.[^.]*$/, '')}.rejected.csv`;
	reply.attachment(name);
	reply.type('text/csv; charset=utf-8');
	await pipeline(Readable.from(readRejects(host.database, entry.id)), reply);
}
