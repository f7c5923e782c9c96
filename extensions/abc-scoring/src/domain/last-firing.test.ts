import { describe, expect, it } from 'vitest';
import { lastFiring } from './last-firing.ts';

const SHANGHAI = 'Asia/Shanghai';

describe('lastFiring', () => {
	it.each([
		{ why: 'three in the morning in Shanghai is 19:00 UTC the day before', cron: '0 3 * * *', now: '2026-11-22T00:00:00Z', fired: '2026-11-21T19:00:00.000Z' },
		{ why: 'the very instant counts', cron: '0 3 * * *', now: '2026-11-21T19:00:00Z', fired: '2026-11-21T19:00:00.000Z' },
		{ why: 'a second before, it is still yesterday’s', cron: '0 3 * * *', now: '2026-11-21T18:59:59Z', fired: '2026-11-20T19:00:00.000Z' },
		{ why: 'weekly on Monday', cron: '30 4 * * 1', now: '2026-11-22T12:00:00Z', fired: '2026-11-15T20:30:00.000Z' },
	])('$why', ({ cron, now, fired }) => {
		expect(lastFiring(cron, new Date(now), SHANGHAI)?.toISOString()).toBe(fired);
	});

	it('nonsense never fires', () => {
		expect(lastFiring('every day', new Date(0), SHANGHAI)).toBeNull();
	});
});
