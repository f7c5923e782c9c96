import { abcSchema } from '@guanxi/schema/abc-scoring/index';
import { coreSchema } from '@guanxi/schema/core/index';
import { ROLES } from '@guanxi/schema/core/roles';
import { compileRights } from '@guanxi/schema/roles/compile';
import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../scripts/lib/database.ts';
import { isCoreOff, switchCoreOn } from '../../scripts/lib/core-switch.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { EXTENSIONS } from '../../scripts/lib/paths.ts';
import { crm, crmDone } from '../support/crm.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance } from '../support/instance.ts';
import { buildOnGuanxi, useWithoutGuanxi } from '../support/live-admin.ts';
import { nextVersionExtensions } from '../support/next-version/extensions.ts';
import { NEXT } from '../support/next-version/schema.ts';
import { compare, takeSnapshot, type Difference, type Snapshot } from '../support/snapshot.ts';

/** What our roles may do with the plugin's collections. */
const OUR_RIGHTS = compileRights(abcSchema.rights, ROLES, 'granular');

const NOTHING: Difference = { added: [], removed: [], changed: [] };

eachInstance('a live instance', ({ bare, reference }) => {
	let env: Environment;
	let knex: Knex;
	let before: Snapshot;
	const since = async (): Promise<Difference> => compare(before, await takeSnapshot(knex));

	beforeAll(async () => {
		const instance = await startInstance(reference);
		await buildOnGuanxi(instance);
		await instance.stop();
		env = instance.env;
		knex = connect(env);
	});
	afterAll(() => knex?.destroy());

	it('installing into an instance in use adds, and changes nothing of what is there', async () => {
		const instance = await startInstance(bare);
		await useWithoutGuanxi(instance);
		const earlier = await takeSnapshot(instance.knex);
		const installed = await instance.call('POST', '/crm/system/install', {});
		expect(installed.status).toBe(200);
		const { removed, changed } = compare(earlier, await takeSnapshot(instance.knex));
		await instance.stop();
		// Our module joins the bar; everything else is as it was.
		expect(removed).toEqual([]);
		expect(changed.filter((row) => row !== 'directus_settings:1 module_bar')).toEqual([]);
	});

	it('installing again changes nothing', async () => {
		before = await takeSnapshot(knex);
		expect(await crmDone(env, 'install')).toMatchObject({ created: 0, items: [] });
		expect(await since()).toEqual(NOTHING);
	});

	it('an upgrade brings what is new, follows where nobody edited, and leaves all else alone', async () => {
		env = { ...env, EXTENSIONS_PATH: await nextVersionExtensions() };
		const customers: number = Number((await knex('crm_customers').count({ n: '*' }).first())!['n']);
		const killed = await crm({ ...env, TEST_DIE_IN_MIGRATION: '1' }, 'install');
		expect(killed.code).toBe(9);
		await crmDone(env, 'install');
		const { added, removed, changed } = withoutMeta(await since());
		expect(added).toEqual([
			'directus_extensions:next-version',
			'directus_fields:crm_customers.nickname',
			'directus_translations:en-US:crm_customers_risk_lawsuit',
			'directus_translations:en-US:crm_next_text',
			'directus_translations:zh-CN:crm_customers_risk_lawsuit',
			'directus_translations:zh-CN:crm_next_text',
			`index:${NEXT.index}`,
		]);
		expect(removed.map((row) => row.split(':')[0])).toEqual(['directus_presets']);
		const rows = changed.filter((row) => row.startsWith('crm_customers:'));
		expect(rows).toHaveLength(customers);
		expect(rows.every((row) => row.endsWith(' nickname'))).toBe(true);
		// The new column of a plain table is empty in every old row.
		expect(changed.filter((row) => !/^crm_(customers:|score_runs:\S+ hint$)/.test(row))).toEqual([
			'directus_collections:crm_customers icon,item_duplication_fields,translations',
			'directus_fields:crm_customers.industry translations,width',
			'directus_fields:crm_customers.risk display_options,options',
			`directus_panels:${NEXT.changedPanel} icon`,
			'directus_translations:en-US:crm_bookmark_my_customers value',
			'directus_translations:zh-CN:crm_bookmark_my_customers value',
			'directus_translations:zh-CN:crm_bookmark_overdue_orders value',
			'table:crm_customers columns',
			'table:crm_score_runs columns',
		]);
		const { options } = await knex('directus_fields').where({ collection: 'crm_customers', field: 'risk' }).first('options');
		const choices = (typeof options === 'string' ? JSON.parse(options) : options).choices as { value: string }[];
		expect(choices.map(({ value }) => value)).toEqual(['none', 'watch', 'insolvent', 'lawsuit', 'disputed']);
	});

	it('the upgrade is done once, and an older build does not touch a newer schema', async () => {
		before = await takeSnapshot(knex);
		expect(await crmDone(env, 'install')).toMatchObject({ created: 0, items: [] });
		const refused = await crm({ ...env, EXTENSIONS_PATH: EXTENSIONS }, 'install');
		expect(refused.code).toBe(1);
		const { version } = coreSchema;
		expect(refused.output).toContain(`core has version ${version + 1}, this build brings ${version}`);
		expect(await since()).toEqual(NOTHING);
	});

	it('uninstalling without --drop stops the code, keeps every row, and can be taken back', async () => {
		before = await takeSnapshot(knex);
		expect(await crmDone(env, 'uninstall', '--only', 'abc')).toMatchObject({ dropped: false });
		const { added, removed, changed } = await since();
		expect({ added, removed }).toEqual({ added: [], removed: [] });
		expect(changed).toContain('directus_extensions:abc-scoring enabled');
		expect(changed.filter((row) => !/^directus_extensions:(abc-scoring|crm-abc-\S+) enabled$/.test(row))).toEqual([]);
		expect(await crm(env, 'score')).toMatchObject({ code: 2 });
		expect(await crmDone(env, 'install')).toMatchObject({ created: 0 });
		expect(await crmDone(env, 'install', '--only', 'abc')).toMatchObject({ created: 0 });
		expect(await since()).toEqual(NOTHING);
	});

	it('--drop names what was built on the plugin and takes nothing', async () => {
		before = await takeSnapshot(knex);
		const refused = await crm(env, 'uninstall', '--only', 'abc', '--drop', '--yes');
		expect(refused).toMatchObject({ code: 1, json: { refused: 'built_upon' } });
		expect(refused.json['blockers']).toEqual(BUILT_ON_ABC);
		const asked = await crm(env, 'uninstall', '--only', 'abc', '--drop', '--force');
		expect(asked).toMatchObject({ code: 1, json: { refused: 'not_confirmed' } });
		expect(await crm(env, 'uninstall', '--only', 'core', '--drop', '--yes')).toMatchObject({ code: 1 });
		expect(await since()).toEqual(NOTHING);
	});

	it('--drop --force takes what is ours and what cannot stay, and nothing else', async () => {
		before = await takeSnapshot(knex);
		await crmDone(env, 'uninstall', '--only', 'abc', '--drop', '--force', '--yes');
		const { added, removed, changed } = withoutMeta(await since());
		expect(added).toEqual([]);
		expect(removed.filter((row) => !ABC_OWN.test(row)).map(withoutId)).toEqual([
			'directus_fields:crm_customers.my_scores',
			'directus_permissions', // the administrator's on crm_customer_scores
			...OUR_RIGHTS.map(() => 'directus_permissions'),
			'directus_presets', // our six of the next version and the administrator's on crm_scoring_models
			...Array<string>(6).fill('directus_presets'),
			'directus_relations:visits.model',
		]);
		const lostColumns = /^crm_customers:\S+ order_count_12m,turnover_12m,value_class,value_class_since$/;
		const others = changed.filter((row) => !row.startsWith('directus_extensions:') && !lostColumns.test(row));
		expect(others.map(withoutId)).toEqual([
			'directus_fields:crm_customers.my_region group',
			'directus_permissions fields',
			'table:crm_customers columns',
		]);
		const visit = await knex('visits').first('customer', 'model');
		expect(visit.customer).toBeTruthy();
		expect(visit.model).toBeTruthy();
		expect(await knex('crm_customers').where({ name: 'Child' }).first('my_region')).toEqual({ my_region: 1 });
	});

	it('core goes last and leaves the instance as it was without us', async () => {
		before = await takeSnapshot(knex);
		await crmDone(env, 'uninstall', '--only', 'complaints,loyalty,core', '--drop', '--force', '--yes');
		const after = await takeSnapshot(knex);
		const ours = [...after.keys()].filter((row) => /^(table:|crm_|directus_(collections|fields|relations):)\S*crm_/.test(row));
		expect(ours).toEqual([]);
		const own = [...before.keys()].filter((row) => /^(visits|regions|table:(visits|regions)|directus_fields:(visits|regions)\.)/.test(row));
		expect(own.length).toBeGreaterThan(8);
		expect(own.filter((row) => JSON.stringify(after.get(row)) !== JSON.stringify(before.get(row)))).toEqual([]);
		expect([...after.keys()]).toContain('directus_translations:en-US:my_key');
		expect([...after.keys()]).toContain('directus_translations:en-US:crm_bookmark_overdue_orders');
	});

	it('all of it can be installed again, beside what the administrator kept', async () => {
		expect(await isCoreOff(env)).toBe(true);
		await switchCoreOn(env);
		expect(await isCoreOff(env)).toBe(false);
		before = await takeSnapshot(knex);
		await crmDone(env, 'install', '--only', 'abc,complaints,loyalty');
		const { removed, changed } = await since();
		expect(removed).toEqual([]);
		const others = changed.filter((row) => !/^directus_extensions:(abc-scoring|complaints|loyalty|crm-(abc|complaints|loyalty)-\S+) enabled$/.test(row));
		expect(others).toEqual(['directus_settings:1 module_bar']);
		expect(await crmDone(env, 'audit')).toMatchObject({ ok: true });
	});
}, { isLong: true });

