import type { Knex } from 'knex';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ROLES } from '../../schema/core/roles.ts';
import type { RoleId } from '../../schema/roles/model.ts';
import { connect } from '../../scripts/lib/database.ts';
import { directus } from '../../scripts/lib/directus.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { copyTemplate } from '../support/templates.ts';

const specOf = (id: RoleId) => ROLES.find((role) => role.id === id)!;
const install = (env: Environment): Promise<string> => directus(['crm', 'install'], env);

function open(env: Environment): Knex {
	const knex = connect(env);
	onTestFinished(() => knex.destroy());
	return knex;
}

describe('installing roles', () => {
	it('what an admin changed or deleted stays so, and what hung on it is not missed', async () => {
		const env = await copyTemplate('reference');
		const knex = open(env);
		const { granular: policy } = specOf('representative').policy;
		await knex('directus_permissions').where({ policy, collection: 'crm_contacts', action: 'delete' }).del();
		await knex('directus_permissions').where({ policy, collection: 'crm_tasks', action: 'read' }).update({ fields: 'title' });
		const { granular: removed } = specOf('service').policy;
		await knex('directus_permissions').where({ policy: removed }).del();
		await knex('directus_access').where({ policy: removed }).del();
		await knex('directus_policies').where({ id: removed }).del();
		// As if an update brought a new permission for the policy that is gone.
		await knex('crm_meta').where('key', 'like', 'seed:directus_permissions:%').limit(1000).del();
		await expect(install(env)).resolves.toMatch(/created or brought up to date/);
		expect(await knex('directus_policies').where({ id: removed })).toEqual([]);
		expect(await knex('directus_permissions').where({ policy: removed })).toEqual([]);
	});

	it('a second installation plants nothing again', async () => {
		const env = await copyTemplate('reference');
		const knex = open(env);
		const { granular: policy } = specOf('representative').policy;
		await knex('directus_permissions').where({ policy, collection: 'crm_contacts', action: 'delete' }).del();
		await knex('directus_permissions').where({ policy, collection: 'crm_tasks', action: 'read' }).update({ fields: 'title' });
		const before = await knex('directus_permissions').orderBy('id');
		expect(await install(env)).toContain('Nothing to do');
		expect(await knex('directus_permissions').orderBy('id')).toEqual(before);
	});

	it('without rules where those are not taken: every permission is open, and the names say so', async () => {
		const env = { ...(await copyTemplate('bare')), CRM_ROLES: 'basic' };
		const knex = open(env);
		expect(await install(env)).toMatch(/no row rules/);
		const policies = ROLES.map(({ policy }) => policy.basic);
		const names: string[] = await knex('directus_policies').whereIn('id', policies).pluck('name');
		expect(names.length).toBe(ROLES.length);
		for (const name of names) expect(name).toMatch(/无行级规则.*no row rules/);
		const rows = await knex('directus_permissions').whereIn('policy', policies).where('collection', 'like', 'crm_%');
		expect(rows.length).toBeGreaterThan(50);
		expect(rows.filter(({ fields, permissions }) => fields !== '*' || !['{}', null].includes(permissions))).toEqual([]);
		expect(await knex('directus_policies').whereIn('id', ROLES.map(({ policy }) => policy.granular))).toEqual([]);
		// Without the wish the installation keeps the set it has.
		expect(await install({ ...env, CRM_ROLES: '' })).toContain('Nothing to do');
	});

	it('an unknown wish is refused by name', async () => {
		const env = { ...(await copyTemplate('bare')), CRM_ROLES: 'none' };
		await expect(install(env)).rejects.toThrow(/CRM_ROLES.*choose "granular" or "basic"/);
	});
});
