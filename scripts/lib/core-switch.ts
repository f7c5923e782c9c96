import { connect } from './database.ts';
import type { Environment } from './environment.ts';

/** True after core was uninstalled: its bundle is disabled in Directus, and with it our commands. */
export async function isCoreOff(env: Environment): Promise<boolean> {
	const knex = connect(env);
	try {
		if (!(await knex.schema.hasTable('directus_extensions'))) return false;
		const entry = await knex('directus_extensions').where({ folder: 'crm-core-install' }).first('enabled');
		return entry !== undefined && !entry.enabled;
	} finally {
		await knex.destroy();
	}
}

/** What Settings › Extensions does: the bundle and all its entries. */
export async function switchCoreOn(env: Environment): Promise<void> {
	const knex = connect(env);
	try {
		const { bundle } = await knex('directus_extensions').where({ folder: 'crm-core-install' }).first('bundle');
		await knex('directus_extensions').where({ id: bundle }).orWhere({ bundle }).update({ enabled: true });
	} finally {
		await knex.destroy();
	}
}
