import type { Minor } from '@guanxi/core/money';
import type { CsvRecord } from './csv-records.ts';
import type { Mapping } from './mapping.ts';
import { parseAmount } from './parse-amount.ts';
import { parseCurrency } from './parse-currency.ts';
import { createDateReading } from './parse-date.ts';
import { parseStatus, type OrderStatus } from './parse-status.ts';
import type { RejectReason } from './reject-reasons.ts';
import { REQUIRED, TARGETS, type Target } from './targets.ts';

/**
 * One order of the file. `null` = the file does not say, so an existing order keeps what it has.
 */
export interface OrderRow {
	line: number;
	cells: string[];
	number: string;
	placedAt: Date;
	customer: string;
	customerName: string | null;
	amountMinor: Minor;
	currency: string | null;
	status: OrderStatus | null;
	paidAt: Date | null;
	channel: string | null;
	externalId: string | null;
}

/** Why a row was not taken; `column` is the file's own header. */
export interface Reject {
	line: number;
	cells: string[];
	column: string;
	reason: RejectReason;
	value?: string;
}

export interface RowSettings {
	timezone: string;
	currency: string;
}

const LONGEST_TEXT = 255;
/** Excel shows long numbers like this and saves what it shows: the digits are lost. */
const SHORTENED_NUMBER = /^\d(\.\d+)?E\+\d+$/i;

/**
 * Makes the reader for one import: a record becomes an order row, or the first thing that is wrong
 * with it.
 */
export function createRowReading(
	headers: string[],
	mapping: Mapping,
	settings: RowSettings,
): (record: CsvRecord) => OrderRow | Reject {
	const readDate = createDateReading(settings.timezone);
	return ({ line, cells, broken }) => {
		const refuse = (column: string, reason: RejectReason, value?: string): Reject => ({ line, cells, column, reason, value });
		if (broken) return refuse('', 'quotes_broken');
		const extra = cells.findIndex((cell, index) => index >= headers.length && cell.trim() !== '');
		if (extra >= 0) return refuse('', 'too_many_cells', String(cells.length));

		const cell = (target: Target): string => {
			const place = mapping[target];
			return place === undefined ? '' : (cells[place] ?? '').trim();
		};
		const wrong = (target: Target, reason: RejectReason): Reject =>
			refuse(headers[mapping[target] ?? -1] ?? target, reason, cell(target));
		for (const target of TARGETS) {
			const text = cell(target);
			if (text === '') {
				if (REQUIRED.includes(target)) return wrong(target, 'empty');
			} else if (text.length > LONGEST_TEXT) return wrong(target, 'too_long');
			else if (/[\u0000\uFFFD]/.test(text)) return wrong(target, 'unreadable_characters');
		}
		if (SHORTENED_NUMBER.test(cell('number'))) return wrong('number', 'number_shortened');
		if (SHORTENED_NUMBER.test(cell('customer'))) return wrong('customer', 'number_shortened');

		const placed = readDate(cell('placed_at'));
		if ('problem' in placed) return wrong('placed_at', placed.problem);
		const paid = cell('paid_at') ? readDate(cell('paid_at')) : { at: null };
		if ('problem' in paid) return wrong('paid_at', paid.problem);
		const amount = parseAmount(cell('amount'));
		if ('problem' in amount) return wrong('amount', amount.problem);
		const currencyText = cell('currency') || amount.sign || '';
		const currency = currencyText ? parseCurrency(currencyText, settings.currency) : null;
		if (currencyText && !currency) return wrong(cell('currency') ? 'currency' : 'amount', 'currency_unknown');
		const status = cell('status') ? parseStatus(cell('status')) : null;
		if (cell('status') && !status) return wrong('status', 'status_unknown');

		return {
			line,
			cells,
			number: cell('number'),
			placedAt: placed.at,
			customer: cell('customer'),
			customerName: cell('customer_name') || null,
			amountMinor: amount.minor,
			currency,
			status,
			paidAt: paid.at,
			channel: cell('channel') || null,
			externalId: cell('external_id') || null,
		};
	};
}

export function isReject(read: OrderRow | Reject): read is Reject {
	return 'reason' in read;
}
