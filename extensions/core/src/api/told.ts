import type { FilterHandler } from '@directus/types';
import { localeOf } from '../domain/words.ts';
import type { Accountability, Knex } from './directus.ts';
import { IN_LANGUAGE, type Refusal } from './errors.ts';
import { languageOf, projectLanguage } from './language.ts';

/** A refusal as it was thrown, or as GraphQL has taken it apart. */
interface Refused {
	message: string;
	inLanguage?: unknown;
	extensions?: { [IN_LANGUAGE]?: unknown };
}

/** How a refusal says it in each language; null of every other error. By its shape: every bundle has its own copy of the class. */
export function wordsOf(error: unknown): Refusal['inLanguage'] | null {
	const { inLanguage, extensions } = (error ?? {}) as Refused;
	const words = inLanguage ?? extensions?.[IN_LANGUAGE];
	return typeof words === 'function' ? (words as Refusal['inLanguage']) : null;
}

/** Lets refusals among what was thrown, one or a list, say it in this language; in English where nobody said one, or it cannot be found out. */
export async function tellIn(language: () => Promise<string | null>, thrown: unknown): Promise<void> {
	const refusals = ([] as unknown[]).concat(thrown).filter((error) => wordsOf(error) !== null);
	if (refusals.length === 0) return;
	const locale = localeOf((await language().catch(() => null)) ?? 'en-US');
	for (const refusal of refusals as Refused[]) refusal.message = wordsOf(refusal)!(locale);
}

interface Asked {
	database: Knex;
	/** Nobody's is null: Directus, a schedule, a Flow that runs by itself. */
	accountability: Accountability | null | undefined;
}

/** Of the user, or of the project for what nobody asked for. */
export const actorLanguage = ({ database, accountability }: Asked): Promise<string | null> =>
	accountability ? languageOf({ database }, { accountability }) : projectLanguage(database);

type RegisterFilter = <T = unknown>(event: string, handler: FilterHandler<T>) => void;

/**
 * `filter` for hooks that refuse. What they throw is told in the user's language here, within the caller's transaction, because WebSocket,
 * Flows and Directus' own imports show it as it is. REST and GraphQL know the headers too, and have the last word.
 */
export const tellingFilter =
	(filter: RegisterFilter): RegisterFilter =>
	<T>(event: string, handler: FilterHandler<T>) =>
		filter<T>(event, async (payload, meta, context) => {
			try {
				return await handler(payload, meta, context);
			} catch (error) {
				const { accountability } = (meta['client'] as Pick<Asked, 'accountability'> | undefined) ?? context;
				await tellIn(() => actorLanguage({ database: context.database as Knex, accountability }), error);
				throw error;
			}
		});
