import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Call, Host } from '../directus.ts';
import { IMPORT_WORDS } from '../../domain/import/refusals.ts';
import { refusal } from '../errors.ts';

/** Longer than any import runs. */
const KEEP_MS = 7 * 86_400_000;

export function spoolFolder({ env }: Pick<Host, 'env'>): string {
	const temp = env['TEMP_PATH'];
	return join(resolve(typeof temp === 'string' && temp ? temp : tmpdir()), 'crm-imports');
}

export const spoolPath = (host: Pick<Host, 'env'>, id: string): string => join(spoolFolder(host), `${id}.csv`);

/**
 * Refuses bodies that are no plain CSV stream.
 */
export function requireStream(call: Call): void {
	const type = call.headers['content-type'] ?? '';
	if (/^(application\/json|multipart\/)/i.test(type) || call.readableEnded) {
		throw refusal(400, IMPORT_WORDS, { field: 'body', reason: 'body_not_csv' });
	}
	const coding = call.headers['content-encoding'] ?? 'identity';
	if (coding !== 'identity') {
		throw refusal(400, IMPORT_WORDS, { field: 'Content-Encoding', reason: 'body_packed' });
	}
}

/** Writes the body to a file as it comes, never holding it in memory. Returns its size. */
export async function spool(call: Call, path: string, folder: string): Promise<number> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	try {
		await pipeline(call, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
		return (await stat(path)).size;
	} catch (error) {
		await rm(path, { force: true });
		if ((error as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE' || call.destroyed) {
			throw refusal(400, IMPORT_WORDS, { field: 'body', reason: 'body_cut_short' });
		}
		throw error;
	}
}

/** The beginning of a body; the rest is read and dropped, so that the answer can be sent. */
export async function readBeginning(call: Call, bytes: number): Promise<Buffer> {
	const pieces: Buffer[] = [];
	let held = 0;
	for await (const piece of call as AsyncIterable<Buffer>) {
		if (held < bytes) pieces.push(piece.subarray(0, bytes - held));
		held += piece.length;
	}
	return Buffer.concat(pieces);
}

/**
 * Removes what imports of the past left behind: uploads of dead processes at once, what nobody knows
 * any more after a week.
 */
export async function sweepSpool(folder: string, deadIds: string[]): Promise<void> {
	const names = await readdir(folder).catch(() => []);
	for (const name of names) {
		const path = join(folder, name);
		const isDead = deadIds.some((id) => name === `${id}.csv`);
		const info = await stat(path).catch(() => undefined);
		if (isDead || (info && Date.now() - info.mtimeMs > KEEP_MS)) await rm(path, { force: true });
	}
}
