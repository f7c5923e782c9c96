import { label, text } from '../fields.ts';
import type { FieldSpec, Label } from '../model.ts';

const TIMEZONES: { text: Label; value: string }[] = [
	{ text: label('北京、上海', 'Beijing, Shanghai'), value: 'Asia/Shanghai' },
	{ text: label('乌鲁木齐', 'Urumqi'), value: 'Asia/Urumqi' },
	{ text: label('香港', 'Hong Kong'), value: 'Asia/Hong_Kong' },
	{ text: label('台北', 'Taipei'), value: 'Asia/Taipei' },
	{ text: label('新加坡', 'Singapore'), value: 'Asia/Singapore' },
	{ text: label('东京', 'Tokyo'), value: 'Asia/Tokyo' },
	{ text: label('首尔', 'Seoul'), value: 'Asia/Seoul' },
	{ text: label('曼谷、河内', 'Bangkok, Hanoi'), value: 'Asia/Bangkok' },
	{ text: label('迪拜', 'Dubai'), value: 'Asia/Dubai' },
	{ text: label('莫斯科', 'Moscow'), value: 'Europe/Moscow' },
	{ text: label('柏林、巴黎', 'Berlin, Paris'), value: 'Europe/Berlin' },
	{ text: label('伦敦', 'London'), value: 'Europe/London' },
	{ text: label('纽约', 'New York'), value: 'America/New_York' },
	{ text: label('洛杉矶', 'Los Angeles'), value: 'America/Los_Angeles' },
	{ text: label('悉尼', 'Sydney'), value: 'Australia/Sydney' },
	{ text: label('协调世界时', 'Coordinated universal time'), value: 'UTC' },
];

/** An IANA time zone: the usual ones by city, any other by its name. */
export const timezone = (field: string, extra: Partial<FieldSpec> = {}): FieldSpec => ({
	...text(field, label('时区', 'Time zone'), {
		maxLength: 60,
		default: 'Asia/Shanghai',
		interface: 'select-dropdown',
		options: { choices: TIMEZONES, allowOther: true },
	}),
	...extra,
});
