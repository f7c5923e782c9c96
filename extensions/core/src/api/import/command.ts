import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { ImportOutcome } from '../../application/import/import-orders.ts';
import { resultText } from '../../domain/import/import-result.ts';
import type { WantedMapping } from '../../domain/import/mapping.ts';
import { parseMapOption } from '../../domain/import/parse-map-option.ts';
import { refusalText } from '../../domain/import/refusals.ts';
import { TARGETS } from '../../domain/import/targets.ts';
import { addCommand, commandLocale, type CliCommand, type Outcome } from '../cli.ts';
import type { Host } from '../directus.ts';
import { useWriteAheadLog } from '../sqlite.ts';
import { createEntry } from './import-log.ts';
import { showProgress } from './progress-line.ts';
import { createRejectFile } from './reject-file.ts';
import { runImport, runLoggedImport, type ImportJob } from './run-import.ts';

/** `crm import orders FILE`; `forget` lets running servers forget what they cached before it. */
export function registerImportCommand(crm: CliCommand, host: Host, forget: () => Promise<void>): void {
	addCommand(
		crm.command('import').description('load data from files'),
		'orders <file>',
		'import orders from a CSV file; safe to repeat, known orders are skipped or updated',
		(command) =>
			command
				.option('--map <pairs>', `columns as target=header,…; targets: ${TARGETS.join(', ')}`, readMap as never)
				.option('--dry-run', 'count what would happen, write nothing'),
		async ([file], options) => {
			const dryRun = Boolean(options['dryRun']);
			const map = (options['map'] as WantedMapping | undefined) ?? {};
			const language = commandLocale(options) === 'zh-CN' ? 'zh' : 'en';
			const outcome = await importFile(host, resolve(process.env['CRM_CALLER_DIR'] ?? '.', String(file)), { map, dryRun, language });
			if (!dryRun) await forget();
			return outcome;
		},
	);
}

async function importFile(
	host: Host,
	path: string,
	{ map, dryRun, language }: Pick<ImportJob, 'map' | 'dryRun' | 'language'>,
): Promise<Outcome> {
	const totalBytes = await sizeOf(path);
	if (!(await host.database.schema.hasTable('crm_orders'))) {
		throw new Error('The tables are missing. Run "npm run crm -- install" first.');
	}
	// Rows become garbage as fast as they come; without this the heap grows to twice the size before
	// it is swept.
	setFlagsFromString('--heap-growing-percent=50');
	await useWriteAheadLog(host);
	const progress = showProgress(totalBytes);
	const onProgress = progress.show;
	const job: ImportJob = {
		path, map, dryRun, onProgress, rejects: createRejectFile(await rejectPathFor(path)), language, user: null,
	};
	let outcome: ImportOutcome;
	try {
		outcome = dryRun ? await runImport(host, job) : await runWithEntry(host, job, totalBytes);
	} finally {
		progress.stop();
	}
	if ('refusal' in outcome) throw new Error(refusalText(outcome.refusal, language));
	return { result: outcome.result, text: resultText(outcome.result) };
}

async function runWithEntry(
	host: Host,
	job: ImportJob,
	totalBytes: number,
): Promise<ImportOutcome> {
	const id = randomUUID();
	const { map: mapping, dryRun, language } = job;
	const filename = basename(job.path);
	await createEntry(host.database, {
		id, source: 'cli', filename, dryRun, language, totalBytes, mapping, createdBy: null,
	});
	return runLoggedImport(host, id, job);
}

async function sizeOf(path: string): Promise<number> {
	const info = await stat(path).catch(() => undefined);
	if (!info) throw new Error(`There is no file "${path}". Check the name.`);
	if (info.isDirectory()) throw new Error(`"${path}" is a folder. Name a CSV file.`);
	await access(path, constants.R_OK).catch(() => {
		throw new Error(`"${path}" may not be read by this user. Change its permissions.`);
	});
	return info.size;
}

/** Beside the file, or in the temporary folder when that place is read-only. */
async function rejectPathFor(path: string): Promise<string> {
	const name = `${basename(path, extname(path))}.rejected.csv`;
	const isWritable = await access(dirname(path), constants.W_OK).then(() => true, () => false);
	return join(isWritable ? dirname(path) : tmpdir(), name);
}

/**
 * Commander reads this code as "bad usage", which ends with status 2; `--map` may be given several
 * times.
 */
function readMap(text: string, before: WantedMapping = {}): WantedMapping {
	const read = parseMapOption(text);
	if ('wanted' in read) return { ...before, ...read.wanted };
	const message = `"${read.wrong}" is not target=header. Targets: ${TARGETS.join(', ')}.`;
	throw Object.assign(new Error(message), { code: 'commander.invalidArgument', exitCode: 2 });
}