const BUILT_ON_ABC = expect.arrayContaining(
	[
		{ kind: 'field', what: 'crm_scoring_models.reviewer_note' },
		{ kind: 'field', what: 'crm_customers.my_scores' },
		{ kind: 'setting', what: 'visits' },
		{ kind: 'relation', what: 'visits.model -> crm_scoring_models' },
		{ kind: 'flow', what: 'Greet new models' },
		{ kind: 'panel', what: 'Board meeting › Our classes' },
		{ kind: 'permission', what: 'Own readers › read crm_customer_scores' },
		{ kind: 'permission', what: 'Own readers › read crm_customers' },
		{ kind: 'bookmark', what: 'crm_scoring_models › My models' },
		{ kind: 'translation', what: 'en-US crm_bookmark_class_changed' },
	].map((blocker) => expect.objectContaining(blocker) as unknown),
) as unknown;

/** What abc made here: its tables, its fields on customers, its texts and indexes. */
const ABC_OWN =
	/^(index:|(table:|directus_(collections|fields|relations):)?crm_(scor|customer_scores|class)|directus_fields:crm_customers\.(value_|turnover_|order_count_)|directus_panels:|directus_translations:(zh-CN|en-US):crm_(scor|customer_scores|customers_(value_|turnover_|order_count_)|bookmark_(a_|small_|class_)))/;

/** Rows of Directus with numbers for keys differ from database to database. */
const withoutId = (row: string): string => row.replace(/^(directus_(?:presets|permissions)):\d+/, '$1');

function withoutMeta({ added, removed, changed }: Difference): Difference {
	const isOurs = (row: string): boolean => !row.startsWith('crm_meta:');
	return { added: added.filter(isOurs), removed: removed.filter(isOurs), changed: changed.filter(isOurs) };
}
