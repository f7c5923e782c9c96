import type { RateLimiterRes } from 'rate-limiter-flexible';
import type { Call, Host, Next, Reply } from './directus.ts';
import { REQUEST_WORDS } from '../domain/request-words.ts';
import { refusal } from './errors.ts';
import { publicCounter } from './public-counter.ts';

const DEFAULT_PER_MINUTE = 120;

type Middleware = (call: unknown, reply: unknown, next: Next) => void;

export interface PublicLimit {
	/** Counts the request. */
	count: Middleware;
	/** Only refuses those who have none left: pages may be opened as often as people like. */
	check: Middleware;
	/** Counts a page that is not there: nobody tries out addresses for long. */
	countMiss: (call: Call) => Promise<unknown>;
}

/**
 * Public POSTs and unknown pages: so many per minute, address and endpoint (`CRM_PUBLIC_LIMIT`, 0 = off). The
 * address is the one that Directus found, so `IP_TRUST_PROXY` holds here too.
 */
export function publicLimit(host: Pick<Host, 'env' | 'logger'>, id: string): PublicLimit {
	const perMinute = limitOf(host);
	const counter = publicCounter(host, { id, perMinute });
	const refuse = (reply: unknown, next: Next, { msBeforeNext }: RateLimiterRes): void => {
		(reply as Reply).setHeader('Retry-After', Math.ceil(msBeforeNext / 1000));
		const told = { limit: perMinute, reset: new Date(Date.now() + msBeforeNext) };
		next(refusal(429, REQUEST_WORDS, { reason: 'too_many_requests', params: { limit: perMinute } }, told));
	};
	return {
		count: (call, reply, next) => {
			if (perMinute === 0) return next();
			counter.consume(addressOf(call)).then(
				() => next(),
				(left: RateLimiterRes) => refuse(reply, next, left),
			);
		},
		check: (call, reply, next) => {
			if (perMinute === 0) return next();
			counter.get(addressOf(call)).then((left) => (left && left.consumedPoints >= perMinute ? refuse(reply, next, left) : next()), next);
		},
		countMiss: async (call) => (perMinute === 0 ? undefined : counter.consume(addressOf(call)).catch(() => undefined)),
	};
}

const addressOf = (call: unknown): string => (call as Call).accountability?.ip ?? 'unknown';

function limitOf({ env, logger }: Pick<Host, 'env' | 'logger'>): number {
	const text = String(env['CRM_PUBLIC_LIMIT'] ?? '');
	if (/^\d+$/.test(text)) return Number(text);
	if (text !== '') logger.warn(`[guanxi] CRM_PUBLIC_LIMIT is "${text}", which is no whole number; ${DEFAULT_PER_MINUTE} holds`);
	return DEFAULT_PER_MINUTE;
}
