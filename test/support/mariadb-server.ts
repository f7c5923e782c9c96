import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import knexModule from 'knex';
import { onPath } from './on-path.ts';
import { freePort } from './postgres-cluster.ts';
import { RUN_FOLDER } from './run-folder.ts';

export interface MariaDbServer {
	/** Address of the server without a database; its user may create databases. */
	url: string;
	stop: () => Promise<void>;
}

const PASSWORD = 'guanxi';

/** Tests lose nothing in a crash, so nothing waits for the disk. */
const FAST = [
	'--innodb-flush-log-at-trx-commit=0',
	'--innodb-doublewrite=0',
	'--innodb-buffer-pool-size=128M',
	'--skip-name-resolve',
];

/** Null where a MariaDB server can be started, else the reason why tests on it are skipped. */
export function whyNoMariaDb(): string | null {
	if (process.env['MARIADB_URL']) return null;
	return onPath('mariadbd') && onPath('mariadb-install-db') ? null : 'mariadb-server is not installed';
}

/** A MariaDB of the system's package in a folder of its own, on a free port; as root it runs as the package's own user. */
export async function startMariaDb(): Promise<MariaDbServer> {
	mkdirSync(RUN_FOLDER, { recursive: true });
	const home = mkdtempSync(join(RUN_FOLDER, 'maria-'));
	const user = serverUser();
	if (user) chownSync(home, user.uid, user.gid);
	const data = join(home, 'data');
	const asUser = user ? [`--user=${user.name}`] : [];
	execFileSync('mariadb-install-db', ['--no-defaults', ...asUser, `--datadir=${data}`, '--auth-root-authentication-method=normal'], {
		stdio: 'ignore',
	});
	const port = await freePort();
	const socket = join(home, 's.sock');
	// A starting server empties its folder for temporary files: each has its own.
	const temporary = join(home, 'tmp');
	mkdirSync(temporary);
	if (user) chownSync(temporary, user.uid, user.gid);
	const options = [`--datadir=${data}`, `--tmpdir=${temporary}`, `--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1'];
	const child = spawn('mariadbd', ['--no-defaults', ...asUser, ...options, ...FAST], { stdio: 'ignore' });
	await untilItAnswers(port);
	return {
		url: `mysql://guanxi:${PASSWORD}@127.0.0.1:${port}/`,
		stop: () =>
			new Promise((resolve) => {
				child.once('exit', () => {
					rmSync(home, { recursive: true, force: true });
					resolve();
				});
				child.kill('SIGTERM');
			}),
	};
}

async function untilItAnswers(port: number): Promise<void> {
	const root = knexModule({ client: 'mysql2', connection: { host: '127.0.0.1', port, user: 'root' } });
	try {
		for (let attempt = 0; ; attempt++) {
			try {
				await root.raw(`CREATE USER IF NOT EXISTS 'guanxi'@'%' IDENTIFIED BY '${PASSWORD}'`);
				break;
			} catch (error) {
				if (attempt > 150) throw error;
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
		}
		await root.raw(`GRANT ALL ON *.* TO 'guanxi'@'%'`);
	} finally {
		await root.destroy();
	}
}

/** The server refuses to run as root; Debian's package brings the user `mysql`. */
function serverUser(): { name: string; uid: number; gid: number } | null {
	if (userInfo().uid !== 0) return null;
	const id = (flag: string) => Number(execFileSync('id', [flag, 'mysql'], { encoding: 'utf8' }));
	return { name: 'mysql', uid: id('-u'), gid: id('-g') };
}
