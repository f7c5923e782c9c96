import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directus } from '../../scripts/lib/directus.ts';
import { directusEnvironment, type Environment } from '../../scripts/lib/environment.ts';

export const ADMIN_TOKEN = 'test-admin-token';

/** Where templates and instances of one test run live. */
export const RUN_FOLDER = process.env['GUANXI_TEST_FOLDER'] ?? join(tmpdir(), `guanxi-test-${process.pid}`);

/** The environment of a test instance: fixed secrets, no schedules, own data folder. */
export function testEnvironment(folder: string, extra: Record<string, string> = {}): Environment {
	mkdirSync(folder, { recursive: true });
	return directusEnvironment({
		PATH: process.env['PATH'],
		HOME: process.env['HOME'],
		CRM_DATA_DIR: folder,
		ADMIN_EMAIL: 'admin@example.com',
		ADMIN_PASSWORD: 'test-password',
		ADMIN_TOKEN,
		SECRET: 'test-secret-of-more-than-thirty-two-characters',
		CRM_SCHEDULES: 'off',
		PRESSURE_LIMITER_ENABLED: 'false',
		CACHE_ENABLED: 'false',
		...extra,
	});
}

/** Bootstraps and installs once per seed; instances copy the result. */
export async function makeTemplate(name: string, extra: Record<string, string>): Promise<Environment> {
	const folder = join(RUN_FOLDER, name);
	rmSync(folder, { recursive: true, force: true });
	const env = testEnvironment(folder, extra);
	await directus(['bootstrap'], env);
	if (env['CRM_SEED'] !== 'none') await directus(['crm', 'setup', '--fingerprint', 'test'], env);
	if (!extra['DB_CLIENT'] && !existsSync(join(folder, 'crm.db'))) throw new Error('No template database');
	return env;
}
