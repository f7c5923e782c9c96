import { describe, expect, it } from 'vitest';
import type { Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { Scenario } from '../../support/loyalty/scenario.ts';

/** When, who, what, with what. `$n` is the answer of the n-th step: `$1.hold`. */
type Step = [when: string, who: string, command: string, input?: Record<string, unknown>];

interface Example {
	why: string;
	program?: Partial<Program>;
	steps: Step[];
	/** available/pending/held/debt of `a` after the last step. */
	balance: string;
	b?: string;
	lots?: string[];
}

const YEAR = { expiry_months: 12 } as const;

/** Reckoned by hand, as an accountant would. */
const EXAMPLES: Example[] = [
	{
		why: 'what expires first is spent first, whenever it came',
		program: YEAR,
		steps: [
			['2026-01-10', 'a', 'accrue', { points: 100 }],
			['2026-03-10', 'a', 'accrue', { points: 100 }],
			['2026-04-01', 'a', 'redeem', { points: 130 }],
		],
		balance: '70/0/0/0',
		lots: ['0 of 100 until 2027-01-10', '70 of 100 until 2027-03-10'],
	},
	{
		why: '31 January and one month is the end of February',
		program: { expiry_months: 1 },
		steps: [['2026-01-31', 'a', 'accrue', { points: 10 }]],
		balance: '10/0/0/0',
		lots: ['10 of 10 until 2026-02-28'],
	},
	{
		why: 'earned on a leap day, valid for a year',
		program: YEAR,
		steps: [['2028-02-29', 'a', 'accrue', { points: 10 }]],
		balance: '10/0/0/0',
		lots: ['10 of 10 until 2029-02-28'],
	},
	{
		why: 'rounded up to the end of the quarter in which the year ends',
		program: { ...YEAR, expiry_round: 'quarter' },
		steps: [['2026-05-15', 'a', 'accrue', { points: 10 }]],
		balance: '10/0/0/0',
		lots: ['10 of 10 until 2027-06-30'],
	},
	{
		why: 'one second before midnight in Shanghai the last day is not over',
		program: { expiry_months: 1 },
		steps: [
			['2026-01-31', 'a', 'accrue', { points: 10 }],
			['2026-02-28T15:59:59Z', 'a', 'redeem', { points: 4 }],
		],
		balance: '6/0/0/0',
	},
	{
		why: 'a second later it is, and the sweep writes the rest off',
		program: { expiry_months: 1 },
		steps: [
			['2026-01-31', 'a', 'accrue', { points: 10 }],
			['2026-02-28T16:00:00Z', 'a', 'settle'],
		],
		balance: '0/0/0/0',
	},
	{
		why: 'the night of the change to summer time in New York has no influence',
		program: { expiry_months: 1, timezone: 'America/New_York' },
		steps: [
			['2026-02-08T17:00:00Z', 'a', 'accrue', { points: 10 }],
			['2026-03-09T03:59:59Z', 'a', 'redeem', { points: 10 }],
		],
		balance: '0/0/0/0',
	},
	{
		why: 'a return window: points wait, and can be spent from the morning of their first day',
		program: { pending_days: 7 },
		steps: [
			['2026-01-01', 'a', 'accrue', { points: 50 }],
			['2026-01-07T16:00:00Z', 'a', 'redeem', { points: 20 }],
		],
		balance: '30/0/0/0',
	},
	{
		why: 'the cap leaves a part; the next month begins anew',
		program: { earn_cap_points: 100, earn_cap_period: 'month' },
		steps: [
			['2026-01-10', 'a', 'accrue', { points: 70 }],
			['2026-01-20', 'a', 'accrue', { points: 70 }],
			['2026-02-01', 'a', 'accrue', { points: 5 }],
		],
		balance: '105/0/0/0',
	},
	{
		why: 'a hold takes at once; posting a part gives the rest back to where it came from',
		program: YEAR,
		steps: [
			['2026-01-01', 'a', 'accrue', { points: 60 }],
			['2026-02-01', 'a', 'accrue', { points: 60 }],
			['2026-03-01', 'a', 'hold', { points: 100 }],
			['2026-03-01T04:05:00Z', 'a', 'post', { hold: '$2.hold', points: 70 }],
		],
		balance: '50/0/0/0',
		lots: ['0 of 60 until 2027-01-01', '50 of 60 until 2027-02-01'],
	},
	{
		why: 'a hold outlives the last day of its points; given back, they expire at once',
		program: { expiry_months: 1, hold_minutes: 60 * 24 * 60 },
		steps: [
			['2026-01-31', 'a', 'accrue', { points: 10 }],
			['2026-02-28', 'a', 'hold', { points: 6 }],
			['2026-03-02', 'a', 'void', { hold: '$1.hold' }],
		],
		balance: '0/0/0/0',
	},
	{
		why: 'nobody posted it in time: the hold is over by itself',
		steps: [
			['2026-01-01', 'a', 'accrue', { points: 10 }],
			['2026-01-01', 'a', 'hold', { points: 6 }],
			['2026-01-02', 'a', 'settle'],
		],
		balance: '10/0/0/0',
	},
	{
		why: 'a gift keeps its last day',
		program: YEAR,
		steps: [
			['2026-01-01', 'a', 'accrue', { points: 10 }],
			['2026-06-01', 'a', 'transfer', { to: 'b', points: 4 }],
		],
		balance: '6/0/0/0',
		b: '4/0/0/0',
	},
	{
		why: 'refund after the points were spent: other points first, the rest is owed',
		steps: [
			['2026-01-01', 'a', 'order', { order: 'o', amount: 100 }],
			['2026-01-02', 'a', 'redeem', { points: 100 }],
			['2026-01-03', 'a', 'accrue', { points: 30 }],
			['2026-01-04', 'a', 'order', { order: 'o', refunded: 100 }],
		],
		balance: '0/0/0/70',
	},
	{
		why: 'what comes next repays the debt first',
		steps: [
			['2026-01-01', 'a', 'order', { order: 'o', amount: 100 }],
			['2026-01-02', 'a', 'redeem', { points: 100 }],
			['2026-01-04', 'a', 'order', { order: 'o', status: 'cancelled' }],
			['2026-01-05', 'a', 'accrue', { points: 130 }],
		],
		balance: '30/0/0/0',
	},
	{
		why: 'forgiven: the member keeps what is left and owes nothing',
		program: { refund_recovery: 'forgive' },
		steps: [
			['2026-01-01', 'a', 'order', { order: 'o', amount: 100 }],
			['2026-01-02', 'a', 'redeem', { points: 100 }],
			['2026-01-03', 'a', 'accrue', { points: 30 }],
			['2026-01-04', 'a', 'order', { order: 'o', refunded: 100 }],
		],
		balance: '30/0/0/0',
	},
	{
		why: 'cancelled while the points wait: they are taken out of the waiting ones',
		program: { pending_days: 7 },
		steps: [
			['2026-01-01', 'a', 'order', { order: 'o', amount: 100 }],
			['2026-01-02', 'a', 'order', { order: 'o', refunded: 75 }],
		],
		balance: '0/25/0/0',
	},
	{
		why: 'refund after the points expired: they are gone already, nothing else is taken',
		program: { expiry_months: 1 },
		steps: [
			['2026-01-31', 'a', 'order', { order: 'o', amount: 100 }],
			['2026-03-10', 'a', 'accrue', { points: 40 }],
			['2026-03-11', 'a', 'order', { order: 'o', refunded: 100 }],
		],
		balance: '40/0/0/0',
	},
	{
		why: 'three refunds of a third each leave nothing of 100 points',
		steps: [
			['2026-01-01', 'a', 'order', { order: 'o', amount: 100 }],
			...[33.33, 66.66, 100].map((refunded): Step => ['2026-01-02', 'a', 'order', { order: 'o', refunded }]),
		],
		balance: '0/0/0/0',
	},
	{
		why: 'spent points come back to their lots, last taken first',
		program: YEAR,
		steps: [
			['2026-01-01', 'a', 'accrue', { points: 60 }],
			['2026-02-01', 'a', 'accrue', { points: 60 }],
			['2026-03-01', 'a', 'redeem', { points: 80, order: 'o' }],
			['2026-03-02', 'a', 'order', { order: 'o', channel: 'points', amount: 8, refunded: 4 }],
		],
		balance: '80/0/0/0',
		lots: ['20 of 60 until 2027-01-01', '60 of 60 until 2027-02-01'],
	},
	{
		why: 'their lot is over: they get some days more',
		program: { expiry_months: 1, refund_grace_days: 14 },
		steps: [
			['2026-01-31', 'a', 'accrue', { points: 10 }],
			['2026-02-01', 'a', 'redeem', { points: 10, order: 'o' }],
			['2026-03-10', 'a', 'order', { order: 'o', amount: 1, status: 'cancelled' }],
		],
		balance: '10/0/0/0',
		lots: ['0 of 10 until 2026-02-28', '10 of 10 until 2026-03-24'],
	},
	{
		why: 'or they are lost',
		program: { expiry_months: 1 },
		steps: [
			['2026-01-31', 'a', 'accrue', { points: 10 }],
			['2026-02-01', 'a', 'redeem', { points: 10, order: 'o' }],
			['2026-03-10', 'a', 'order', { order: 'o', amount: 1, status: 'cancelled' }],
		],
		balance: '0/0/0/0',
	},
	{
		why: 'cancelled by mistake: the points come again, as a lot that lasts as long as the first one',
		program: YEAR,
		steps: [
			['2026-01-01', 'a', 'order', { order: 'o', amount: 100 }],
			['2026-01-02', 'a', 'order', { order: 'o', status: 'cancelled' }],
			['2026-02-03', 'a', 'order', { order: 'o', status: 'paid' }],
		],
		balance: '100/0/0/0',
		lots: ['0 of 100 until 2027-01-01', '100 of 100 until 2027-01-01'],
	},
	{
		why: 'an order that is edited upward after it earned earns no more, and half of what it was is half of the points',
		steps: [
			['2026-01-01', 'a', 'order', { order: 'o', amount: 100 }],
			['2026-01-02', 'a', 'order', { order: 'o', amount: 500 }],
			['2026-01-03', 'a', 'order', { order: 'o', refunded: 450 }],
		],
		balance: '50/0/0/0',
	},
	{
		why: 'two accounts become one, with waiting points, last days and debt',
		program: { ...YEAR, pending_days: 7 },
		steps: [
			['2026-01-01', 'a', 'accrue', { points: 100 }],
			['2026-01-02', 'b', 'order', { order: 'o', amount: 40 }],
			['2026-01-09', 'b', 'redeem', { points: 40 }],
			['2026-01-10', 'b', 'order', { order: 'o', refunded: 20 }],
			['2026-01-11', 'b', 'accrue', { points: 15 }],
			['2026-01-12', 'b', 'merge', { to: 'a' }],
		],
		balance: '80/15/0/0',
		b: '0/0/0/0',
	},
];

describe('points, worked out by hand', () => {
	it.each(EXAMPLES)('$why', async ({ program, steps, balance, b, lots }) => {
		const scenario = await Scenario.begin(program);
		const answers: Record<string, unknown>[] = [];
		const value = (given: unknown): unknown => {
			const [, step, field] = /^\$(\d+)\.(\w+)$/.exec(String(given)) ?? [];
			return step ? answers[Number(step)]![field!] : given;
		};
		for (const [when, who, command, input = {}] of steps) {
			const filled = Object.fromEntries(Object.entries(input).map(([name, given]) => [name, value(given)]));
			answers.push(await scenario.done(when, who, command, filled));
		}
		expect(scenario.balance('a')).toBe(balance);
		if (b) expect(scenario.balance('b')).toBe(b);
		if (lots) expect(scenario.lots('a')).toEqual(lots);
	});
});

interface Refused {
	why: string;
	program?: Partial<Program>;
	/** After 100 points on 1 January 2026. */
	step: Step;
	/** Status and reason. */
	says: string;
}

const REFUSED: Refused[] = [
	{ why: 'more than there is', step: ['2026-01-02', 'a', 'redeem', { points: 101 }], says: '409 insufficient_points' },
	{
		why: 'a correction bigger than the balance',
		step: ['2026-01-02', 'a', 'adjust', { points: -101, reason: 'x' }],
		says: '409 insufficient_points',
	},
	{
		why: 'a hold of more than there is',
		step: ['2026-01-02', 'a', 'hold', { points: 101 }],
		says: '409 insufficient_points',
	},
	{
		why: 'a gift of more than there is',
		step: ['2026-01-02', 'a', 'transfer', { to: 'b', points: 101 }],
		says: '409 insufficient_points',
	},
	{ why: 'a gift to oneself', step: ['2026-01-02', 'a', 'transfer', { to: 'a', points: 1 }], says: '422 same_account' },
	{
		why: 'points that wait',
		program: { pending_days: 7 },
		step: ['2026-01-02', 'a', 'redeem', { points: 1 }],
		says: '409 insufficient_points',
	},
	{
		why: 'points that no sweep has expired yet',
		program: { expiry_months: 1 },
		step: ['2026-02-02', 'a', 'redeem', { points: 1 }],
		says: '409 insufficient_points',
	},
	{
		why: 'below the minimum',
		program: { redeem_min: 50 },
		step: ['2026-01-02', 'a', 'redeem', { points: 49 }],
		says: '422 below_minimum',
	},
	{
		why: 'off the step',
		program: { redeem_step: 10 },
		step: ['2026-01-02', 'a', 'hold', { points: 15 }],
		says: '422 not_a_step',
	},
	{
		why: 'nothing is left of the cap',
		program: { earn_cap_points: 100, earn_cap_period: 'year' },
		step: ['2026-12-31', 'a', 'accrue', { points: 1 }],
		says: '409 cap_reached',
	},
	{
		why: 'more than a computer counts exactly',
		step: ['2026-01-02', 'a', 'adjust', { points: Number.MAX_SAFE_INTEGER, reason: 'x' }],
		says: '422 too_many_points',
	},
];

describe('points, refused', () => {
	it.each(REFUSED)('$why', async ({ program, step: [when, who, command, input], says }) => {
		const scenario = await Scenario.begin(program);
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		const before = scenario.balance('a');
		const outcome = await scenario.do(when, who, command, input);
		expect(outcome.kind === 'refused' && `${outcome.refusal.status} ${outcome.refusal.reason}`).toBe(says);
		expect(scenario.balance('a')).toBe(before);
	});

	it.each([
		['posted', 'post', 'already_posted'],
		['voided', 'void', 'already_voided'],
	])('a hold that was %s is not resolved again', async (_what, command, reason) => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		const { hold } = await scenario.done('2026-01-01', 'a', 'hold', { points: 50 });
		await scenario.done('2026-01-01', 'a', command, { hold });
		for (const again of ['post', 'void']) {
			expect(await scenario.do('2026-01-01', 'a', again, { hold })).toMatchObject({ refusal: { status: 409, reason } });
		}
	});

	it('a hold whose time is over is not posted, though no sweep has come', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		const { hold } = await scenario.done('2026-01-01', 'a', 'hold', { points: 50, expires_in_minutes: 5 });
		expect(await scenario.do('2026-01-01T04:05:00Z', 'a', 'post', { hold })).toMatchObject({ refusal: { reason: 'hold_expired' } });
		await scenario.done('2026-01-02', 'a', 'settle');
		expect(await scenario.do('2026-01-03', 'a', 'void', { hold })).toMatchObject({ refusal: { reason: 'hold_expired' } });
		expect(scenario.balance('a')).toBe('100/0/0/0');
	});

	it('no more is posted than is held', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		const { hold } = await scenario.done('2026-01-01', 'a', 'hold', { points: 50 });
		expect(await scenario.do('2026-01-01', 'a', 'post', { hold, points: 51 })).toMatchObject({ refusal: { status: 422, reason: 'more_than_held' } });
	});

	it('an ended program gives nothing more, but its points can be spent', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		scenario.memory.program('p1').status = 'ended';
		expect(await scenario.do('2026-01-02', 'a', 'accrue', { points: 1 })).toMatchObject({ refusal: { reason: 'program_ended' } });
		await scenario.done('2026-01-02', 'a', 'redeem', { points: 100 });
	});

	it('an account that was merged away stands still, as does a frozen one', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'b', 'merge', { to: 'a' });
		expect(await scenario.do('2026-01-02', 'b', 'accrue', { points: 1 })).toMatchObject({ refusal: { reason: 'account_closed' } });
		scenario.memory.account(scenario.id('a')).status = 'frozen';
		expect(await scenario.do('2026-01-02', 'a', 'accrue', { points: 1 })).toMatchObject({ refusal: { reason: 'account_frozen' } });
	});

	it('an account whose balance and entries disagree stands still, and only that one', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		await scenario.done('2026-01-01', 'b', 'accrue', { points: 100 });
		scenario.memory.account(scenario.id('a')).available = 1000;
		const refusal = { status: 409, reason: 'account_frozen', details: { found: expect.stringContaining('available is 1000, entries say 100') as unknown } };
		expect(await scenario.send('2026-01-02', 'a', 'redeem', { points: 500 })).toMatchObject({ kind: 'refused', refusal });
		expect(() => scenario.check(), 'the audit names it as well').toThrow('available is 1000, entries say 100');
		expect(await scenario.send('2026-01-02', 'b', 'redeem', { points: 50 })).toMatchObject({ kind: 'done' });
	});
});
