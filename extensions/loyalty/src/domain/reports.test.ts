import { expect, it } from 'vitest';
import { liabilityOf } from './liability.ts';
import { trialBalanceOf } from './trial-balance.ts';

it('what open points would cost: 3,000 points at 0.01, of which a tenth is never redeemed', () => {
	const open = [
		{ expires_on: '2026-12-31', points: 1000 },
		{ expires_on: '9999-12-31', points: 500 },
		{ expires_on: '2026-12-01', points: 500 },
		{ expires_on: '2027-01-31', points: 1000 },
	];
	expect(liabilityOf(open, { pointValueMicros: 10_000, breakageBp: 1000 })).toEqual({
		points: 3000,
		valueMinor: 2700,
		by_month_of_expiry: [
			{ month: '2026-12', points: 1500, valueMinor: 1350 },
			{ month: '2027-01', points: 1000, valueMinor: 900 },
			{ month: null, points: 500, valueMinor: 450 },
		],
		breakage: { share: 0.1, points: 300 },
	});
});

it('a point may be worth less than a cent', () => {
	const open = [{ expires_on: '2026-12-31', points: 12_345 }];
	expect(liabilityOf(open, { pointValueMicros: 1_500, breakageBp: 0 }).valueMinor).toBe(1852);
});

it('nothing is owed for nothing', () => {
	expect(liabilityOf([], { pointValueMicros: 10_000, breakageBp: 0 })).toMatchObject({ points: 0, valueMinor: 0, by_month_of_expiry: [] });
});

it('the trial balance adds up to nothing, and says whether the accounts agree', () => {
	const entries = [
		{ contra: 'issuance', points: 100 },
		{ contra: 'redemption', points: -30 },
		{ contra: 'held', points: -20 },
		{ contra: 'debt', points: 5 },
	] as const;
	const stored = { available: 50, pending: 5, held: 20, debt: 5 };
	const { lines, total, agrees } = trialBalanceOf([...entries], stored);
	expect(total).toBe(0);
	expect(agrees).toBe(true);
	expect(lines.filter(({ points }) => points !== 0)).toEqual([
		{ account: 'members', points: 55 },
		{ account: 'issuance', points: -100 },
		{ account: 'redemption', points: 30 },
		{ account: 'held', points: 20 },
		{ account: 'debt', points: -5 },
	]);
	expect(trialBalanceOf([...entries], { ...stored, available: 51 }).agrees).toBe(false);
});
