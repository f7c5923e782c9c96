import { expect, test } from 'vitest';
import { driverText, DRIVERS } from './driver-text.ts';
import { reasonText, type Reason } from './reason-text.ts';

const value: Reason = {
	code: 'value', class: 'B', method: 'thresholds', bound: 1_000_000, cut: 1_000_000, value: 1_234_567.5, basis: 'turnover',
	currency: 'CNY', window_months: 12, rank: 12, customers: 4338, cumulative_share: 0.4,
};

test.each<{ why: string; reason: Reason; zh: string; en: string }>([
	{
		why: 'a bound in money',
		reason: value,
		zh: '最近 12 个月成交额 1,234,567.50 CNY，在 4,338 位客户中排名第 12，达到 1,000,000 的界线，价值等级为 B。',
		en: 'CNY 1,234,567.50 of turnover in the last 12 months, rank 12 of 4,338, at or above the bound of 1,000,000: class B by value.',
	},
	{
		why: 'a share of customers, counted in orders',
		reason: { ...value, method: 'percentile', bound: 0.01, basis: 'order_count', value: 1, class: 'VIP' },
		zh: '最近 12 个月共 1 个订单，在 4,338 位客户中排名第 12，属于价值最高的前 1% 客户，价值等级为 VIP。',
		en: '1 order in the last 12 months, rank 12 of 4,338, among the top 1% of customers by value: class VIP by value.',
	},
	{
		why: 'the last class has no bound',
		reason: { ...value, bound: null, class: 'C' },
		zh: '最近 12 个月成交额 1,234,567.50 CNY，在 4,338 位客户中排名第 12，未达到更高等级的界线，价值等级为 C。',
		en: 'CNY 1,234,567.50 of turnover in the last 12 months, rank 12 of 4,338, below the bounds of the better classes: class C by value.',
	},
	{
		why: 'a prospect is not a bad customer',
		reason: { code: 'no_value', class: 'C' },
		zh: '统计期内没有计入价值的订单，归入末级 C。',
		en: 'No counted orders in the period, so the customer is in the last class, C.',
	},
	{
		why: 'held by hysteresis',
		reason: { code: 'held', class: 'A', from: 'B', percent: 10, value: 1 },
		zh: '仍在 A 级界线的 10% 缓冲带内，因此不降为 B，保持 A。',
		en: 'Still within the 10 % margin of class A, so it stays A instead of falling to B.',
	},
	{
		why: 'potential',
		reason: { code: 'potential', potential: 'high', from: 'C', to: 'A' },
		zh: '增长潜力为“高”，由 C 调整为 A。',
		en: 'Growth potential is high: from C to A.',
	},
	{
		why: 'risk',
		reason: { code: 'risk', from: 'B', to: 'C' },
		zh: '客户资不抵债，由 B 降为 C。',
		en: 'The customer is insolvent: from B down to C.',
	},
])('$why', ({ reason, zh, en }) => {
	expect(reasonText(reason, 'zh-CN')).toBe(zh);
	expect(reasonText(reason, 'en-US')).toBe(en);
});

test('every driver has words in both languages; an unknown one is shown as it is', () => {
	for (const driver of DRIVERS) expect(driverText(driver, 'zh-CN')).not.toBe(driverText(driver, 'en-US'));
	expect(driverText('other', 'en-US')).toBe('other');
});
