import { expect, it } from 'vitest';
import { inHomeCurrency } from './home-currency.ts';

const RATES = {
	currency: 'CNY',
	timezone: 'Asia/Shanghai',
	exchangeRates: [
		{ currency: 'USD', rate: 7, validFrom: null },
		{ currency: 'USD', rate: 7.25, validFrom: '2026-03-01' },
		{ currency: 'JPY', rate: 0.048, validFrom: '2026-03-01' },
	],
};
const order = (currency: string | null, placedAt: string, amounts: number[]) => ({
	currency,
	placedAt: new Date(placedAt),
	amountMinor: amounts.reduce((sum, amount) => sum + amount, 0),
	lines: amounts.map((amountMinor, index) => ({ line: `l${index}`, amountMinor })),
});

it.each([
	{ why: 'the home currency stays', given: order('CNY', '2026-03-01T00:00:00Z', [1000]), lines: [1000] },
	{ why: 'so does what names none', given: order(null, '2026-03-01T00:00:00Z', [1000]), lines: [1000] },
	{ why: 'the rate of the day, in the company’s time zone', given: order('USD', '2026-02-28T16:00:00Z', [1000]), lines: [7250] },
	{ why: 'the day before', given: order('USD', '2026-02-28T15:59:59Z', [1000]), lines: [7000] },
	{ why: 'rounded once, and split so that it adds up', given: order('JPY', '2026-03-02T00:00:00Z', [10, 10, 10]), lines: [1, 0, 0] },
	{ why: 'before the first rate: nothing', given: order('JPY', '2026-02-01T00:00:00Z', [1000]), lines: [0] },
	{ why: 'no rate: nothing', given: order('EUR', '2026-03-02T00:00:00Z', [1000, 5]), lines: [0, 0] },
])('$why', ({ given, lines }) => {
	expect(inHomeCurrency(given, RATES).lines.map(({ amountMinor }) => amountMinor)).toEqual(lines);
});
