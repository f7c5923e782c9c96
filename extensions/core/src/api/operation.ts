import type { Accountability, Host, Knex } from './directus.ts';
import { projectLanguage } from './language.ts';
import { actorLanguage, tellIn } from './told.ts';

/** The context is the host's own type, which we only pass on. */
type Handler<Options, Context> = (options: Options, context: Context) => unknown;

/** A refusal of ours or of Directus, or any other error; those of databases have codes as well. */
interface Thrown {
	name?: string;
	message: string;
	code?: string;
	extensions?: object;
}

interface FlowContext {
	database: Knex;
	accountability?: Accountability | null;
}

/** Of whoever set the Flow off; nobody reads its log in another language than the project's who has none of their own. */
async function flowLanguage({ database, accountability }: FlowContext): Promise<string | null> {
	return (await actorLanguage({ database, accountability })) ?? projectLanguage(database);
}

/**
 * Wraps a Flow operation. Directus hands an error on to the Flow without its message, and logs nothing: here the Flow gets
 * the form that our endpoints answer with, and what nobody expected reaches the log as well.
 */
export function flowOperation<Options, Context>(
	name: string,
	handler: Handler<Options, Context>,
): (options: Options, context: Context) => Promise<unknown> {
	return async (options, context) => {
		try {
			return await handler(options, context);
		} catch (error) {
			await tellIn(() => flowLanguage(context as FlowContext), error);
			const thrown: Thrown = error instanceof Error ? error : { message: String(error) };
			const isRefusal = thrown.name === 'DirectusError';
			if (!isRefusal) (context as Pick<Host, 'logger'>).logger.error(error, `[guanxi] Flow operation ${name} failed`);
			const code = isRefusal ? thrown.code : 'INTERNAL_SERVER_ERROR';
			// Not an Error on purpose: of one Directus keeps everything but the message.
			throw { message: thrown.message, extensions: { ...thrown.extensions, code } };
		}
	};
}
