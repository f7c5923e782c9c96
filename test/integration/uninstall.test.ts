import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { connect } from '../../scripts/lib/database.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { DIRECTUS_CLI, ROOT } from '../../scripts/lib/paths.ts';
import { crm, crmDone } from '../support/crm.ts';
import { serve } from '../support/instance.ts';
import { freePort } from '../support/postgres-cluster.ts';
import { takeSnapshot, type Snapshot } from '../support/snapshot.ts';
import { copyTemplate } from '../support/templates.ts';

const names = (snapshot: Snapshot): string[] =>
	[...snapshot.keys()].filter((row) => /^(table|index|directus_(collections|fields|relations|translations|panels|dashboards)):/.test(row)).sort();
const ofAbc = (snapshot: Snapshot): string[] =>
	names(snapshot).filter((row) => /crm_(scoring|score|customer_scores|class_history)|value_class|turnover_12m|order_count_12m/.test(row));

describe('uninstall', () => {
	it('an instance on which nobody built is dropped without force, killed half-way or not, and installs again', async () => {
		const env = await copyTemplate('reference');
		const knex = connect(env);
		const whole = await takeSnapshot(knex);
		expect(ofAbc(whole).length).toBeGreaterThan(50);
		await killWhenGone(env, 'crm_customer_scores');
		expect(await knex.schema.hasTable('crm_customer_scores')).toBe(false);
		await crmDone(env, 'uninstall', '--only', 'abc', '--drop', '--yes');
		expect(ofAbc(await takeSnapshot(knex))).toEqual([]);
		expect(await crmDone(env, 'audit')).toMatchObject({ ok: true });
		expect(await crmDone(env, 'install')).toMatchObject({ created: 0 });
		await crmDone(env, 'install', '--only', 'abc');
		expect(names(await takeSnapshot(knex))).toEqual(names(whole));
		await knex.destroy();
	});

	it('a plugin that is off serves nothing, and the rest works', async () => {
		const env = await copyTemplate('reference');
		await crmDone(env, 'uninstall', '--only', 'abc');
		const instance = await serve({ ...env, PORT: String(await freePort()) });
		expect((await instance.call('GET', '/crm/abc/models/pareto/summary')).status).toBe(404);
		expect((await instance.call('GET', '/crm/system/status')).data).toMatchObject({ plugins: [{ id: 'core' }, { id: 'complaints' }, { id: 'loyalty' }], installed: true });
		expect((await instance.call('POST', '/items/crm_customers', { name: 'Still works' })).status).toBe(200);
		await instance.stop();
	});

	it('tells what goes, how many rows it has, and how to back it up', async () => {
		const env = await copyTemplate('reference');
		const { code, output, json } = await crm(env, 'uninstall', '--only', 'abc', '--drop');
		expect(code).toBe(1);
		expect(json).toMatchObject({ refused: 'not_confirmed', blockers: [] });
		expect(json['rows']).toContainEqual({ name: 'collection crm_scoring_models', rows: 3 });
		expect(output).not.toContain('    at ');
	});

	it.each([
		{ why: 'no plugin named', args: [], code: 2, says: /"only" is missing/ },
		{ why: 'an unknown plugin', args: ['--only', 'nope'], code: 2, says: /"only" has no plugin "nope"; choose from abc, complaints, core/ },
		{ why: 'core under other plugins', args: ['--only', 'core'], code: 1, says: /still installed: abc, complaints, loyalty.*--only abc,complaints,loyalty,core/ },
	])('$why: exit status $code', async ({ args, code, says }) => {
		const done = await crm(await copyTemplate('reference'), 'uninstall', ...args);
		expect(done.output).toMatch(says);
		expect(done.code).toBe(code);
	});
});

/** Starts a drop and kills it the moment the table is gone. */
function killWhenGone(env: Environment, table: string): Promise<void> {
	return new Promise((resolve) => {
		const args = ['crm', 'uninstall', '--only', 'abc', '--drop', '--yes'];
		const child = spawn(process.execPath, [DIRECTUS_CLI, ...args], { cwd: ROOT, env, stdio: 'ignore' });
		const knex = connect(env);
		const watch = setInterval(() => {
			knex.schema
				.hasTable(table)
				.then((exists) => !exists && child.kill('SIGKILL'))
				.catch(() => undefined);
		}, 5);
		child.on('exit', () => {
			clearInterval(watch);
			void knex.destroy().then(() => resolve());
		});
	});
}
