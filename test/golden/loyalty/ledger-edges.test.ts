import { describe, expect, it } from 'vitest';
import { accountAt } from '../../../extensions/loyalty/src/domain/ledger/account-at.ts';
import { Scenario, at } from '../../support/loyalty/scenario.ts';

describe('the clock', () => {
	it('never goes back for an account: a server whose clock is late decides with the time of the last entry', async () => {
		const scenario = await Scenario.begin({ expiry_months: 1 });
		await scenario.done('2026-01-31', 'a', 'accrue', { points: 10 });
		await scenario.done('2026-03-01', 'a', 'settle');
		await scenario.done('2026-02-28', 'a', 'accrue', { points: 5 });
		const times = scenario.memory.entries(scenario.id('a')).map(({ effective_at: when }) => when.getTime());
		expect(times).toEqual([...times].sort((a, b) => a - b));
		expect(scenario.lots('a').at(-1), 'earned on 1 March').toBe('5 of 5 until 2026-04-01');
	});

	it('a cap counts in the period of the last entry, not in the one of a clock that is late', async () => {
		const scenario = await Scenario.begin({ earn_cap_points: 100, earn_cap_period: 'day' });
		await scenario.done('2026-01-01T16:00:00Z', 'a', 'accrue', { points: 100 });
		expect(await scenario.do('2026-01-01T15:59:59Z', 'a', 'accrue', { points: 100 })).toMatchObject({ refusal: { reason: 'cap_reached' } });
	});

	it('two accounts of one command have one time', async () => {
		const scenario = await Scenario.begin({ expiry_months: 1 });
		await scenario.done('2026-01-31', 'a', 'accrue', { points: 10 });
		await scenario.done('2026-03-01', 'b', 'accrue', { points: 1 });
		expect(await scenario.do('2026-02-28', 'a', 'transfer', { to: 'b', points: 10 })).toMatchObject({ refusal: { reason: 'insufficient_points' } });
	});

	it('a hold whose time is over by the last entry is not posted by a clock that is late', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		const { hold } = await scenario.done('2026-01-01T05:00:00Z', 'a', 'hold', { points: 50, expires_in_minutes: 5 });
		await scenario.done('2026-01-01T05:05:00Z', 'a', 'accrue', { points: 1 });
		expect(await scenario.do('2026-01-01T05:04:59Z', 'a', 'post', { hold })).toMatchObject({ refusal: { reason: 'hold_expired' } });
	});
});

describe('a part of a hold', () => {
	it.each([
		{ why: 'below the minimum', points: 40, reason: 'below_minimum' },
		{ why: 'off the step', points: 55, reason: 'not_a_step' },
	])('is a redemption of its own amount: $why', async ({ points, reason }) => {
		const scenario = await Scenario.begin({ redeem_min: 50, redeem_step: 10 });
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		const { hold } = await scenario.done('2026-01-01', 'a', 'hold', { points: 100 });
		expect(await scenario.do('2026-01-01', 'a', 'post', { hold, points })).toMatchObject({ refusal: { status: 422, reason } });
		await scenario.done('2026-01-01', 'a', 'post', { hold, points: 60 });
		expect(scenario.balance('a')).toBe('40/0/0/0');
	});

	it('all of it can be posted, also when the program asks for more by now', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		const { hold } = await scenario.done('2026-01-01', 'a', 'hold', { points: 30 });
		scenario.memory.program('p1').redeem_min = 50;
		await scenario.done('2026-01-01', 'a', 'post', { hold, points: 30 });
		expect(scenario.balance('a')).toBe('70/0/0/0');
	});
});

