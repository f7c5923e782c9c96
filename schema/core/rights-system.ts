import type { Action, RightSpec, RoleId, Rule } from '../roles/model.ts';

/**
 * What the Studio needs beside our own collections. Directus adds by itself, for everybody with access to the app: own
 * bookmarks and lists, own comments and notifications, translations, the description of collections and fields.
 */
const STUDIO = ['admin', 'manager', 'representative', 'service'] as const satisfies RoleId[];
const ME = '$CURRENT_USER';

/** Names of colleagues, for owner and assignee. Nothing that tells how somebody logs in. */
const COLLEAGUE = ['id', 'first_name', 'last_name', 'email', 'avatar', 'title', 'status'];
/** What people change about themselves: literally the list that Directus recommends, which it takes in every edition. */
const PROFILE = [
	'first_name', 'last_name', 'email', 'password', 'location', 'title', 'description', 'avatar', 'language', 'appearance',
	'theme_light', 'theme_dark', 'theme_light_overrides', 'theme_dark_overrides', 'tfa_secret',
];
const myFile: Rule = { uploaded_by: { _eq: ME } };
/** History of our own collections; that of users and settings is none of the CRM's business. */
const ours: Rule = { collection: { _starts_with: 'crm_' } };

const one = (role: RoleId, collection: string, action: Action, rules: Partial<RightSpec> = {}): RightSpec => ({
	role,
	collection,
	action,
	...rules,
});

export const systemRights: RightSpec[] = [
	...STUDIO.flatMap((role) => [
		one(role, 'directus_users', 'read', { fields: COLLEAGUE }),
		one(role, 'directus_users', 'update', { rows: { id: { _eq: ME } }, fields: PROFILE, basic: 'same' }),
		one(role, 'directus_files', 'read', { rows: myFile }),
		one(role, 'directus_files', 'create'),
	]),
	// Lists of an integration carry names as well: who owns a customer is looked up by e-mail.
	one('integrator', 'directus_users', 'read', { fields: COLLEAGUE }),
	...(['admin', 'manager', 'representative'] as const).flatMap((role) => [
		one(role, 'directus_dashboards', 'read'),
		one(role, 'directus_panels', 'read'),
	]),
	...(['create', 'update', 'delete'] as const).flatMap((action) => [
		one('admin', 'directus_dashboards', action),
		one('admin', 'directus_panels', action),
	]),
	// A revision holds a whole row and knows no row rules: only for those who see every row anyway.
	...(['admin', 'manager'] as const).flatMap((role) => [
		one(role, 'directus_revisions', 'read', { rows: ours, basic: 'drop' }),
		one(role, 'directus_activity', 'read', { rows: ours, basic: 'drop' }),
	]),
];
