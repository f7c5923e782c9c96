import { spawn } from 'node:child_process';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { connect } from '../../scripts/lib/database.ts';
import { directus } from '../../scripts/lib/directus.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { DIRECTUS_CLI, ROOT } from '../../scripts/lib/paths.ts';
import { crm, crmDone } from '../support/crm.ts';
import { eachInstance } from '../support/each-instance.ts';
import { copyTemplate } from '../support/templates.ts';

interface Result {
	dry_run: boolean;
	created: number;
	items: string[];
	error?: string;
}

async function install(env: Environment, ...args: string[]): Promise<Result> {
	const stdout = await directus(['crm', 'install', '--json', ...args], env);
	return JSON.parse(stdout.trim().split('\n').at(-1)!) as Result;
}

/** Every row of metadata and every table, as one comparable value. */
async function fingerprint(env: Environment): Promise<object> {
	const knex = connect(env);
	const collections = await knex('directus_collections').pluck('collection').orderBy('collection');
	const fields = await knex('directus_fields').select('collection', 'field').orderBy(['collection', 'field']);
	const relations = await knex('directus_relations').select('many_collection', 'many_field').orderBy(['many_collection', 'many_field']);
	const tables = await tablesOf(knex);
	const panels = await knex('directus_panels').pluck('id').orderBy('id');
	const bookmarks = await knex('directus_presets').count({ n: '*' });
	const texts = await knex('directus_translations').pluck('id').orderBy('id');
	await knex.destroy();
	return { collections, fields, relations, tables, panels, bookmarks, texts };
}

const TABLES: Record<string, string> = {
	sqlite3: `SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2`,
	pg: `SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2`,
	mysql2: `SELECT DISTINCT table_name, index_name FROM information_schema.statistics
		WHERE table_schema = DATABASE() ORDER BY 1, 2`,
};

async function tablesOf(knex: Knex): Promise<unknown> {
	const answer = await knex.raw(TABLES[knex.client.config.client as string]!);
	return answer.rows ?? (knex.client.config.client === 'mysql2' ? answer[0] : answer);
}

