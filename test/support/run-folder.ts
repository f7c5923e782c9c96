import { existsSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const NAME = 'guanxi-test-';
/** What the databases of a whole run take, three times over. */
const ROOM_BYTES = 8 * 1024 ** 3;

/**
 * Where templates and instances of one test run live: in memory where there is room. SQLite and MariaDB wait for the disk at
 * every write, and these databases need not survive anything but the death of a process. Benchmarks are for disks.
 */
export const RUN_FOLDER = process.env['GUANXI_TEST_FOLDER'] ?? join(hasRoom() ? MEMORY : tmpdir(), `${NAME}${process.pid}`);

function hasRoom(): boolean {
	if (!process.env['VITEST'] || !existsSync(MEMORY) || freemem() < ROOM_BYTES) return false;
	const { bavail, bsize } = statfsSync(MEMORY);
	return bavail * bsize >= ROOM_BYTES;
}

/** What runs left behind that were killed: memory is not emptied by itself. */
export function removeLeftovers(): void {
	if (!existsSync(MEMORY)) return;
	const left = readdirSync(MEMORY).filter((name) => name.startsWith(NAME) && !existsSync(join('/proc', name.slice(NAME.length))));
	for (const name of left) rmSync(join(MEMORY, name), { recursive: true, force: true });
}
