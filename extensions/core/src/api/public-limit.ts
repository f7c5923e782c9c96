import type { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import type { Call, Host, Next, Reply } from './directus.ts';
import { REQUEST_WORDS } from '../domain/request-words.ts';
import { refusal } from './errors.ts';

const DEFAULT_PER_MINUTE = 120;

/**
 * Middleware for public POSTs: so many per minute, address and endpoint (`CRM_PUBLIC_LIMIT`, 0 = off). Each process counts
 * for itself. The address is the one that Directus found, so `IP_TRUST_PROXY` holds here too.
 */
export function publicLimit(host: Pick<Host, 'env' | 'logger'>): (call: unknown, reply: unknown, next: Next) => void {
	const perMinute = limitOf(host);
	const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
	return (call, reply, next) => {
		if (perMinute === 0) return next();
		limiter.consume((call as Call).accountability?.ip ?? 'unknown').then(
			() => next(),
			({ msBeforeNext }: RateLimiterRes) => {
				(reply as Reply).setHeader('Retry-After', Math.ceil(msBeforeNext / 1000));
				const told = { limit: perMinute, reset: new Date(Date.now() + msBeforeNext) };
				next(refusal(429, REQUEST_WORDS, { reason: 'too_many_requests', params: { limit: perMinute } }, told));
			},
		);
	};
}

function limitOf({ env, logger }: Pick<Host, 'env' | 'logger'>): number {
	const text = String(env['CRM_PUBLIC_LIMIT'] ?? '');
	if (/^\d+$/.test(text)) return Number(text);
	if (text !== '') logger.warn(`[guanxi] CRM_PUBLIC_LIMIT is "${text}", which is no whole number; ${DEFAULT_PER_MINUTE} holds`);
	return DEFAULT_PER_MINUTE;
}