eachInstance('install', ({ bare }) => {
	/** Installed once, for all tests that only look at it. */
	let installed: { env: Environment; real: Result; whole: object };
	let tried: { dry: Result; before: object; after: object };
	beforeAll(async () => {
		const env = await copyTemplate(bare);
		const before = await fingerprint(env);
		tried = { before, dry: await install(env, '--dry-run'), after: await fingerprint(env) };
		installed = { env, real: await install(env), whole: await fingerprint(env) };
	});

	it('without room for all collections nothing is written, and it says what fits', async () => {
		const env = { ...(await copyTemplate(bare)), CRM_COLLECTION_LIMIT: '12' };
		const before = await fingerprint(env);
		const { code, json } = await crm(env, 'install');
		expect(code).toBe(1);
		expect(json['error']).toMatch(/allows 12 collections and has room for 12; \d+ are needed. What fits together: core,abc;/);
		expect(await fingerprint(env)).toEqual(before);
		await crmDone(env, 'install', '--only', 'core,abc');
		expect((await crm(env, 'install')).json['error']).toContain('has room for 0');
	});

	it('a dry run lists exactly what the real run creates, and writes nothing', () => {
		expect(tried.dry.items.length).toBeGreaterThan(100);
		expect(tried.after).toEqual(tried.before);
		expect(installed.real.items).toEqual(tried.dry.items);
	});

	it('a second run has nothing to do', async () => {
		expect(await install(installed.env)).toMatchObject({ created: 0, items: [] });
		expect(await fingerprint(installed.env)).toEqual(installed.whole);
	});

	it('--only installs core and the named plugins', async () => {
		const env = await copyTemplate(bare);
		const { items } = await install(env, '--only', 'core');
		expect(items.join('\n')).toContain('collection crm_customers');
		expect(items.join('\n')).not.toContain('crm_scoring_models');
		expect(items.filter((item) => item.startsWith('row crm_calendars'))).toHaveLength(2);
		const more = await install(env, '--only', 'abc');
		expect(more.items.join('\n')).toContain('collection crm_scoring_models');
		expect(more.items.filter((item) => item.startsWith('row crm_scoring_models'))).toHaveLength(3);
	});

	it('plants what every installation starts with, so that the audit is content; edited and deleted rows stay so', async () => {
		const env = await copyTemplate(bare);
		const { items } = await install(env);
		expect(items).toContain('module crm in the module bar');
		expect(await crmDone(env, 'audit')).toMatchObject({ ok: true });
		const knex = connect(env);
		const bar = async (): Promise<string[]> => {
			const { module_bar: stored } = await knex('directus_settings').first('module_bar');
			const entries = (typeof stored === 'string' ? JSON.parse(stored) : stored) as { id: string }[];
			return entries.map(({ id }) => id);
		};
		expect((await bar())[0]).toBe('crm');
		expect(await knex('crm_settings').pluck('currency')).toEqual(['CNY']);
		expect(await knex('crm_scoring_models').orderBy('key').pluck('key')).toEqual(['pareto', 'pyramid', 'turnover']);

		await knex('directus_settings').update({ module_bar: JSON.stringify([{ type: 'module', id: 'content', enabled: true }]) });
		await knex('crm_calendars').where({ key: 'five-day' }).del();
		await knex('crm_scoring_models').where({ key: 'turnover' }).update({ window_months: 6 });
		expect(await install(env)).toMatchObject({ created: 0, items: [] });
		expect(await bar()).toEqual(['content']);
		expect(await knex('crm_calendars').pluck('key')).toEqual(['china']);
		expect(await knex('crm_scoring_models').where({ key: 'turnover' }).pluck('window_months')).toEqual([6]);
		await knex.destroy();
	});

	it('an unknown plugin is refused by name', async () => {
		const env = await copyTemplate(bare);
		await expect(install(env, '--only', 'nonsense')).rejects.toThrow(/"only" has no plugin "nonsense"/);
	});

	it('a field with our name and another type aborts before any write, with a report', async () => {
		const env = await copyTemplate(bare);
		const knex = connect(env);
		await knex.schema.createTable('crm_customers', (table) => {
			table.uuid('id').primary();
			table.integer('name');
		});
		await knex.destroy();
		const before = await fingerprint(env);
		await expect(install(env)).rejects.toThrow(/crm_customers\.name is integer, we need string.*Rename or remove/);
		expect(await fingerprint(env)).toEqual(before);
	});

	it('what an admin made before stays as it is', async () => {
		const env = await copyTemplate(bare);
		const knex = connect(env);
		await knex.schema.createTable('crm_customers', (table) => {
			table.uuid('id').primary();
			table.string('name');
			table.string('my_field');
		});
		await knex('crm_customers').insert({ id: '00000000-0000-4000-8000-000000000001', name: 'Kept', my_field: 'mine' });
		await install(env);
		expect(await knex('crm_customers').select('name', 'my_field')).toEqual([{ name: 'Kept', my_field: 'mine' }]);
		await knex.destroy();
	});

	it('killed anywhere, it can be run again to the same end', async () => {
		const env = await copyTemplate(bare);
		for (const table of ['crm_customers', 'directus_translations', 'directus_presets']) {
			await killWhen(env, table);
		}
		await install(env);
		expect(await fingerprint(env)).toEqual(installed.whole);
	});
}, { isLong: true });

/** Starts an install and kills it the moment `table` exists and has rows, or lets it end. */
function killWhen(env: Environment, table: string): Promise<void> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [DIRECTUS_CLI, 'crm', 'install'], { cwd: ROOT, env, stdio: 'ignore' });
		const knex = connect(env);
		const watch = setInterval(() => {
			knex.schema
				.hasTable(table)
				.then(async (exists) => exists && (await knex(table).first()) !== undefined && child.kill('SIGKILL'))
				.catch(() => undefined);
		}, 5);
		child.on('exit', () => {
			clearInterval(watch);
			void knex.destroy().then(() => resolve());
		});
	});
}
