import { formatCount, formatMoney } from '@guanxi/core/app/format.ts';
import type { Locale } from '@guanxi/core/app/words.ts';

interface Unit {
	basis: 'turnover' | 'order_count';
	currency: string;
}

/** A customer value in its unit: money, or a number of orders. */
export function worthText(value: number, { basis, currency }: Unit, locale: Locale, short = false): string {
	if (basis === 'turnover') return formatMoney(value, locale, { currency, short });
	const orders = formatCount(value, locale);
	return locale === 'zh-CN' ? `${orders} 单` : `${orders} ${value === 1 ? 'order' : 'orders'}`;
}
