import { once } from 'node:events';
import { Redis, type RedisOptions } from 'ioredis';
import type { Host } from './directus.ts';

/** Bundles share one connection per process, and extensions that are loaded anew find it again. */
const SHARED = Symbol.for('guanxi.redis');
const shared = globalThis as { [SHARED]?: Promise<Redis> };

/**
 * A caller waits for an answer meanwhile: what Redis does not say at once is done without it. Nothing is queued while it
 * is away; the client looks for it again by itself.
 */
const IMPATIENT: RedisOptions = { connectTimeout: 1000, commandTimeout: 500, enableOfflineQueue: false };

/** Whether Directus is configured with a Redis, by its own rule. */
export function hasRedis({ env }: Pick<Host, 'env'>): boolean {
	if ('REDIS_ENABLED' in env) return env['REDIS_ENABLED'] === true;
	return Object.keys(env).some((name) => name === 'REDIS' || name.startsWith('REDIS_'));
}

/** The Redis that Directus is configured with, once it answers or failed to; it is opened by whoever needs it first. */
export function sharedRedis({ env }: Pick<Host, 'env'>): Promise<Redis> {
	return (shared[SHARED] ??= open(env));
}

async function open(env: Host['env']): Promise<Redis> {
	const url = env['REDIS'];
	const redis = typeof url === 'string' ? new Redis(url, IMPATIENT) : new Redis({ ...optionsOf(env), ...IMPATIENT });
	// Whoever asks hears of it; the client prints what nobody listens to at every attempt.
	redis.on('error', () => undefined);
	await once(redis, 'ready').catch(() => undefined);
	return redis;
}

/** `REDIS_HOST`, `REDIS_TLS__CA` and the like, named as the client names them. */
export function optionsOf(env: Host['env']): RedisOptions {
	const options: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(env)) {
		if (!name.startsWith('REDIS_')) continue;
		const path = name.slice('REDIS_'.length).split('__').map(camelCase);
		const last = path.pop()!;
		const holder = path.reduce((part, key) => (part[key] ??= {}) as Record<string, unknown>, options);
		holder[last] = value;
	}
	return options;
}

const camelCase = (name: string): string => name.toLowerCase().replaceAll(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
