import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guardedLinks } from '../../extensions/core/src/domain/rights/references.ts';
import { abcSchema } from '../../schema/abc-scoring/index.ts';
import { coreSchema } from '../../schema/core/index.ts';
import { complaintsSchema } from '../../schema/complaints/index.ts';
import { loyaltySchema } from '../../schema/loyalty/index.ts';
import { ROLES } from '../../schema/core/roles.ts';
import { compileRights, compileRoles } from '../../schema/roles/compile.ts';
import { RULESETS } from '../../schema/roles/model.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { renderRights } from '../rights/render.ts';
import { COLLECTIONS, OPERATIONS } from '../rights/rights-table.ts';
import { STAFF } from '../rights/world.ts';

const plugins = [coreSchema, abcSchema, loyaltySchema, complaintsSchema];
const rights = plugins.flatMap((plugin) => plugin.rights);
const collections = plugins.flatMap((plugin) => plugin.collections);

describe('roles', () => {
	it('every collection has its row in the table of rights', () => {
		expect(Object.keys(COLLECTIONS).sort()).toEqual(collections.map(({ collection }) => collection).sort());
		expect(Object.keys(OPERATIONS).length).toBeGreaterThan(0);
	});

	it.each(RULESETS)('rows of the set "%s" have different keys of their own', (ruleset) => {
		const seeds = [...compileRoles(ROLES, ruleset), ...compileRights(rights, ROLES, ruleset)];
		const keys = seeds.map(({ key }) => key);
		expect(keys.filter((key) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(key))).toEqual([]);
		expect(new Set(keys).size).toBe(keys.length);
	});

	it('no role has two permissions for the same thing, which the Studio could not show', () => {
		const names = rights.map(({ role, collection, action }) => `${role} ${collection} ${action}`);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});

	it('the set for hosts without rules has none, but what Directus itself recommends', () => {
		const rows = compileRights(rights, ROLES, 'basic').map(({ row }) => row);
		const ruled = rows.filter(({ fields, permissions, validation, presets }) =>
			!(fields as string[]).includes('*') || Object.keys(permissions as object).length > 0 || validation || presets,
		);
		expect(ruled.map(({ collection, action }) => `${String(collection)} ${String(action)}`)).toEqual(STAFF.slice(1).map(() => 'directus_users update'));
	});

	it('no role is an administrator of Directus, and no program logs in to the Studio', () => {
		const policies = compileRoles(ROLES, 'granular').filter(({ collection }) => collection === 'directus_policies');
		expect(policies.map(({ row }) => row['admin_access'])).toEqual(ROLES.map(() => false));
		expect(ROLES.filter(({ studio }) => !studio).map(({ id }) => id)).toEqual(['integrator']);
	});

	it('every link to something that hangs on a customer is guarded', () => {
		const links = plugins.flatMap((plugin) => [...plugin.collections, ...plugin.extensions]).flatMap(({ collection, fields }) =>
			fields.flatMap(({ field, relation }) => (relation ? [{ collection, field, to: relation.collection }] : [])),
		);
		expect(guardedLinks(links).map(({ collection, field }) => `${collection}.${field}`).sort()).toEqual([
			'crm_complaints.contact', 'crm_complaints.customer', 'crm_complaints.duplicate_of', 'crm_complaints.order', 'crm_complaints.possible_duplicate_of',
			'crm_contacts.customer', 'crm_customer_scores.customer', 'crm_customers.merged_into', 'crm_customers.parent',
			'crm_customers.referred_by', 'crm_events.customer', 'crm_interactions.complaint', 'crm_interactions.contact', 'crm_interactions.customer',
			'crm_loyalty_accounts.customer', 'crm_loyalty_entries.account', 'crm_loyalty_entries.lot', 'crm_loyalty_entries.reverses',
			'crm_order_lines.order', 'crm_orders.customer', 'crm_tasks.customer', 'crm_tasks.interaction',
		]);
	});

	it('the guide shows the table as the tests know it', () => {
		const guide = readFileSync(join(ROOT, 'docs/guides/roles.md'), 'utf8');
		const shown = /<!-- rights:.*?-->\n([^]*?)<!-- \/rights -->/.exec(guide)?.[1]?.trim();
		expect(shown, 'Put what renderRights() gives between the two marks of docs/guides/roles.md').toBe(renderRights());
	});
});
