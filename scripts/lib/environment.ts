import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXTENSIONS, ROOT } from './paths.ts';

export type Environment = Record<string, string>;

const CLIENTS = ['sqlite3', 'pg', 'mysql'];
const SEEDS = ['demo', 'reference', 'none'];

interface Secrets {
	secret: string;
	adminPassword: string;
	/** The database was made with a password of the caller's: the generated one opens nothing. */
	ownPassword?: boolean;
}

/**
 * The environment Directus gets: the caller's variables win, the rest has defaults that need no set-up. Generated
 * secrets stay in the data folder, readable by the owner only. Throws one clear line for anything unusable.
 */
export function directusEnvironment(given: NodeJS.ProcessEnv = process.env): Environment {
	const defined = Object.fromEntries(
		Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1])),
	);
	const data = resolve(ROOT, defined['CRM_DATA_DIR'] ?? 'data');
	prepareFolder(data);
	const client = defined['DB_CLIENT'] ?? (defined['DB_CONNECTION_STRING'] ? 'pg' : 'sqlite3');
	if (!CLIENTS.includes(client)) {
		throw new Error(`DB_CLIENT is "${client}". Choose one of ${CLIENTS.join(', ')} (MariaDB is "mysql").`);
	}
	const seed = defined['CRM_SEED'] ?? 'demo';
	if (!SEEDS.includes(seed)) throw new Error(`CRM_SEED is "${seed}". Choose "demo" or "reference".`);
	const limit = defined['CRM_PUBLIC_LIMIT'] ?? '0';
	if (!/^\d+$/.test(limit)) throw new Error(`CRM_PUBLIC_LIMIT is "${limit}"; it must be a whole number, 0 for no limit.`);
	const secrets = readSecrets(join(data, 'secrets.json'));
	const host = defined['HOST'] ?? '127.0.0.1';
	const port = defined['PORT'] ?? '8055';
	if (!/^\d+$/.test(port) || Number(port) > 65_535) throw new Error(`PORT is "${port}"; it must be a number up to 65535.`);
	const email = defined['ADMIN_EMAIL'] ?? 'admin@example.com';
	return {
		SECRET: secrets.secret,
		ADMIN_PASSWORD: secrets.adminPassword,
		PUBLIC_URL: `http://${host === '0.0.0.0' ? 'localhost' : host}:${port}`,
		PROJECT_NAME: 'Guanxi',
		PROJECT_OWNER: email,
		TELEMETRY: 'false',
		STORAGE_LOCATIONS: 'local',
		STORAGE_LOCAL_ROOT: join(data, 'uploads'),
		TEMP_PATH: join(data, 'tmp'),
		EXTENSIONS_PATH: EXTENSIONS,
		EXTENSIONS_MUST_LOAD: 'true',
		LOG_LEVEL: 'warn',
		CRM_SEED: 'demo',
		CRM_SCHEDULES: 'on',
		CRM_PUBLIC_LIMIT: '120',
		// Directus believes every caller's word for its address otherwise, and limits could be passed.
		IP_TRUST_PROXY: 'false',
		...(client === 'sqlite3' ? { DB_FILENAME: join(data, 'crm.db') } : {}),
		...defined,
		CRM_DATA_DIR: data,
		DB_CLIENT: client,
		ADMIN_EMAIL: email,
		HOST: host,
		PORT: port,
		TZ: 'UTC',
	};
}

function prepareFolder(folder: string): void {
	try {
		for (const part of ['', 'uploads', 'tmp']) mkdirSync(join(folder, part), { recursive: true });
		accessSync(folder, constants.W_OK);
	} catch {
		throw new Error(`The data folder ${folder} cannot be written. Set CRM_DATA_DIR to a folder you own.`);
	}
}

/** Remembers which password the first administrator got; called once, before the database is made. */
export function rememberPassword(folder: string, isOwn: boolean): void {
	const file = join(folder, 'secrets.json');
	writeFileSync(file, `${JSON.stringify({ ...readSecrets(file), ownPassword: isOwn })}\n`, { mode: 0o600 });
}

/** The administrator's password where we made it up, else null. */
export function generatedPassword(folder: string): string | null {
	const { adminPassword, ownPassword } = readSecrets(join(folder, 'secrets.json'));
	return ownPassword ? null : adminPassword;
}

function readSecrets(file: string): Secrets {
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
	const secrets: Secrets = {
		secret: randomBytes(32).toString('base64url'),
		adminPassword: randomBytes(9).toString('base64url'),
	};
	writeFileSync(file, `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
	return secrets;
}
