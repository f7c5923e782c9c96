import { check, label, text } from '../fields.ts';
import type { FieldSpec, Label } from '../model.ts';

/** ISO 4217 codes offered first; any other three letters may be typed. */
export const CURRENCIES: { text: Label; value: string }[] = [
	{ text: label('CNY · 人民币', 'CNY · Chinese yuan'), value: 'CNY' },
	{ text: label('USD · 美元', 'USD · US dollar'), value: 'USD' },
	{ text: label('EUR · 欧元', 'EUR · Euro'), value: 'EUR' },
	{ text: label('HKD · 港元', 'HKD · Hong Kong dollar'), value: 'HKD' },
	{ text: label('JPY · 日元', 'JPY · Japanese yen'), value: 'JPY' },
	{ text: label('GBP · 英镑', 'GBP · Pound sterling'), value: 'GBP' },
	{ text: label('TWD · 新台币', 'TWD · New Taiwan dollar'), value: 'TWD' },
	{ text: label('SGD · 新加坡元', 'SGD · Singapore dollar'), value: 'SGD' },
];

export const currency = (field: string, name: Label, extra: Partial<FieldSpec> = {}): FieldSpec => ({
	...text(field, name, {
		maxLength: 3,
		interface: 'select-dropdown',
		options: { choices: CURRENCIES, allowOther: true },
		validation: check(
			field,
			[{ _regex: '^$|^[A-Z]{3}$' }],
			label('请填三个大写字母的币种代码，例如 CNY。', 'Use a currency code of three capital letters, such as CNY.'),
		),
	}),
	...extra,
});
