import { Decimal } from 'decimal.js';
import { parseInstant } from '../time.ts';

/** A stored or written value in one form for all databases: their drivers give decimals as text and yes as 1. */
export type Value = string | number | boolean | Decimal;

interface Kind {
	/** Undefined when it is no such value. Never asked about null. */
	read: (raw: unknown) => Value | undefined;
	isText?: boolean;
	isOrdered?: boolean;
}

const text: Kind = { read: (raw) => (Array.isArray(raw) ? raw.join(',') : typeof raw === 'object' ? undefined : String(raw)), isText: true };
const number: Kind = { read: readNumber, isOrdered: true };

/** How fields of a type are compared. Types that are not here can only be asked whether they are empty. */
const KINDS: Record<string, Kind> = {
	string: text,
	text,
	csv: text,
	uuid: { read: (raw) => (typeof raw === 'string' ? raw.toLowerCase() : undefined) },
	integer: number,
	bigInteger: number,
	decimal: number,
	float: number,
	boolean: { read: readBoolean },
	timestamp: { read: readInstant, isOrdered: true },
	dateTime: { read: (raw) => readLocal(raw, 'T'), isOrdered: true },
	date: { read: (raw) => readLocal(raw, 'date'), isOrdered: true },
	time: { read: (raw) => (/^\d{2}:\d{2}/.test(String(raw)) ? String(raw).padEnd(8, ':00').slice(0, 8) : undefined), isOrdered: true },
};

export const kindOf = (type: string): Kind | undefined => KINDS[type];

/** Negative, 0 or positive, as for sorting; both are values of one kind. */
export function compareValues(a: Value, b: Value): number {
	if (a instanceof Decimal || b instanceof Decimal) return new Decimal(a as Decimal).cmp(b as Decimal);
	return a === b ? 0 : a < b ? -1 : 1;
}

/** Up to 15 digits differ as numbers where they differ as written, and are equal where they are; more need a Decimal. */
function readNumber(raw: unknown): Value | undefined {
	if (typeof raw === 'number' && Number.isSafeInteger(raw)) return raw;
	const written = String(raw).trim();
	if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written)) return undefined;
	return written.length <= 15 ? Number(written) : new Decimal(written);
}

function readBoolean(raw: unknown): boolean | undefined {
	if (raw === true || raw === 1 || raw === '1' || raw === 'true') return true;
	return raw === false || raw === 0 || raw === '0' || raw === 'false' ? false : undefined;
}

function readInstant(raw: unknown): number | undefined {
	if (raw instanceof Date) return raw.getTime();
	if (typeof raw === 'number') return raw;
	return parseInstant(String(raw), 'UTC')?.getTime();
}

/** Dates and wall-clock times have no zone: drivers that make a Date of them mean the time of this process. */
function readLocal(raw: unknown, form: 'T' | 'date'): string | undefined {
	const length = form === 'date' ? 10 : 19;
	if (raw instanceof Date || typeof raw === 'number') return localText(new Date(raw)).slice(0, length);
	const written = String(raw).replace(' ', 'T');
	if (!/^\d{4}-\d{2}-\d{2}/.test(written)) return undefined;
	return form === 'date' ? written.slice(0, length) : (written.length === 10 ? `${written}T00:00:00` : written.padEnd(19, ':00').slice(0, length));
}

function localText(at: Date): string {
	const part = (value: number, digits = 2): string => String(value).padStart(digits, '0');
	const day = `${part(at.getFullYear(), 4)}-${part(at.getMonth() + 1)}-${part(at.getDate())}`;
	return `${day}T${part(at.getHours())}:${part(at.getMinutes())}:${part(at.getSeconds())}`;
}
