import type { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import type { Host } from './directus.ts';
import { hasRedis, sharedRedis } from './redis.ts';

/** Counts what an address did within a minute. */
export interface Counter {
	/** Rejects with what is left, which is no `Error`, where nothing is left. */
	consume: (address: string) => Promise<RateLimiterRes>;
	get: (address: string) => Promise<RateLimiterRes | null>;
}

/**
 * All servers count together in the Redis that Directus is configured with. Without one, and for as long as it does not
 * answer, each counts for itself: a limit is no reason to answer nobody.
 */
export function publicCounter(host: Pick<Host, 'env' | 'logger'>, { id, perMinute }: { id: string; perMinute: number }): Counter {
	// Projects that share a Redis have buses of different names, or they would hear each other there.
	const project = String(host.env['REDIS_BUS_NAMESPACE'] ?? 'directus');
	const options = { points: perMinute, duration: 60, keyPrefix: `${project}:crm-public-limit:${id}` };
	const own = new RateLimiterMemory(options);
	if (!hasRedis(host)) return own;
	let together: Promise<Counter> | undefined;
	const opened = (): Promise<Counter> => (together ??= countTogether(host, options));
	const tell = tellChanges(host.logger);
	const counted = async <T>(ask: (counter: Counter) => Promise<T>): Promise<T> => {
		try {
			const answer = await ask(await opened());
			tell(null);
			return answer;
		} catch (failure) {
			if (!(failure instanceof Error)) throw failure;
			tell(failure);
			return ask(own);
		}
	};
	return {
		consume: (address) => counted((counter) => counter.consume(address)),
		get: (address) => counted((counter) => counter.get(address)),
	};
}

async function countTogether(host: Pick<Host, 'env'>, options: { points: number; duration: number; keyPrefix: string }): Promise<Counter> {
	return new RateLimiterRedis({ ...options, storeClient: await sharedRedis(host), rejectIfRedisNotReady: true });
}

/** One line when it is gone and one when it is back, however many requests there are in between. */
function tellChanges(logger: Host['logger']): (failure: Error | null) => void {
	let isGone = false;
	return (failure) => {
		if (isGone === (failure !== null)) return;
		isGone = failure !== null;
		if (failure) logger.warn(`[guanxi] Redis does not answer (${failure.message}); public limits hold per server until it does`);
		else logger.info('[guanxi] Redis answers again; public limits hold for all servers together');
	};
}
