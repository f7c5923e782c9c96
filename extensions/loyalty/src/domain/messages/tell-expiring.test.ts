import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROGRAM } from '../../../../../test/support/loyalty/scenario.ts';
import { addDays } from '../validity/days.ts';
import type { Account, Book, Lot, Program } from '../ledger/model.ts';
import { NO_TIER } from '../tiers/tier-state.ts';
import { tellExpiring, type ExpiringState } from './tell-expiring.ts';

const DAYS = 10;
const FIRST = '2026-01-01';
const noon = (day: string): Date => new Date(`${day}T04:00:00Z`);
const ACCOUNT: Account = {
	id: 'a', program: 'p1', customer: 'c', status: 'active', available: 0, pending: 0, held: 0, debt: 0, last_activity_at: null, last_seq: 0,
	cap_period: null, cap_used: 0, idle_since: null, enrolled_at: noon(FIRST), ...NO_TIER,
};
/** Days from the first one on. */
interface Span {
	came: number;
	end: number;
}

const lotOf = ({ came, end }: Span, seq: number): Lot => ({
	id: `lot ${seq}`, account: 'a', seq, txn: 't', type: 'accrual', points: 1, open_points: 1, status: 'open', lot: null, contra: 'issuance',
	effective_at: noon(addDays(FIRST, came)), available_on: addDays(FIRST, came), expires_on: addDays(FIRST, end), reverses: null, tier_points: 0, source_type: null, source_id: null, reason: null,
});

/** A year in which somebody looks every day: when mails went out, and until which day each told. */
function yearOf(lots: (Span | number)[], more: Partial<Program> = {}): { on: string; until: string }[] {
	const mails: { on: string; until: string }[] = [];
	let told: ExpiringState['told'] = null;
	for (let day = 0; day < 120; day++) {
		const on = addDays(FIRST, day);
		const open = lots
			.map((lot, index) => lotOf(typeof lot === 'number' ? { came: 0, end: lot } : lot, index))
			.filter(({ available_on: first, expires_on: last }) => first <= on && on <= last);
		const book: Book = { program: { ...PROGRAM, ...more }, account: { ...ACCOUNT, available: open.length }, lots: open, holds: [], growth: [], otherTiers: [], nextPrice: null, activeAt: null };
		const decision = tellExpiring({ book, told }, { days: DAYS }, { now: noon(on), newId: () => 'id' });
		if (!('answer' in decision)) throw new Error(JSON.stringify(decision));
		if (!decision.answer.told) continue;
		const until = decision.actions![0]!.payload['until'] as string;
		told = { at: noon(on), until };
		mails.push({ on, until });
	}
	return mails;
}

describe('points that expire', () => {
	it('are told about together: those within the notice, and those soon after', () => {
		expect(yearOf([10, 15, 19])).toEqual([{ on: '2026-01-01', until: '2026-01-21' }]);
		expect(yearOf([40])).toEqual([{ on: '2026-01-31', until: '2026-02-20' }]);
		expect(yearOf([])).toEqual([]);
	});

	it('end earlier when their member stays away', () => {
		expect(yearOf([200], { inactivity_months: 2, inactivity_from: FIRST })).toEqual([{ on: '2026-02-19', until: '2026-03-11' }]);
	});

	it('that came after a mail are told about in a later one, though their day was in the time it told of', () => {
		expect(yearOf([10, { came: 5, end: 18 }])).toEqual([{ on: '2026-01-01', until: '2026-01-21' }, { on: '2026-01-11', until: '2026-01-31' }]);
	});

	it('of lots that come at any time: one mail in the time of notice at most, and none that lasted so long ends untold', () => {
		const span = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: DAYS, max: 50 })).map(([came, days]) => ({ came, end: came + days }));
		fc.assert(
			fc.property(fc.array(span, { maxLength: 30 }), (lots) => {
				const mails = yearOf(lots);
				for (const [index, { on }] of mails.entries()) {
					const before = mails[index - 1];
					if (before) expect(on >= addDays(before.on, DAYS)).toBe(true);
				}
				for (const { came, end } of lots) {
					const [first, last] = [addDays(FIRST, came), addDays(FIRST, end)];
					expect(mails.some(({ on, until }) => first <= on && on <= last && last <= until)).toBe(true);
				}
			}),
			{ numRuns: 100 },
		);
	});

	it('however many lots there are: one mail in the time of notice at most, and each lot is told about in time', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 40 }), (ends) => {
				const mails = yearOf(ends);
				for (const [index, { on }] of mails.entries()) {
					const before = mails[index - 1];
					if (before) expect(on > addDays(before.on, DAYS)).toBe(true);
				}
				for (const end of ends) {
					const last = addDays(FIRST, end);
					const inTime = end < DAYS ? FIRST : addDays(last, -DAYS);
					expect(mails.some(({ on, until }) => on <= inTime && last <= until)).toBe(true);
				}
			}),
			{ numRuns: 60 },
		);
	});
});
