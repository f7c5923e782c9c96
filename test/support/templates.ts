import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { connect } from '../../scripts/lib/database.ts';
import { directus } from '../../scripts/lib/directus.ts';
import { directusEnvironment, type Environment } from '../../scripts/lib/environment.ts';
import { RUN_FOLDER } from './run-folder.ts';

export const ADMIN_TOKEN = 'test-admin-token';

export { RUN_FOLDER };

/** A database to copy: bare Directus, installed with reference rows, or with the demo company. */
export type Template =
	| 'bare' | 'reference' | 'demo'
	| 'pg-bare' | 'pg-reference'
	| 'maria-bare' | 'maria-reference';

/** The environment of a test instance: fixed secrets, no schedules, own data folder. */
export function testEnvironment(folder: string, extra: Record<string, string> = {}): Environment {
	mkdirSync(folder, { recursive: true });
	return directusEnvironment({
		PATH: process.env['PATH'],
		HOME: process.env['HOME'],
		NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
		CRM_DATA_DIR: folder,
		ADMIN_EMAIL: 'admin@example.com',
		ADMIN_PASSWORD: 'test-password',
		ADMIN_TOKEN,
		SECRET: 'test-secret-of-more-than-thirty-two-characters',
		CRM_SCHEDULES: 'off',
		PRESSURE_LIMITER_ENABLED: 'false',
		CACHE_ENABLED: 'false',
		// Bundling the Studio's half takes a second of each start: test/support/browser.ts asks for it, and who else looks at it.
		SERVE_APP: process.env['SERVE_APP'] ?? 'false',
		...extra,
	});
}

/**
 * Bootstraps, and installs unless the template is bare. Once per test run; instances copy the result. Where a bare one is
 * there already, the installed one begins with its copy, which is what a bootstrap would make again.
 */
export async function makeTemplate(template: Template, bare?: Template): Promise<void> {
	const server = serverOf(template);
	const folder = join(RUN_FOLDER, template);
	rmSync(folder, { recursive: true, force: true });
	if (bare && !server) cpSync(join(RUN_FOLDER, bare), folder, { recursive: true });
	if (bare) await server?.copy(bare, databaseOf(template));
	else await server?.create(databaseOf(template));
	const env = testEnvironment(folder, server?.environment(databaseOf(template)));
	if (!bare) await directus(['bootstrap'], env);
	if (!template.endsWith('bare')) {
		const seed = template.endsWith('demo') ? 'demo' : 'reference';
		await directus(['crm', 'setup', '--fingerprint', 'test'], { ...env, CRM_SEED: seed });
	}
	if (!server && !existsSync(join(folder, 'crm.db'))) throw new Error('No template database');
	await server?.keep(template);
}

/** The environment of a new database made from a template; nothing serves it yet. */
export async function copyTemplate(template: Template, extra: Record<string, string> = {}): Promise<Environment> {
	const name = `${PREFIX}${randomUUID().slice(0, 8)}`;
	const folder = join(RUN_FOLDER, `instance-${name}`);
	const server = serverOf(template);
	if (!server) cpSync(join(RUN_FOLDER, template), folder, { recursive: true });
	await server?.copy(template, name);
	return testEnvironment(folder, { ...server?.environment(name), ...extra });
}

/** Leaves a server that was given as it was. */
export async function dropDatabases(): Promise<void> {
	const env = mariadb().environment('mysql');
	const admin = connect(env);
	const [rows] = (await admin.raw('SHOW DATABASES')) as [{ Database: string }[]];
	for (const { Database: name } of rows) if (name.startsWith(PREFIX)) await admin.raw('DROP DATABASE ??', [name]);
	await admin.destroy();
}

interface TemplateServer {
	environment: (database: string) => Record<string, string>;
	create: (database: string) => Promise<void>;
	/** Called once the template is whole. */
	keep: (template: Template) => Promise<void>;
	copy: (template: Template, database: string) => Promise<void>;
}

function serverOf(template: Template): TemplateServer | null {
	if (template.startsWith('pg-')) return postgres();
	return template.startsWith('maria-') ? mariadb() : null;
}

/** Databases of one test run, so that several runs can share a server and each removes its own. */
const PREFIX = `guanxi_${RUN_FOLDER.replace(/\D+/g, '') || '0'}_`;

export const databaseOf = (template: Template): string => `${PREFIX}${template.replace('-', '_')}`;

function postgres(): TemplateServer {
	const url = process.env['GUANXI_PG_URL']!;
	const run = async (sql: string, names: string[]) => {
		const admin = connect({ DB_CLIENT: 'pg', DB_CONNECTION_STRING: url });
		await admin.raw(sql, names).finally(() => admin.destroy());
	};
	return {
		environment: (database) => ({ DB_CLIENT: 'pg', DB_CONNECTION_STRING: url.replace(/\/[^/]*$/, `/${database}`) }),
		create: (database) => run('CREATE DATABASE ??', [database]),
		keep: () => Promise.resolve(),
		copy: (template, database) => run('CREATE DATABASE ?? TEMPLATE ??', [database, databaseOf(template)]),
	};
}

/** MariaDB cannot copy a database, so the template is dumped once and read into each copy. */
function mariadb(): TemplateServer {
	const url = new URL(process.env['MARIADB_URL']!);
	const login = [`--host=${url.hostname}`, `--port=${url.port || 3306}`, `--user=${url.username}`, `--password=${url.password}`];
	const dump = (template: Template) => join(RUN_FOLDER, `${template}.sql`);
	const create = (database: string): Promise<void> => {
		execFileSync('mariadb', ['--no-defaults', ...login, '-e', `CREATE DATABASE ${database} CHARACTER SET utf8mb4`]);
		return Promise.resolve();
	};
	return {
		environment: (database) => ({
			DB_CLIENT: 'mysql',
			DB_HOST: url.hostname,
			DB_PORT: url.port || '3306',
			DB_USER: decodeURIComponent(url.username),
			DB_PASSWORD: decodeURIComponent(url.password),
			DB_DATABASE: database,
		}),
		create,
		keep: async (template) => {
			const child = spawn('mariadb-dump', ['--no-defaults', ...login, databaseOf(template)], { stdio: ['ignore', 'pipe', 'inherit'] });
			child.stdout.pipe(createWriteStream(dump(template)));
			await once(child, 'close');
		},
		copy: async (template, database) => {
			await create(database);
			const child = spawn('mariadb', ['--no-defaults', ...login, database], { stdio: ['pipe', 'ignore', 'inherit'] });
			createReadStream(dump(template)).pipe(child.stdin);
			const [code] = (await once(child, 'close')) as [number];
			if (code !== 0) throw new Error(`The template ${template} could not be copied`);
		},
	};
}
