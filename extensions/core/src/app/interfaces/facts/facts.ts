import { formatCount, formatInstant } from '../../shared/format.ts';
import { sentence, type Locale } from '../../shared/words.ts';

export interface FactLine {
	label: string;
	text: string;
}

const MOST_ENTRIES = 20;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Recorded data as lines of name and text: names lose their underscores, lists are counted, times are the viewer's. */
export function factLines(value: unknown, locale: Locale): FactLine[] {
	if (value === null || value === undefined) return [];
	if (Array.isArray(value)) {
		const shown = value.slice(0, MOST_ENTRIES).map((item, index) => ({ label: `${index + 1}`, text: textOf(item, locale) }));
		const left = value.length - shown.length;
		const more = sentence(['另有 {n} 项', '{n} more'], locale, { n: formatCount(left, locale) });
		return left > 0 ? [...shown, { label: '…', text: more }] : shown;
	}
	if (typeof value !== 'object') return [{ label: '', text: textOf(value, locale) }];
	return Object.entries(value).map(([name, item]) => ({ label: name.replaceAll('_', ' '), text: textOf(item, locale) }));
}

function textOf(value: unknown, locale: Locale): string {
	if (value === null || value === undefined || value === '') return '–';
	if (typeof value === 'boolean') return sentence(value ? ['是', 'yes'] : ['否', 'no'], locale);
	if (typeof value === 'number') return new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(value);
	if (Array.isArray(value) && value.some((item) => typeof item === 'object')) {
		return sentence(['{n} 项', '{n} entry | {n} entries'], locale, { n: formatCount(value.length, locale) });
	}
	if (Array.isArray(value)) return value.map((item) => textOf(item, locale)).join(', ');
	if (typeof value === 'object') return factLines(value, locale).map(({ label, text }) => `${label}: ${text}`).join(' · ');
	return INSTANT.test(String(value)) ? formatInstant(String(value), locale) : String(value);
}
