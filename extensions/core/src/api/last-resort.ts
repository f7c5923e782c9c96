import type { Host } from './directus.ts';

/** One mark for the whole process: every reload of the extensions brings a new copy of this module. */
const MARK = Symbol.for('guanxi.last-resort');

/**
 * Keeps the server running when a promise fails that nobody looks at, in anybody's extension: Node would end the process,
 * and every colleague's work with it. Not for errors thrown outside promises, after which nobody knows what still
 * holds, and not before the server listens: a start that fails must be seen. See docs/decisions/0003-stray-promises.md.
 */
export function outliveStrayPromises({ logger }: Pick<Host, 'logger'>): void {
	const marked = globalThis as { [MARK]?: boolean };
	if (marked[MARK]) return;
	marked[MARK] = true;
	process.on('unhandledRejection', (reason) => {
		logger.error(reason, '[guanxi] a promise failed and nobody looked at it; the server goes on. The stack tells whose it is');
	});
}
