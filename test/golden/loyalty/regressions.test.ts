import { describe, expect, it } from 'vitest';
import { INVARIANTS } from '../../../extensions/loyalty/src/domain/ledger/invariants.ts';
import { Scenario } from '../../support/loyalty/scenario.ts';

/** Bugs that others' points systems had, each told by our own commands. Those about requests at the same time (fuint #71, Medusa #16347) are in guards.test.ts. */
const points = (scenario: Scenario): number => scenario.memory.entries(scenario.id('a')).reduce((sum, entry) => sum + entry.points, 0);

describe('bugs of others', () => {
	it('ERPNext #59050: points of any origin are used up by what redeems them', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 40 });
		await scenario.done('2026-01-02', 'a', 'adjust', { points: 30, reason: 'goodwill' });
		await scenario.done('2026-01-02', 'b', 'accrue', { points: 30 });
		await scenario.done('2026-01-03', 'b', 'transfer', { to: 'a', points: 30 });
		await scenario.done('2026-01-04', 'a', 'redeem', { points: 100 });
		expect(scenario.lots('a').map((lot) => lot.split(' ')[0])).toEqual(['0', '0', '0']);
		for (const command of ['redeem', 'hold', 'transfer']) {
			const again = await scenario.do('2026-01-05', 'a', command, { points: 1, to: command === 'transfer' ? 'b' : undefined });
			expect(again, command).toMatchObject({ refusal: { reason: 'insufficient_points' } });
		}
	});

	it('ERPNext #32951: a return takes back what was earned, and no balance is below nothing', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'order', { order: 'o', amount: 100 });
		await scenario.done('2026-01-02', 'a', 'redeem', { points: 80 });
		await scenario.done('2026-01-03', 'a', 'order', { order: 'o', refunded: 100 });
		expect(scenario.balance('a'), 'what is missing is owed').toBe('0/0/0/80');
	});

	it('ERPNext #30242: returns in parts take back in parts, the same in the end', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'order', { order: 'o', amount: 101 });
		for (const [refunded, left] of [[33.67, 67], [67.33, 33], [101, 0]] as const) {
			await scenario.done('2026-01-02', 'a', 'order', { order: 'o', refunded });
			expect(scenario.balance('a')).toBe(`${left}/0/0/0`);
		}
	});

	it('Odoo #212922: a refund charges the points once, though it is sent again', async () => {
		const scenario = await Scenario.begin();
		await scenario.done('2026-01-01', 'a', 'order', { order: 'o', amount: 100 });
		for (const command of ['order', 'order', 'reckon']) await scenario.done('2026-01-02', 'a', command, { order: 'o', refunded: 50 });
		expect(scenario.balance('a')).toBe('50/0/0/0');
	});

	it('Odoo #257854: a refund after the points were spent, moved or expired still takes them back', async () => {
		const stories: Record<string, string> = { redeem: '0/0/0/100', transfer: '0/0/0/100', expire: '0/0/0/0' };
		for (const [how, balance] of Object.entries(stories)) {
			const scenario = await Scenario.begin({ expiry_months: 1 });
			await scenario.done('2026-01-01', 'a', 'order', { order: 'o', amount: 100 });
			if (how !== 'expire') await scenario.done('2026-01-02', 'a', how, { points: 100, ...(how === 'transfer' ? { to: 'b' } : {}) });
			const when = how === 'expire' ? '2026-03-01' : '2026-01-03';
			const said = await scenario.done(when, 'a', 'order', { order: 'o', refunded: 100 });
			expect([said['points'], scenario.balance('a')], how).toEqual([-100, balance]);
		}
	});

	it('ecommerce-laravel #1056: every lot expires, however it came', async () => {
		const scenario = await Scenario.begin({ expiry_months: 1 });
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 10 });
		await scenario.done('2026-01-01', 'a', 'adjust', { points: 10, reason: 'goodwill' });
		await scenario.done('2026-01-01', 'b', 'accrue', { points: 10 });
		await scenario.done('2026-01-02', 'b', 'transfer', { to: 'a', points: 10 });
		await scenario.done('2026-01-03', 'a', 'redeem', { points: 5, order: 'o' });
		await scenario.done('2026-01-04', 'a', 'order', { order: 'o', amount: 1, status: 'cancelled' });
		await scenario.done('2026-01-05', 'a', 'hold', { points: 4 });
		expect(new Set(scenario.memory.entries(scenario.id('a')).filter(({ lot }) => lot === null).map(({ type }) => type)).size).toBe(3);
		expect(await scenario.done('2026-02-02', 'a', 'settle')).toMatchObject({ expired: 30 });
		expect([scenario.balance('a'), points(scenario)]).toEqual(['0/0/0/0', 0]);
		expect(INVARIANTS.every(({ broken }) => broken(scenario.memory.ledger(scenario.id('a'))) === null)).toBe(true);
	});
});
