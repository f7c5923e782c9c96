import { abcSchema } from '@guanxi/schema/abc-scoring/index';
import { coreSchema } from '@guanxi/schema/core/index';
import type { SeedSpec } from '@guanxi/schema/model';
import { referenceRows } from '@guanxi/seeds/reference/index';
import { describe, expect, it } from 'vitest';
import { connect } from '../../scripts/lib/database.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { firstVersionHash, localize } from '../../extensions/core/src/api/install/seed-memory.ts';
import { crmDone } from '../support/crm.ts';
import { copyTemplate } from '../support/templates.ts';
import { nextVersionExtensions } from '../support/next-version/extensions.ts';
import { NEXT } from '../support/next-version/schema.ts';
import { compare, takeSnapshot } from '../support/snapshot.ts';

/** Collections of Directus whose rows have numbers for keys; our keys are not in the row there. */
const NUMBERED = ['directus_presets', 'directus_permissions'];

/** An instance as the first version left it: no manifest, and digests of another kind. */
async function firstVersion(): Promise<Environment> {
	const env = await copyTemplate('reference');
	const knex = connect(env);
	await knex('crm_meta').where('key', 'like', 'manifest:%').del();
	for (const seed of [...coreSchema.seeds, ...abcSchema.seeds, ...referenceRows]) {
		const key = `seed:${seed.collection}:${seed.key}`;
		const { id } = JSON.parse((await knex('crm_meta').where({ key }).first('value')).value) as { id: unknown };
		await knex('crm_meta').where({ key }).update({ value: JSON.stringify({ id, hash: firstHash(seed) }) });
	}
	// An administrator moved a panel and renamed a field.
	await knex('directus_panels').where({ id: NEXT.editedPanel }).update({ position_x: 3 });
	const translations = JSON.stringify([{ language: 'en-US', translation: 'Territory' }]);
	await knex('directus_fields').where({ collection: 'crm_customers', field: 'region' }).update({ translations });
	await knex.destroy();
	return env;
}

function firstHash({ collection, key, row }: SeedSpec): string {
	const declared = localize(row) as Record<string, unknown>;
	return firstVersionHash(NUMBERED.includes(collection) ? declared : { ...declared, id: key });
}

describe('an instance of the first version', () => {
	it('gets its manifest at the next install, which changes nothing else; then upgrades follow as ever', async () => {
		const env = await firstVersion();
		const knex = connect(env);
		const before = await takeSnapshot(knex);
		expect(await crmDone(env, 'install')).toMatchObject({ created: 0 });
		const { added, removed, changed } = compare(before, await takeSnapshot(knex));
		expect({ added, removed }).toEqual({ added: ['crm_meta:manifest:abc', 'crm_meta:manifest:core'], removed: [] });
		expect(changed.filter((row) => !row.startsWith('crm_meta:seed:'))).toEqual([]);

		const items = (await crmDone({ ...env, EXTENSIONS_PATH: await nextVersionExtensions() }, 'install'))['items'] as string[];
		expect(items).toContain('change of field crm_customers.industry: width, translations');
		expect(items).toContain(`change of row directus_panels ${NEXT.changedPanel}`);
		expect(items).toContain(`removal of row directus_presets ${NEXT.retiredBookmark}`);
		expect(items.join('\n')).not.toContain(NEXT.editedPanel);
		expect(items.join('\n')).not.toContain('crm_customers.region:');
		await knex.destroy();
	});

	it('upgraded at once, keeps its labels as they are, and still gets what is new', async () => {
		const env = { ...(await firstVersion()), EXTENSIONS_PATH: await nextVersionExtensions() };
		const items = (await crmDone(env, 'install'))['items'] as string[];
		const changes = items.filter((item) => /^(change|removal)/.test(item));
		expect(changes).toEqual([
			'change of field crm_customers.risk: options, display_options',
			`change of row directus_panels ${NEXT.changedPanel}`,
		]);
		expect(items).toContain('field crm_customers.nickname (string)');
		expect(items).toContain(`migration of core to version ${coreSchema.version + 1}`);
		expect(await crmDone(env, 'install')).toMatchObject({ created: 0 });
	});
});
