import { creditOf } from './credits.ts';
import type { OrderRow } from './parse-row.ts';
import { createSeenKeys, hash32 } from './seen-keys.ts';

export type Repetition = 'first' | 'identical' | 'different' | 'other_customer';

/** What earlier rows of the same file make of a row. */
export interface EarlierRows {
	repetition: Repetition;
	/** An earlier row has this number with a positive or zero amount, or with a negative one. */
	order: boolean;
	credit: boolean;
	/** Another credit of this number, time and amount: the file tells them apart, by an external id or none. */
	twin: boolean;
	externalIdTaken: boolean;
}

export interface FileDuplicates {
	/**
	 * Compares a row with the earlier rows of its file and remembers it when it is the first of its
	 * number.
	 */
	check: (row: OrderRow) => EarlierRows;
	/** The row was refused after all: a later one may take its number. */
	forget: (row: OrderRow) => void;
	/** True the first time a customer code comes up. */
	firstCustomer: (code: string) => boolean;
}

const CUSTOMER_BITS = 12;

/**
 * An invoice and its credits may share a number: they are told apart by the sign of the amount, and
 * must name the same customer. Works on marks of 32 bits; two different rows pass as identical with
 * a chance of one in a million.
 */
export function createFileDuplicates(): FileDuplicates {
	const seen = createSeenKeys();
	const claim = (key: string, owner: string): boolean => {
		const own = hash32(owner) || 1;
		const holder = seen.get(key);
		if (holder === undefined) seen.set(key, own);
		return holder === undefined || holder === own;
	};
	return {
		check(row) {
			const own = markOf(row);
			const order = seen.get(`+${row.number}`);
			const credit = seen.get(`-${row.number}`);
			const before = seen.get(keyOf(row));
			const moment = row.amountMinor < 0 ? momentOf(row) : null;
			const twin = moment !== null && seen.get(moment) !== undefined;
			let repetition: Repetition = before === undefined ? 'first' : before === own ? 'identical' : 'different';
			const other = row.amountMinor < 0 ? (order ?? credit) : credit;
			if (repetition === 'first' && other !== undefined && !sameCustomer(other, own)) repetition = 'other_customer';
			const externalIdTaken =
				repetition === 'first' && row.externalId !== null && !claim(`x${row.externalId}`, row.number);
			if (repetition === 'first' && !externalIdTaken) {
				seen.set(keyOf(row), own);
				if (row.amountMinor < 0 && credit === undefined) seen.set(`-${row.number}`, own);
				if (moment !== null) seen.set(moment, 1);
			}
			return { repetition, order: order !== undefined, credit: credit !== undefined, twin, externalIdTaken };
		},
		forget(row) {
			seen.forget(keyOf(row));
			if (row.amountMinor < 0 && seen.get(`-${row.number}`) === markOf(row)) seen.forget(`-${row.number}`);
		},
		firstCustomer(code) {
			const known = seen.get(`c${code}`) !== undefined;
			if (!known) seen.set(`c${code}`, 1);
			return !known;
		},
	};
}

/** An order has one row; a credit is told from the others of its number by its external id or its time. */
function keyOf(row: OrderRow): string {
	return row.amountMinor >= 0 ? `+${row.number}` : `=${row.number}\u0000${creditOf(row).name}`;
}

const momentOf = (row: OrderRow): string => ['~', row.number, creditOf(row).at, row.amountMinor].join('\u0000');

/** The lower bits tell the customer, the others the rest of the row. */
function markOf(row: OrderRow): number {
	const content = [
		row.placedAt.getTime(), row.customerName, row.amountMinor, row.currency, row.status,
		row.paidAt?.getTime(), row.channel, row.externalId,
	].join('\u0000');
	const mark = ((hash32(content) << CUSTOMER_BITS) | (hash32(row.customer) >>> (32 - CUSTOMER_BITS))) >>> 0;
	return mark || 1;
}

function sameCustomer(a: number, b: number): boolean {
	return ((a ^ b) & ((1 << CUSTOMER_BITS) - 1)) === 0;
}
