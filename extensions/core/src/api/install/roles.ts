import { randomUUID } from 'node:crypto';
import { ROLES } from '@guanxi/schema/core/roles';
import type { SeedSpec } from '@guanxi/schema/model';
import { compileRights, compileRoles } from '@guanxi/schema/roles/compile';
import { RULESETS, type Ruleset } from '@guanxi/schema/roles/model';
import type { Host } from '../directus.ts';
import { INSTALL_WORDS } from '../../domain/install/install-words.ts';
import { refusal } from '../errors.ts';
import { ADMIN } from './apply.ts';
import type { Contribution } from './wanted.ts';

/**
 * Roles, policies and permissions as rows for the seeds, by plugin: roles are core's, rights belong to the plugin whose
 * collections they open. What an admin deleted takes along what would hang on it: a permission for a policy that is gone is
 * neither planted nor an error.
 */
export async function roleSeeds(host: Host, contributions: Contribution[]): Promise<Map<string, SeedSpec[]>> {
	const ruleset = await rulesetOf(host);
	const roles = compileRoles(ROLES, ruleset);
	const removed = await removedKeys(host, roles);
	const isLeft = ({ row }: SeedSpec): boolean => !removed.has(String(row['policy'])) && !removed.has(String(row['role']));
	return new Map(
		contributions.map(({ schema: { plugin, rights } }) => [
			plugin,
			[...(plugin === 'core' ? roles : []), ...compileRights(rights, ROLES, ruleset)].filter(isLeft),
		]),
	);
}

export interface InstalledRoles {
	/** Null before the roles are installed. */
	ruleset: Ruleset | null;
	/** What the installed set cannot do, in a sentence; null when it is whole. */
	missing: string | null;
}

const WITHOUT_RULES =
	'The roles have no row rules, field rules, presets or validations, because this Directus has no licence for them: whoever may ' +
	'read customers reads and changes all of them. See docs/guides/roles.md, "Directus 12 without a licence".';

export async function installedRoles(host: Host): Promise<InstalledRoles> {
	return toldOf((await installedRuleset(host)) ?? null);
}

/** The same before they are there: what an installation would get. */
export async function rolesToInstall(host: Host): Promise<InstalledRoles> {
	return toldOf(await rulesetOf(host));
}

const toldOf = (ruleset: Ruleset | null): InstalledRoles => ({ ruleset, missing: ruleset === 'basic' ? WITHOUT_RULES : null });

/**
 * Asked once: an installation keeps the set it has, because both together would open what the rules close.
 * `CRM_ROLES` decides otherwise.
 */
async function rulesetOf(host: Host): Promise<Ruleset> {
	const wish = host.env['CRM_ROLES'];
	if (wish) {
		const chosen = RULESETS.find((ruleset) => ruleset === wish);
		if (chosen) return chosen;
		throw refusal(400, INSTALL_WORDS, { field: 'CRM_ROLES', reason: 'unknown_roles', params: { value: String(wish) } });
	}
	return (await installedRuleset(host)) ?? ((await takesRules(host)) ? 'granular' : 'basic');
}

async function installedRuleset(host: Host): Promise<Ruleset | undefined> {
	const planted = await plantedKeys(host);
	return RULESETS.find((ruleset) => ROLES.some(({ policy }) => planted.has(`directus_policies:${policy[ruleset]}`)));
}

/**
 * A Directus 12 without a licence refuses a permission with rules before anything else; any other Directus gets as far
 * as the policy, which does not exist. Either way nothing is written.
 */
async function takesRules(host: Host): Promise<boolean> {
	const { database: knex, getSchema, services } = host;
	const permissions = new services.PermissionsService({ knex, schema: await getSchema(), accountability: ADMIN });
	try {
		const trial = { policy: randomUUID(), collection: 'crm_customers', action: 'read', fields: ['id'] };
		const key = await permissions.createOne({ ...trial, permissions: { id: { _null: true } } }, { emitEvents: false });
		await permissions.deleteOne(key, { emitEvents: false }); // a database that checks no foreign keys
		return true;
	} catch (error) {
		return (error as { code?: string }).code !== 'RESOURCE_RESTRICTED';
	}
}

/** Roles and policies that were planted and are no longer there. */
async function removedKeys(host: Host, seeds: SeedSpec[]): Promise<Set<string>> {
	const planted = await plantedKeys(host);
	const removed = new Set<string>();
	for (const collection of ['directus_roles', 'directus_policies']) {
		const keys = seeds.filter((seed) => seed.collection === collection).map(({ key }) => key);
		const present = new Set<string>(await host.database(collection).whereIn('id', keys).pluck('id'));
		for (const key of keys) if (planted.has(`${collection}:${key}`) && !present.has(key)) removed.add(key);
	}
	return removed;
}

async function plantedKeys({ database }: Host): Promise<Set<string>> {
	if (!(await database.schema.hasTable('crm_meta'))) return new Set();
	const keys: string[] = await database('crm_meta').where('key', 'like', 'seed:directus_%').pluck('key');
	return new Set(keys.map((key) => key.slice('seed:'.length)));
}
