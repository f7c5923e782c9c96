import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { publicLimit } from '../../extensions/core/src/api/public-limit.ts';
import { optionsOf, sharedRedis } from '../../extensions/core/src/api/redis.ts';
import { startRedis, whyNoRedis, type RedisServer } from '../support/redis-server.ts';

const reason = whyNoRedis();
const suite = reason ? describe.skip : describe;

suite(`public limits of several servers with Redis${reason ? ` (skipped: ${reason})` : ''}`, () => {
	let redis: RedisServer;
	let told: string[];
	const tell = (line: unknown): void => void told.push(String(line));
	const logger = { info: tell, warn: tell, error: tell };
	const server = (id = 'crm/example') => publicLimit({ env: { REDIS: redis.url, CRM_PUBLIC_LIMIT: '3' }, logger }, id);
	let visitors = 0;
	let ip: string;

	beforeAll(async () => {
		redis = await startRedis();
	});
	afterAll(async () => {
		(await sharedRedis({ env: {} })).disconnect();
		await redis.stop();
	});
	beforeEach(() => {
		told = [];
		ip = `203.0.113.${++visitors}`;
	});
	afterEach(() => expect(told.filter((line) => /undefined|Error:/.test(line))).toEqual([]));

	/** The status that a POST gets; null where it passes. */
	function post({ count }: ReturnType<typeof server>): Promise<number | null> {
		return new Promise((resolve) => {
			const reply = { setHeader: () => undefined };
			count({ accountability: { ip } }, reply, (error?: unknown) => resolve((error as { status: number } | undefined)?.status ?? null));
		});
	}
	async function posts(servers: ReturnType<typeof server>[]): Promise<(number | null)[]> {
		const answers = [];
		for (const one of servers) answers.push(await post(one));
		return answers;
	}

	it('an address has as many requests at all servers together as at one', async () => {
		const [one, two] = [server(), server()];
		expect(await posts([one, two, one, two, one])).toEqual([null, null, null, 429, 429]);
		expect(told).toEqual([]);
	});

	it('each endpoint counts for itself, as it does without Redis', async () => {
		const [one, other] = [server(), server('crm/other')];
		expect(await posts([one, one, one, other, one])).toEqual([null, null, null, null, 429]);
	});

	it('unknown pages that one server counted are refused by the other', async () => {
		const [one, two] = [server(), server()];
		for (let miss = 0; miss < 3; miss++) await one.countMiss({ accountability: { ip } } as never);
		const open = (check: typeof two.check) =>
			new Promise((resolve) => check({ accountability: { ip } }, { setHeader: () => undefined }, (error?: unknown) => resolve(error ? 429 : null)));
		expect(await open(two.check)).toBe(429);
	});

	it('while Redis is gone each server counts for itself and says so once; together again when it is back', async () => {
		const [one, two] = [server(), server()];
		expect(await posts([one, two])).toEqual([null, null]);
		await redis.stop();
		expect(await posts([one, one, one, one, two]), 'from anew, and no other answer').toEqual([null, null, null, 429, null]);
		expect(told).toEqual([expect.stringContaining('Redis does not answer'), expect.stringContaining('Redis does not answer')]);
		redis = await startRedis(redis.url);
		await vi.waitUntil(async () => (await sharedRedis({ env: {} })).status === 'ready', { timeout: 10_000 });
		expect(await posts([one, two, one, two])).toEqual([null, null, null, 429]);
		expect(told.slice(2)).toEqual([expect.stringContaining('answers again'), expect.stringContaining('answers again')]);
	});
});

it('Redis may be named in parts, as Directus takes it', () => {
	const env = { REDIS_HOST: 'cache', REDIS_PORT: 6379, REDIS_KEY_PREFIX: 'x', REDIS_TLS__CA: 'pem', REDIS_TLS__REJECT_UNAUTHORIZED: true, DB_HOST: 'db' };
	expect(optionsOf(env)).toEqual({ host: 'cache', port: 6379, keyPrefix: 'x', tls: { ca: 'pem', rejectUnauthorized: true } });
});
