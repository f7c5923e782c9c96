import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountAt } from '../../../extensions/loyalty/src/domain/ledger/account-at.ts';
import { balanceOf } from '../../../extensions/loyalty/src/domain/accounts/answers.ts';
import { INVARIANTS, type Ledger } from '../../../extensions/loyalty/src/domain/ledger/invariants.ts';
import type { Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { balanceAt } from '../../support/loyalty/balance-at.ts';
import { Scenario, TIERS } from '../../support/loyalty/scenario.ts';

interface Step {
	hours: number;
	who: 'a' | 'b';
	command: string;
	points: number;
}

const program: fc.Arbitrary<Partial<Program>> = fc.record({
	pending_days: fc.constantFrom(0, 3, 14),
	expiry_months: fc.constantFrom(null, 1, 2),
	expiry_round: fc.constantFrom(null, 'week', 'month', 'quarter'),
	earn_cap_points: fc.constantFrom(null, 300),
	earn_cap_period: fc.constant('month'),
	timezone: fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe'),
	refund_recovery: fc.constantFrom('other_lots', 'debt', 'forgive'),
	refund_grace_days: fc.constantFrom(null, 9),
});
const step: fc.Arbitrary<Step> = fc.record({
	hours: fc.integer({ min: 0, max: 400 }),
	who: fc.constantFrom('a', 'b'),
	command: fc.constantFrom(
		'accrue', 'accrue', 'redeem', 'hold', 'post', 'void', 'adjust', 'take', 'transfer', 'settle', 'buy', 'buy', 'pay_with', 'refund', 'refund', 'cancel', 'restore',
	),
	points: fc.integer({ min: 1, max: 120 }),
});
const steps = fc.array(step, { maxLength: 40 });
const RUNS = { numRuns: 60 };

type Done = { command: string; who: string; answer: Record<string, unknown> };

/** By the words of a step: what is sent. */
const SENT: Record<string, string> = { take: 'adjust', buy: 'order', refund: 'order', cancel: 'order', restore: 'order', pay_with: 'redeem' };

/** Carries steps out as far as there is anything to carry out, and says after each what it is about. */
async function play(scenario: Scenario, list: Step[], after: (at: Date, said: string) => void = () => undefined): Promise<Done[]> {
	let now = Date.parse('2026-01-01T00:00:00Z');
	const done: Done[] = [];
	const last = (...commands: string[]) => done.findLast(({ command, who }) => commands.includes(command) && who === current.who)?.answer;
	let current = list[0]!;
	for (const item of list) {
		current = item;
		const { who, command, points } = item;
		now += item.hours * 3_600_000;
		const bought = last('buy')?.['order'];
		const ofOrder = (change: object) => bought && { order: bought, ...change };
		const input: Record<string, unknown> = {
			post: holdOf(last('hold'), { points }),
			void: holdOf(last('hold'), {}),
			adjust: { points, reason: 'x' },
			take: { points: -points, reason: 'x' },
			transfer: { points, to: who === 'a' ? 'b' : 'a' },
			buy: { order: `order ${done.length}`, amount: 120 },
			pay_with: ofOrder({ points }),
			refund: ofOrder({ refunded: points }),
			cancel: ofOrder({ status: 'cancelled' }),
			restore: ofOrder({ status: 'paid', refunded: 0 }),
			settle: {},
		};
		const given = command in input ? (input[command] as Record<string, unknown> | undefined) : { points };
		if (!given) continue;
		const outcome = await scenario.send(new Date(now).toISOString(), who, SENT[command] ?? command, given);
		if (outcome.kind === 'done') done.push({ command, who, answer: outcome.answer });
		after(new Date(now), `${command} ${outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind}`);
	}
	return done;
}

const holdOf = (made: Record<string, unknown> | undefined, more: object) => (made ? { hold: made['hold'], ...more } : null);
const ledgersOf = (scenario: Scenario): Ledger[] => ['a', 'b'].map((who) => scenario.memory.ledger(scenario.id(who)));

describe('what must always hold, holds after any commands', () => {
	it.each(INVARIANTS)('$code $name', async ({ broken }) => {
		await fc.assert(
			fc.asyncProperty(program, steps, async (rules, list) => {
				const scenario = await Scenario.begin(rules);
				await play(scenario, list, () => expect(ledgersOf(scenario).map(broken)).toEqual([null, null]));
			}),
			RUNS,
		);
	});
});

/** How rows go wrong; each is found by the check that is named, and only a check that finds something proves anything. */
const DAMAGE: { why: string; found: string; by: (ledger: Ledger) => void }[] = [
	{ why: 'a balance that somebody raised', found: 'A-I1', by: ({ account }) => (account.available += 5) },
	{ why: 'a balance that somebody raised', found: 'A-I2', by: ({ account }) => (account.available += 5) },
	{ why: 'a lot with points that no entry gave it', found: 'A-I3', by: ({ entries }) => (entries[0]!.open_points += 1) },
	{ why: 'a lot that is used up, but open', found: 'A-I3', by: ({ entries }) => (entries.find(({ status, lot }) => status === 'posted' && !lot)!.status = 'open') },
	{ why: 'a debit without a lot', found: 'A-I4', by: ({ entries }) => (entries.find(({ points }) => points < 0)!.lot = null) },
	{ why: 'a negative balance', found: 'A-I5', by: ({ account }) => (account.debt = -1) },
	{ why: 'a deleted entry', found: 'A-I8', by: ({ entries }) => entries.pop() },
	{ why: 'a later lot spent first', found: 'A-I9', by: ({ entries }) => (entries[0]!.expires_on = '2026-12-31') },
	{ why: 'points spent after their last day', found: 'A-I10', by: ({ entries }) => (entries[0]!.expires_on = '2026-01-01') },
	{ why: 'a hold that was posted and is held', found: 'A-I12', by: ({ holds }) => (holds[0]!.state = 'held') },
	{ why: 'more posted than held', found: 'A-I12', by: ({ holds }) => (holds[0]!.posted_points = 100) },
	{ why: 'more reversed than earned', found: 'A-I13', by: ({ entries }) => (entries.find(({ type }) => type === 'reversal')!.points = -500) },
	{ why: 'points to spend beside a debt', found: 'A-I15', by: ({ account }) => (account.debt = 5) },
	{ why: 'a tier that nobody reached', found: 'A-I20', by: ({ account }) => (account.tier = 'gold') },
	{ why: 'a purchase that a tier rests upon, changed', found: 'A-I20', by: ({ entries }) => (entries[0]!.tier_points = 10) },
	{ why: 'a cap that counts too much', found: 'A-I19', by: ({ account }) => (account.cap_used += 1) },
];

describe('damage is found', () => {
	it.each(DAMAGE)('$found: $why', async ({ found, by }) => {
		const scenario = await Scenario.begin({ expiry_months: 3, earn_cap_points: 1000, earn_cap_period: 'year', tiers: TIERS });
		await scenario.done('2026-01-10', 'a', 'accrue', { points: 50, tier_points: 1000 });
		await scenario.done('2026-02-10', 'a', 'order', { order: 'o', amount: 50 });
		const { hold } = await scenario.done('2026-02-11', 'a', 'hold', { points: 10 });
		await scenario.done('2026-02-11', 'a', 'post', { hold, points: 5 });
		await scenario.done('2026-02-12', 'a', 'redeem', { points: 55 });
		await scenario.done('2026-02-13', 'a', 'order', { order: 'o', refunded: 25 });
		const ledger = structuredClone(scenario.memory.ledger(scenario.id('a')));
		const check = INVARIANTS.find(({ code }) => code === found)!;
		expect(check.broken(ledger)).toBeNull();
		by(ledger);
		expect(check.broken(ledger)).not.toBeNull();
	});
});

describe('laws of single commands', () => {
	it('A-I6: the same key and request is one movement; another request under the key is a mismatch', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		const first = await scenario.do('2026-01-02', 'a', 'redeem', { points: 30, key: 'k' });
		expect(await scenario.do('2026-01-03', 'a', 'redeem', { points: 30, key: 'k' })).toEqual({ ...first, replayed: true });
		expect(await scenario.do('2026-01-03', 'a', 'redeem', { points: 31, key: 'k' })).toEqual({ kind: 'mismatch' });
		expect(scenario.balance('a')).toBe('70/0/0/0');
	});

	it('A-I7: what was refused is refused again under its key, although there are points now', async () => {
		const scenario = await Scenario.begin();
		const first = await scenario.do('2026-01-01', 'a', 'redeem', { points: 30, key: 'k' });
		await scenario.done('2026-01-02', 'a', 'accrue', { points: 100 });
		expect(await scenario.do('2026-01-03', 'a', 'redeem', { points: 30, key: 'k' })).toEqual({ ...first, replayed: true });
		expect(scenario.balance('a')).toBe('100/0/0/0');
	});

	it('A-I10, A-I11: with a sweep before every command, twice, or with none at all, everything is answered the same', async () => {
		await fc.assert(
			fc.asyncProperty(program, steps, async (rules, list) => {
				const story = async (sweeps: number): Promise<string[]> => {
					const scenario = await Scenario.begin(rules);
					const said: string[] = [];
					const swept = list.filter(({ command }) => command !== 'settle').flatMap((item) => [
						...Array.from({ length: sweeps }, (_, i): Step => ({ ...item, command: 'settle', hours: i === 0 ? item.hours : 0 })),
						{ ...item, hours: sweeps > 0 ? 0 : item.hours },
					]);
					await play(scenario, swept, (at, what) => {
						const balance = balanceOf(accountAt(scenario.memory.book(scenario.id('a')), at));
						if (!what.startsWith('settle')) said.push(`${what} ${JSON.stringify(balance)}`);
					});
					return said;
				};
				const none = await story(0);
				expect(await story(1)).toEqual(none);
				expect(await story(2)).toEqual(none);
			}),
			RUNS,
		);
	});

	it('A-I11: settling again writes nothing', async () => {
		await fc.assert(
			fc.asyncProperty(program, steps, async (rules, list) => {
				const scenario = await Scenario.begin(rules);
				await play(scenario, list);
				await scenario.done('2030-01-01', 'a', 'settle');
				const before = structuredClone(scenario.memory.ledger(scenario.id('a')));
				await scenario.done('2030-01-01', 'a', 'settle');
				expect(scenario.memory.ledger(scenario.id('a'))).toEqual(before);
			}),
			RUNS,
		);
	});

	it('A-I13: a refund in any number of parts takes back what was earned, all of it and no more', async () => {
		const parts = fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 8 });
		await fc.assert(
			fc.asyncProperty(parts, async (cents) => {
				const scenario = await Scenario.begin({ refund_recovery: 'debt' });
				const sum = (upTo: number): number => cents.slice(0, upTo).reduce((total, one) => total + one, 0) / 100;
				await scenario.done('2026-01-01', 'a', 'order', { order: 'o', amount: sum(cents.length) });
				for (const index of cents.keys()) await scenario.done('2026-01-02', 'a', 'order', { order: 'o', refunded: sum(index + 1) });
				expect(scenario.balance('a')).toBe('0/0/0/0');
			}),
			RUNS,
		);
	});

	it('A-I14: redeemed and refunded whole, every lot is as it was', async () => {
		const lots = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });
		const parts = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 4 });
		await fc.assert(
			fc.asyncProperty(lots, fc.integer({ min: 1, max: 360 }), parts, async (earned, wanted, refunds) => {
				const scenario = await Scenario.begin({ expiry_months: 12 });
				for (const [i, points] of earned.entries()) await scenario.done(`2026-0${i + 1}-01`, 'a', 'accrue', { points });
				const before = scenario.lots('a');
				const points = Math.min(wanted, earned.reduce((sum, n) => sum + n, 0));
				await scenario.done('2026-08-01', 'a', 'redeem', { points, order: 'o' });
				for (const refunded of [...refunds, 100]) await scenario.done('2026-08-02', 'a', 'order', { order: 'o', channel: 'points', amount: 100, refunded });
				expect(scenario.lots('a')).toEqual(before);
			}),
			RUNS,
		);
	});

	it('A-I22: a merge keeps all points and every last day', async () => {
		await fc.assert(
			fc.asyncProperty(program, steps, async (rules, list) => {
				const scenario = await Scenario.begin(rules);
				await play(scenario, list.filter(({ command }) => !['hold', 'refund', 'cancel'].includes(command)));
				const at = '2026-12-31';
				for (const who of ['a', 'b']) await scenario.done(at, who, 'settle');
				const lots = (): string[] => ['a', 'b'].flatMap((who) => scenario.lots(who)).filter((lot) => !lot.startsWith('0 '));
				const open = (): string[] => lots().map((lot) => lot.replace(/of \d+ /, '')).sort();
				const before = open();
				await scenario.done(at, 'b', 'merge', { to: 'a' });
				expect(open()).toEqual(before);
				expect(scenario.balance('b')).toBe('0/0/0/0');
			}),
			RUNS,
		);
	});

	it('the balance of any day is found again from the entries alone', async () => {
		await fc.assert(
			fc.asyncProperty(program, steps, async (rules, list) => {
				const scenario = await Scenario.begin(rules);
				const then: [Date, object][] = [];
				await play(scenario, list, (at) => {
					then.push([at, balanceOf(scenario.memory.account(scenario.id('a')))]);
				});
				const { entries, program } = scenario.memory.ledger(scenario.id('a'));
				const wrote = (at: Date): boolean => entries.some(({ effective_at: when }) => when.getTime() === at.getTime());
				const settledThen = then.filter(([at], i) => then[i + 1]?.[0].getTime() !== at.getTime() && wrote(at));
				for (const [at, balance] of settledThen) {
					expect(balanceOf(balanceAt(entries, at, program))).toEqual(balance);
				}
			}),
			RUNS,
		);
	});
});
