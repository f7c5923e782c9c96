import { formatCount, formatInstant } from '../../shared/format.ts';
import { sentence, type Locale, type Words } from '../../shared/words.ts';

export interface FactLine {
	label: string;
	text: string;
	/** One line for each row of a list. */
	entries: string[];
}

const MOST_ENTRIES = 20;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
/** Names that facts have in common; others are shown as they are, without underscores. */
const NAMES: Words = {
	as_of: ['截至', 'as of'],
	customer: ['客户', 'customer'],
	customers: ['客户', 'customers'],
	from: ['原等级', 'from'],
	to: ['新等级', 'to'],
	model: ['评分模型', 'scoring model'],
	run: ['运行编号', 'run'],
	value: ['数值', 'value'],
	value_before: ['原数值', 'value before'],
	reason: ['原因', 'reason'],
	amount: ['金额', 'amount'],
	points: ['积分', 'points'],
	state: ['状态', 'state'],
};

/** Recorded data as lines of name and text; `nameOf` tells the name of a customer from its id. */
export function factLines(value: unknown, locale: Locale, nameOf = (id: string): string => id): FactLine[] {
	if (value === null || value === undefined) return [];
	if (Array.isArray(value)) return [{ label: '', text: '', entries: entriesOf(value) }];
	if (typeof value !== 'object') return [{ label: '', text: textOf(value), entries: [] }];
	return Object.entries(value).map(([name, item]) =>
		isRows(item)
			? { label: labelOf(name), text: formatCount(item.length, locale), entries: entriesOf(item) }
			: { label: labelOf(name), text: textOf(item, name), entries: [] },
	);

	function labelOf(name: string): string {
		const words = NAMES[name];
		return words ? sentence(words, locale) : name.replaceAll('_', ' ');
	}

	function entriesOf(items: unknown[]): string[] {
		const shown = items.slice(0, MOST_ENTRIES).map((item) => textOf(item));
		const left = items.length - shown.length;
		return left > 0 ? [...shown, sentence(['另有 {n} 项', '{n} more'], locale, { n: formatCount(left, locale) })] : shown;
	}

	function textOf(item: unknown, name = ''): string {
		if (item === null || item === undefined || item === '') return '–';
		if (typeof item === 'boolean') return sentence(item ? ['是', 'yes'] : ['否', 'no'], locale);
		if (typeof item === 'number') return new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(item);
		if (Array.isArray(item)) return item.map((part) => textOf(part)).join(', ');
		if (typeof item === 'object') {
			return Object.entries(item).map(([key, part]) => `${labelOf(key)}: ${textOf(part, key)}`).join(' · ');
		}
		if (name === 'customer') return nameOf(String(item));
		return INSTANT.test(String(item)) ? formatInstant(String(item), locale) : String(item);
	}
}

/** The customers that the data names, at any depth. */
export function customersIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).flatMap(customersIn);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, item]) =>
		key === 'customer' && typeof item === 'string' ? [item] : customersIn(item),
	);
}

function isRows(value: unknown): value is unknown[] {
	return Array.isArray(value) && value.some((item) => typeof item === 'object');
}
