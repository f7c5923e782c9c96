import type { Method } from './model.ts';
import type { Step } from './reasons.ts';

export type Locale = 'zh-CN' | 'en-US';

/** A step with the numbers of the run, as `GET /crm/abc/models/:key/customers/:id` answers it. */
export type Reason =
	| ({ code: 'value'; method: Method; bound: number | null; cut: number | null } & Figures)
	| { code: 'no_value'; class: string }
	| ({ code: 'held'; percent: number; from: string } & Pick<Figures, 'class' | 'value'>)
	| Extract<Step, { code: 'potential' | 'risk' }>;

interface Figures {
	class: string;
	value: number;
	basis: 'turnover' | 'order_count';
	currency: string;
	window_months: number;
	rank: number;
	customers: number;
	cumulative_share: number;
}

const POTENTIAL: Record<Locale, Record<string, string>> = {
	'zh-CN': { low: '低', medium: '中', high: '高' },
	'en-US': { low: 'low', medium: 'medium', high: 'high' },
};

/** One sentence that a person understands who never saw a scoring model. */
export function reasonText(reason: Reason, locale: Locale): string {
	return locale === 'zh-CN' ? chinese(reason) : english(reason);
}

function chinese(reason: Reason): string {
	const number = (value: number) => format(value, 'zh-CN');
	switch (reason.code) {
		case 'no_value':
			return `统计期内没有计入价值的订单，归入末级 ${reason.class}。`;
		case 'value': {
			const amount =
				reason.basis === 'turnover' ? `成交额 ${number(reason.value)} ${reason.currency}` : `共 ${number(reason.value)} 个订单`;
			const lead = `最近 ${reason.window_months} 个月${amount}，在 ${number(reason.customers)} 位客户中排名第 ${number(reason.rank)}`;
			return `${lead}，${chineseBound(reason)}，价值等级为 ${reason.class}。`;
		}
		case 'held':
			return `仍在 ${reason.class} 级界线的 ${reason.percent}% 缓冲带内，因此不降为 ${reason.from}，保持 ${reason.class}。`;
		case 'potential':
			return `增长潜力为“${POTENTIAL['zh-CN'][reason.potential] ?? reason.potential}”，由 ${reason.from} 调整为 ${reason.to}。`;
		case 'risk':
			return `客户资不抵债，由 ${reason.from} 降为 ${reason.to}。`;
	}
}

function chineseBound(reason: Extract<Reason, { code: 'value' }>): string {
	if (reason.bound === null) return '未达到更高等级的界线';
	if (reason.method === 'thresholds') return `达到 ${format(reason.bound, 'zh-CN')} 的界线`;
	const share = percent(reason.bound, 'zh-CN');
	if (reason.method === 'percentile') return `属于价值最高的前 ${share} 客户`;
	return `属于合计贡献前 ${share} 价值的客户`;
}

function english(reason: Reason): string {
	const number = (value: number) => format(value, 'en-US');
	switch (reason.code) {
		case 'no_value':
			return `No counted orders in the period, so the customer is in the last class, ${reason.class}.`;
		case 'value': {
			const amount =
				reason.basis === 'turnover'
					? `${reason.currency} ${number(reason.value)} of turnover`
					: `${number(reason.value)} ${reason.value === 1 ? 'order' : 'orders'}`;
			const lead = `${amount} in the last ${reason.window_months} months, rank ${number(reason.rank)} of ${number(reason.customers)}`;
			return `${lead}, ${englishBound(reason)}: class ${reason.class} by value.`;
		}
		case 'held':
			return `Still within the ${reason.percent} % margin of class ${reason.class}, so it stays ${reason.class} instead of falling to ${reason.from}.`;
		case 'potential':
			return `Growth potential is ${POTENTIAL['en-US'][reason.potential] ?? reason.potential}: from ${reason.from} to ${reason.to}.`;
		case 'risk':
			return `The customer is insolvent: from ${reason.from} down to ${reason.to}.`;
	}
}

function englishBound(reason: Extract<Reason, { code: 'value' }>): string {
	if (reason.bound === null) return 'below the bounds of the better classes';
	if (reason.method === 'thresholds') return `at or above the bound of ${format(reason.bound, 'en-US')}`;
	const share = percent(reason.bound, 'en-US');
	if (reason.method === 'percentile') return `among the top ${share} of customers by value`;
	return `among the customers who bring the first ${share} of value`;
}

function format(value: number, locale: Locale): string {
	// Cents are written in full or not at all: 1,234.50 or 1,234.
	const digits = Number.isInteger(value) ? 0 : 2;
	return value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: 2 });
}

function percent(share: number, locale: Locale): string {
	return share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 2 });
}
