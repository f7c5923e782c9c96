import type { Host } from './directus.ts';

/**
 * Runs work that nobody waits for: action hooks, start-up, jobs. What it throws, at once or later, reaches the log and
 * nothing else. Surprise: an action hook that throws at once would otherwise fail the request it follows, although its
 * row is saved, and a promise that nobody looks at would end the process.
 */
export async function safely(
	{ logger }: Pick<Host, 'logger'>,
	what: string,
	work: () => unknown,
): Promise<void> {
	try {
		await work();
	} catch (error) {
		logger.error(error, `[guanxi] ${what} failed`);
	}
}