describe('the fact that points expired', () => {
	const expired = (scenario: Scenario): unknown[] =>
		scenario.memory.facts
			.filter(({ type }) => type === 'crm.loyalty.points_expired')
			.map(({ subjectId, payload: { points, available } }) => [subjectId === scenario.id('a') ? 'a' : 'b', points, available]);

	it.each(['settle', 'redeem', 'adjust', 'hold', 'transfer'])('is told by whoever writes it down: %s', async (command) => {
		const scenario = await Scenario.begin({ expiry_months: 1 });
		await scenario.done('2026-01-31', 'a', 'accrue', { points: 10 });
		await scenario.done('2026-02-10', 'a', 'accrue', { points: 30 });
		const input = command === 'settle' ? {} : { points: 5, to: command === 'transfer' ? 'b' : undefined, reason: 'x' };
		await scenario.done('2026-03-01', 'a', command, input);
		expect(expired(scenario)).toEqual([['a', 10, scenario.memory.account(scenario.id('a')).available]]);
		await scenario.done('2026-03-02', 'a', 'settle');
		expect(expired(scenario), 'told once').toHaveLength(1);
	});

	it('is told of the other account as well', async () => {
		const scenario = await Scenario.begin({ expiry_months: 1 });
		await scenario.done('2026-01-31', 'b', 'accrue', { points: 10 });
		await scenario.done('2026-02-10', 'a', 'accrue', { points: 30 });
		await scenario.done('2026-03-01', 'a', 'transfer', { to: 'b', points: 5 });
		expect(expired(scenario)).toEqual([['b', 10, 5]]);
	});

	it('is told when what was on hold goes back to a lot that is over', async () => {
		const scenario = await Scenario.begin({ expiry_months: 1, hold_minutes: 60 * 24 * 60 });
		await scenario.done('2026-01-31', 'a', 'accrue', { points: 10 });
		const { hold } = await scenario.done('2026-02-28', 'a', 'hold', { points: 6 });
		await scenario.done('2026-03-02', 'a', 'post', { hold, points: 2 });
		expect(expired(scenario)).toEqual([['a', 4, 0], ['a', 4, 0]]);
	});
});

describe('an account that contradicts itself', () => {
	it.each<[string, (scenario: Scenario) => void]>([
		['a balance that somebody raised', ({ memory, id }) => (memory.account(id('a')).available = 500)],
		['a debt that nobody lent', ({ memory, id }) => Object.assign(memory.account(id('a')), { debt: -3 })],
		['a hold without its entries', ({ memory, id }) => (memory.entries(id('a')).find(({ type }) => type === 'hold')!.txn = 'another')],
		['a hold of more than its entries', ({ memory, id }) => (memory.entries(id('a')).find(({ type }) => type === 'hold')!.points = -1)],
		['a lot with more than it came with', ({ memory, id }) => {
			memory.entries(id('a'))[0]!.open_points += 60;
			memory.account(id('a')).available += 60;
		}],
		['a lot that what is on hold does not fit into', ({ memory, id }) => {
			memory.entries(id('a'))[0]!.open_points += 40;
			memory.account(id('a')).available += 40;
		}],
	])('is shown as it is stored, frozen, and refuses: %s', async (_what, damage) => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		const { hold } = await scenario.done('2026-01-02', 'a', 'hold', { points: 40, expires_in_minutes: 60 });
		damage(scenario);
		const { available, pending, held, debt } = scenario.memory.account(scenario.id('a'));
		for (const when of ['2026-01-02T04:05:00Z', '2027-01-01T00:00:00Z']) {
			const view = accountAt(scenario.memory.book(scenario.id('a')), at(when));
			expect(view).toMatchObject({ status: 'frozen', available, pending, held, debt, lots: [{ points: 100 }] });
			for (const [command, input] of [['redeem', { points: 1 }], ['void', { hold }], ['settle', {}]] as const) {
				const said = await scenario.send(when, 'a', command, input);
				expect(['account_frozen', 'hold_expired']).toContain(said.kind === 'refused' ? said.refusal.reason : said.kind);
			}
		}
	});

	it('one that is frozen is shown as it is stored: nothing expires in it until somebody has looked', async () => {
		const scenario = await Scenario.begin({ expiry_months: 1 });
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		scenario.memory.account(scenario.id('a')).status = 'frozen';
		expect(accountAt(scenario.memory.book(scenario.id('a')), at('2026-06-01'))).toMatchObject({ status: 'frozen', available: 100 });
	});
});
