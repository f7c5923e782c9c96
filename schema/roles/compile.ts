import type { SeedSpec } from '../model.ts';
import { label } from '../fields.ts';
import { uuidOf } from '../uuid-of.ts';
import type { RightSpec, RoleSpec, Ruleset } from './model.ts';

/** Roles, policies and their links, as rows with stable keys. */
export function compileRoles(roles: RoleSpec[], ruleset: Ruleset): SeedSpec[] {
	return [
		...roles.map(({ role, name, description, icon }) => seed('directus_roles', role, { name, description, icon })),
		...roles.map((spec) => policyOf(spec, ruleset)),
		...roles.map((spec, index) =>
			seed('directus_access', spec.access[ruleset], {
				role: spec.role,
				policy: spec.policy[ruleset],
				sort: index + 1,
			}),
		),
	];
}

/** Permissions as rows; their keys come from what they are about, so that each is installed once. */
export function compileRights(rights: RightSpec[], roles: RoleSpec[], ruleset: Ruleset): SeedSpec[] {
	return rights
		.filter(({ basic }) => ruleset === 'granular' || basic !== 'drop')
		.map((right) => {
			const { role, collection, action } = right;
			const policy = roles.find(({ id }) => id === role)!.policy[ruleset];
			const key = uuidOf(`permission/${ruleset}/${role}/${collection}/${action}`);
			return seed('directus_permissions', key, { policy, collection, action, ...rulesOf(right, ruleset) });
		});
}

function rulesOf({ fields = ['*'], rows = {}, validation, presets, basic }: RightSpec, ruleset: Ruleset): object {
	if (ruleset === 'basic' && basic !== 'same') return { fields: ['*'], permissions: {} };
	return {
		fields,
		permissions: rows,
		...(validation ? { validation } : {}),
		...(presets ? { presets } : {}),
	};
}

function policyOf({ policy, name, icon, studio, description }: RoleSpec, ruleset: Ruleset): SeedSpec {
	const open = label('（无行级规则）', ' (no row rules)');
	const suffix = ruleset === 'basic' ? open : label('', '');
	return seed('directus_policies', policy[ruleset], {
		name: { zh: `CRM：${name.zh}${suffix.zh}`, en: `CRM: ${name.en}${suffix.en}` },
		description,
		icon,
		app_access: studio,
		admin_access: false,
		enforce_tfa: false,
	});
}

const seed = (collection: string, key: string, row: Record<string, unknown>): SeedSpec => ({ collection, key, row });
