const NAMES: Record<string, string> = {
	RMB: 'CNY', CNH: 'CNY', 人民币: 'CNY', 人民幣: 'CNY', 元: 'CNY', 圆: 'CNY', 美元: 'USD', 欧元: 'EUR', 歐元: 'EUR',
	港元: 'HKD', 港币: 'HKD', 日元: 'JPY', 英镑: 'GBP', 'US$': 'USD', 'HK$': 'HKD', '€': 'EUR', '£': 'GBP',
};
const DOLLARS = ['USD', 'HKD', 'TWD', 'SGD', 'AUD', 'CAD', 'NZD', 'MOP'];

/** The ISO code of a currency column's cell, or null when the text is no currency. */
export function parseCurrency(cell: string, ownCurrency: string): string | null {
	const text = cell.trim().normalize('NFKC').toUpperCase();
	if (text === '$') return DOLLARS.includes(ownCurrency) ? ownCurrency : 'USD';
	if (text === '¥') return ownCurrency === 'JPY' ? 'JPY' : 'CNY';
	const code = NAMES[text] ?? text;
	return /^[A-Z]{3}$/.test(code) ? code : null;
}
