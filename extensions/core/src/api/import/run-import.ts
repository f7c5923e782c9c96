import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
	importOrders,
	type ImportOutcome,
	type ImportProgress,
} from '../../application/import/import-orders.ts';
import type { RejectSink } from '../../application/import/import-store.ts';
import type { WantedMapping } from '../../domain/import/mapping.ts';
import type { Language } from '../../domain/import/reject-reasons.ts';
import { refusalText } from '../../domain/import/refusals.ts';
import type { Host } from '../directus.ts';
import { readSettings } from '../settings.ts';
import { keepAlive, updateEntry } from './import-log.ts';
import type { VisibleCustomers } from './load-known.ts';
import { openOrderStore } from './order-store.ts';

export interface ImportJob {
	path: string;
	rejects: RejectSink;
	map: WantedMapping;
	dryRun: boolean;
	language: Language;
	user: string | null;
	mayChange?: boolean;
	visibleCustomers?: VisibleCustomers;
	onProgress?: (progress: ImportProgress) => void | Promise<void>;
}

/** Imports a file into the host's database. */
export async function runImport(
	{ database }: Pick<Host, 'database'>,
	job: ImportJob,
): Promise<ImportOutcome> {
	const { user, visibleCustomers } = job;
	const store = await openOrderStore(database, { user, visibleCustomers });
	const settings = await readSettings(database);
	return importOrders({
		// Opened last: a file that is gone is told by an event, and before somebody reads, nobody hears it.
		chunks: createReadStream(job.path),
		store,
		settings,
		now: () => new Date(),
		newId: randomUUID,
		map: job.map,
		dryRun: job.dryRun,
		mayChange: job.mayChange,
		language: job.language,
		rejects: job.rejects,
		onProgress: job.onProgress,
	});
}

const PROGRESS_EVERY_MS = 1000;

/** The same with its row in `crm_imports` kept up to date: progress, result, refusal or failure. */
export async function runLoggedImport(
	host: Pick<Host, 'database' | 'logger'>,
	id: string,
	job: ImportJob,
): Promise<ImportOutcome> {
	const { database } = host;
	const stop = keepAlive(database, id);
	let loggedAt = 0;
	try {
		await updateEntry(database, id, { state: 'running' });
		const outcome = await runImport(host, {
			...job,
			async onProgress(progress) {
				const { bytes, ...counts } = progress;
				if (Date.now() - loggedAt >= PROGRESS_EVERY_MS) {
					loggedAt = Date.now();
					await updateEntry(database, id, { bytes, counts });
				}
				await job.onProgress?.(progress);
			},
		});
		const finishedAt = new Date();
		if ('refusal' in outcome) {
			const error = refusalText(outcome.refusal, job.language);
			await updateEntry(database, id, { state: 'refused', error, finishedAt });
		} else {
			const { result } = outcome;
			await updateEntry(database, id, { state: 'done', result, rejectFile: result.reject_file, finishedAt });
		}
		return outcome;
	} catch (error) {
		host.logger.error(error, '[guanxi] import failed');
		const failure = { state: 'failed', error: failureText(error), finishedAt: new Date() } as const;
		await updateEntry(database, id, failure).catch(() => undefined);
		throw error;
	} finally {
		stop();
	}
}

/** Knex puts the statement with its data before the words of the database; those are enough. */
function failureText(error: unknown): string {
	const words = error instanceof Error ? (error.message.split(' - ').at(-1) ?? '') : String(error);
	return `The import stopped: ${words.slice(0, 300)}. Rows before this point are stored; run the same file again.`;
}
