import { describe, expect, it } from 'vitest';
import { flowsOf } from './flows.ts';
import { monthsOf } from './months.ts';
import { tierMovesOf, type TierChange } from './tier-moves.ts';

describe('months of a period', () => {
	const rows: [why: string, from: string, to: string, timezone: string, months: string[]][] = [
		['days are those of the time zone', '2025-12-31T16:00:00Z', '2026-02-28T16:00:00Z', 'Asia/Shanghai', ['2026-01', '2026-02']],
		['the same instants lie elsewhere in other months', '2025-12-31T16:00:00Z', '2026-02-28T16:00:00Z', 'UTC', ['2025-12', '2026-01', '2026-02']],
		['parts of months count as months', '2026-01-31T00:00:00Z', '2026-02-01T00:00:01Z', 'UTC', ['2026-01', '2026-02']],
		['the end is no part of it', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', 'UTC', ['2026-01']],
		['nothing', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'UTC', []],
	];
	it.each(rows)('%s', (_why, from, to, timezone, expected) => {
		const period = { from: new Date(from), to: new Date(to) };
		const months = monthsOf(period, timezone);
		expect(months.map(({ month }) => month)).toEqual(expected);
		for (const [index, month] of months.entries()) {
			expect(month.from).toEqual(index === 0 ? period.from : months[index - 1]!.to);
		}
		if (months.length > 0) expect(months.at(-1)!.to).toEqual(period.to);
	});
});

it('what came back was not redeemed, and holds are no flow', () => {
	const { total, by_month: months } = flowsOf(['2026-01', '2026-02'], [
		{ month: '2026-01', contra: 'issuance', points: 100n },
		{ month: '2026-01', contra: 'redemption', points: -60n },
		{ month: '2026-01', contra: 'held', points: -10n },
		{ month: '2026-02', contra: 'redemption', points: 20n },
		{ month: '2026-02', contra: 'breakage', points: -5n },
		{ month: '2026-02', contra: 'goodwill', points: -7n },
		{ month: '2026-02', contra: 'reversal', points: -3n },
	]);
	expect(months).toEqual([
		{ month: '2026-01', issued: 100, redeemed: 60, expired: 0, reversed: 0, adjusted: 0 },
		{ month: '2026-02', issued: 0, redeemed: -20, expired: 5, reversed: 3, adjusted: -7 },
	]);
	expect(total).toEqual({ issued: 100, redeemed: 40, expired: 5, reversed: 3, adjusted: -7 });
});

describe('moves between tiers', () => {
	const TIERS = ['silver', 'gold'];
	const change = (account: string, from: string | null, to: string | null, day: number): TierChange =>
		({ account, customer: `of ${account}`, from, to, at: new Date(Date.UTC(2026, 0, day)) });

	it('counts where a member was and is, not the steps between', () => {
		const found = tierMovesOf([change('a', null, 'silver', 1), change('a', 'silver', 'gold', 2), change('b', 'gold', 'silver', 3)], TIERS);
		expect(found).toMatchObject({
			rose: 1,
			fell: 1,
			moves: [{ from: null, to: 'gold', members: 1 }, { from: 'gold', to: 'silver', members: 1 }],
		});
		expect(found.movers.map(({ account, from, to }) => [account, from, to])).toEqual([['b', 'gold', 'silver'], ['a', null, 'gold']]);
	});

	it('who rose and fell back did not move', () => {
		expect(tierMovesOf([change('a', null, 'silver', 1), change('a', 'silver', null, 2)], TIERS)).toEqual({ rose: 0, fell: 0, moves: [], movers: [] });
	});

	it('a tier that is gone is below the others, and above none', () => {
		expect(tierMovesOf([change('a', 'bronze', 'silver', 1), change('b', null, 'bronze', 1)], TIERS)).toMatchObject({ rose: 2, fell: 0 });
	});
});
