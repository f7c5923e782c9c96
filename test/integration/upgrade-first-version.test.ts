import { coreSchema } from '@guanxi/schema/core/index';
import type { Knex } from 'knex';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../scripts/lib/database.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { crmDone } from '../support/crm.ts';
import { firstVersion } from '../support/first-version.ts';
import { nextVersionExtensions } from '../support/next-version/extensions.ts';
import { NEXT } from '../support/next-version/schema.ts';
import { compare, takeSnapshot } from '../support/snapshot.ts';

/** Since then an administrator moved a panel, renamed a field, deleted a calendar and took the module away. */
async function usedFirstVersion(): Promise<{ env: Environment; knex: Knex }> {
	const env = await firstVersion();
	const knex = connect(env);
	onTestFinished(() => knex.destroy());
	await knex('directus_panels').where({ id: NEXT.editedPanel }).update({ position_x: 3 });
	const translations = JSON.stringify([{ language: 'en-US', translation: 'Territory' }]);
	await knex('directus_fields').where({ collection: 'crm_customers', field: 'region' }).update({ translations });
	await knex('crm_calendars').where({ key: 'five-day' }).del();
	await knex('directus_settings').update({ module_bar: JSON.stringify([{ type: 'module', id: 'content', enabled: true }]) });
	return { env, knex };
}

/** Lists, displays of amounts, the customers' next task and their points, complaints in settings and interactions, which have followed since; nothing that somebody made. */
const FOLLOWED =
	/^(crm_meta:(seed|version):|directus_presets:\d+ layout_|directus_fields:crm_\w+\.\w+ display_options$|crm_customers:\S+ (next_task_at|points_available|loyalty_tier|,)+$|crm_settings:\S+ (complaint_\w+|,)+$|crm_interactions:\S+ complaint$|table:crm_(customers|interactions|settings) columns$)/;

const itemsOf = async (env: Environment): Promise<string[]> => (await crmDone(env, 'install'))['items'] as string[];

describe('an instance that the first version made', () => {
	it('gets what is new, keeps what it has, and then upgrades as ever', async () => {
		const { env, knex } = await usedFirstVersion();
		const before = await takeSnapshot(knex);
		const dry = (await crmDone(env, 'install', '--dry-run'))['items'];
		expect(await itemsOf(env)).toEqual(dry);
		const { removed, changed } = compare(before, await takeSnapshot(knex));
		expect(removed).toEqual([]);
		expect(changed.filter((row) => !FOLLOWED.test(row))).toEqual([]);
		expect(await knex('directus_roles').where('name', 'like', '%Sales manager%')).toHaveLength(1);
		expect(await crmDone(env, 'score', 'pareto')).toMatchObject({ customers: 2, changed: 0 });
		expect(await crmDone(env, 'audit')).toMatchObject({ ok: true });
		expect(await itemsOf(env)).toEqual([]);

		const items = await itemsOf({ ...env, EXTENSIONS_PATH: await nextVersionExtensions() });
		expect(items).toContain('change of field crm_customers.industry: width, translations');
		expect(items).toContain(`change of row directus_panels ${NEXT.changedPanel}`);
		expect(items).toContain(`removal of row directus_presets ${NEXT.retiredBookmark}`);
		expect(items.join('\n')).not.toContain(NEXT.editedPanel);
		expect(items.join('\n')).not.toContain('crm_customers.region:');
	});

	it('upgraded over a version, keeps its labels as they are, and still gets what is new', async () => {
		const { env } = await usedFirstVersion();
		const next = { ...env, EXTENSIONS_PATH: await nextVersionExtensions() };
		const items = await itemsOf(next);
		const changes = items.filter((item) => /^(change|removal)/.test(item));
		expect(changes).toContain('change of field crm_customers.risk: options, display_options');
		expect(changes).toContain(`change of row directus_panels ${NEXT.changedPanel}`);
		expect(changes.filter((item) => /translations|^removal/.test(item))).toEqual([]);
		expect(items).toContain('field crm_customers.nickname (string)');
		expect(items).toContain(`migration of core to version ${coreSchema.version + 1}`);
		expect(await itemsOf(next)).toEqual([]);
	});
});
