import type { Accountability, Call, Host, Knex } from './directus.ts';

/** Who asks: a call, or what a Flow knows about who set it off. */
export interface Asking {
	accountability?: Accountability | null;
	headers?: Call['headers'];
}

/**
 * The language of whoever asks: of the user's profile; in the Studio of the project, which it shows to users without one;
 * else of the header Accept-Language. Null where nobody said, as most programs do not.
 */
export async function languageOf(
	{ database }: Pick<Host, 'database'>,
	{ accountability, headers }: Asking,
): Promise<string | null> {
	const { user, session } = accountability ?? {};
	const own = user ? await database('directus_users').where({ id: user }).first('language') : undefined;
	if (own?.language) return String(own.language);
	// A browser sends its own language, which is not that of the page.
	const project = session ? await projectLanguage(database) : null;
	return project ?? headers?.['accept-language'] ?? null;
}

/** What the project settings say. */
export async function projectLanguage(database: Knex): Promise<string | null> {
	const settings = await database('directus_settings').first('default_language');
	return settings?.default_language ?? null;
}
