import { expect, it } from 'vitest';
import { liabilityOf } from './liability.ts';
import { trialBalanceOf } from './trial-balance.ts';

it('what open points would cost: 3,000 points at 0.01, of which a tenth is never redeemed', () => {
	const open = [
		{ expires_on: '2026-12-31', points: 1000n },
		{ expires_on: '9999-12-31', points: 500n },
		{ expires_on: '2026-12-01', points: 500n },
		{ expires_on: '2027-01-31', points: 1000n },
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
	const open = [{ expires_on: '2026-12-31', points: 12_345n }];
	expect(liabilityOf(open, { pointValueMicros: 1_500, breakageBp: 0 }).valueMinor).toBe(1852);
});

it('nothing is owed for nothing', () => {
	expect(liabilityOf([], { pointValueMicros: 10_000, breakageBp: 0 })).toMatchObject({ points: 0, valueMinor: 0, by_month_of_expiry: [] });
});

it('the trial balance adds up to nothing, and says whether the accounts agree', () => {
	const entries = [
		{ contra: 'issuance', points: 100n },
		{ contra: 'redemption', points: -30n },
		{ contra: 'held', points: -20n },
		{ contra: 'debt', points: 5n },
	] as const;
	const stored = { available: 50n, pending: 5n, held: 20n, debt: 5n };
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
	expect(trialBalanceOf([...entries], { ...stored, available: 51n }).agrees).toBe(false);
});

it('sums of a program go beyond what a number counts exactly: they still agree, or do not', () => {
	const most = BigInt(Number.MAX_SAFE_INTEGER);
	const entries = [{ contra: 'issuance', points: 3n * most }] as const;
	const stored = { available: 3n * most, pending: 0n, held: 0n, debt: 0n };
	expect(trialBalanceOf([...entries], stored)).toMatchObject({ total: 0, agrees: true, stored: { available: 3 * Number.MAX_SAFE_INTEGER } });
	expect(trialBalanceOf([...entries], { ...stored, available: 3n * most + 1n }).agrees).toBe(false);
	const open = [{ expires_on: '2026-12-31', points: 3n * most }, { expires_on: '2027-12-31', points: 1n }];
	expect(liabilityOf(open, { pointValueMicros: 1_000_000, breakageBp: 0 }).points).toBe(Number(3n * most + 1n));
});
