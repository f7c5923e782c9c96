import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { SETTINGS } from '../../support/loyalty/settings.ts';
import { runInMemory } from '../../support/loyalty/memory-commands.ts';
import { simulate, storyOf } from '../../support/loyalty/simulation.ts';

/** Longer runs: GUANXI_SIMULATIONS=100 npm test -- test/golden/loyalty/simulator */
const SEEDS = Array.from({ length: Number(process.env['GUANXI_SIMULATIONS'] ?? 1) }, (_, i) => i + 1);
/** A run in which nothing is refused or repeated would prove little. */
const SAID = [
	'done', 'insufficient_points', 'mismatch', 'already_posted', 'hold_expired', 'more_than_held', 'order_not_paid', 'rule_limit_reached', 'already_used',
	'already_cancelled', 'voucher_expired',
];

describe.each(SETTINGS.map((settings, index) => ({ settings, index })))('two years of program $index', ({ settings }) => {
	it.each(SEEDS)('seed %i: every answer and every balance is as an independent accountant says', async (seed) => {
		// Among many, some stay away for long.
		const asked = { seed, members: settings.rules.idleMonths === null ? 12 : 80 };
		const { simulation, ...run } = await simulate(settings, asked);
		if (run.failure) expect.fail(await storyOf({ simulation, ...run }, settings, asked));
		const { memory, people, verdicts } = simulation;
		const isEarly = ({ effective_at: when, lot }: Entry): boolean => when.toISOString().slice(0, 10) < memory.lot(lot!).expires_on;
		const lapsed = people.flatMap(({ account }) => memory.entries(account)).filter((entry) => entry.type === 'expiry' && entry.points < 0 && isEarly(entry));
		if (settings.rules.idleMonths !== null) expect(lapsed.length, 'points that ended before their day').toBeGreaterThan(0);
		for (const verdict of SAID) expect(verdicts.get(verdict), verdict).toBeGreaterThan(0);
	});
});

/** Mistakes that others made, put into what is played, with how many requests are left of two years. */
const PLANTED: { why: string; program: number; play: typeof runInMemory; left: string[] }[] = [
	{
		why: 'a cancelled order keeps its points',
		program: 0,
		play: (memory, request, seed) => {
			const { status } = memory.row<{ status: string }>('crm_orders', String(request.input['order'])) ?? {};
			return request.command === 'reckon' && status === 'cancelled' ? Promise.resolve(NOTHING) : runInMemory(memory, request, seed);
		},
		left: ['order', 'reckon', 'order', 'reckon'],
	},
	{
		why: 'a day too many to spend',
		program: 2,
		play: (memory, request, seed) => runInMemory(memory, request.command === 'redeem' ? { ...request, at: new Date(request.at.getTime() - DAY_MS) } : request, seed),
		left: ['accrue', 'accrue', 'redeem'],
	},
];
const DAY_MS = 86_400_000;
const NOTHING = { kind: 'done', answer: {}, replayed: false } as never;

describe('a mistake is told by its seed and the fewest requests that show it', () => {
	it.each(PLANTED)('$why', async ({ program, play, left }) => {
		const [settings, asked] = [SETTINGS[program]!, { seed: 1, members: 12, play }];
		const run = await simulate(settings, asked);
		expect(run.failure).not.toBeNull();
		const [seed, , ...few] = (await storyOf(run, settings, asked)).split('\n');
		expect(seed).toContain('seed 1, request ');
		expect(few.map((line) => line.split(' ')[1])).toEqual(left);
		process.stdout.write(`${run.requests.length} requests, and ${few.length} of them show it\n`);
	});
});
