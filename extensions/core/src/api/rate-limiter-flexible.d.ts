/** The package's index also names stores for databases that are not installed, which no build can take in. */
declare module 'rate-limiter-flexible/lib/RateLimiterMemory.js' {
	import { RateLimiterMemory } from 'rate-limiter-flexible';
	export default RateLimiterMemory;
}

declare module 'rate-limiter-flexible/lib/RateLimiterRedis.js' {
	import { RateLimiterRedis } from 'rate-limiter-flexible';
	export default RateLimiterRedis;
}
