import { describeReject } from '../../domain/import/import-figures.ts';
import type { RowProblem } from '../../domain/import/import-result.ts';
import {
	describeMapping,
	resolveMapping,
	type WantedMapping,
} from '../../domain/import/mapping.ts';
import {
	createRowReading,
	isReject,
	type OrderRow,
	type RowSettings,
} from '../../domain/import/parse-row.ts';
import type { FileRefusal } from '../../domain/import/refusals.ts';
import type { Language } from '../../domain/import/reject-reasons.ts';
import type { Target } from '../../domain/import/targets.ts';
import { fromMinor } from '@guanxi/core/money';
import { headersOf, readRecords } from './read-records.ts';

export interface PreviewInput {
	/** The beginning of a file or all of it. */
	chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array>;
	settings: RowSettings;
	map?: WantedMapping;
	language: Language;
	/** How many rows to show. */
	rows: number;
	/** The text may end in the middle of a row: the last one is then left out. */
	cut?: boolean;
}

export interface PreviewRow {
	line: number;
	cells: string[];
	/** What the import would read; null when it would refuse the row. */
	values: Record<string, string | null> | null;
	problems: RowProblem[];
}

export interface Preview {
	headers: string[];
	mapping: Partial<Record<Target, string>>;
	/** Everything that stops the import as it stands; empty when it can start. */
	refusals: FileRefusal[];
	rows: PreviewRow[];
	encoding: string;
	delimiter: string;
	/** The home currency, of rows that name none. */
	currency: string;
}

/**
 * Shows what an import would make of the first rows of a file, without looking into the database.
 */
export async function previewOrders(input: PreviewInput): Promise<Preview> {
	const { records, encoding, delimiter } = readRecords(input.chunks);
	const head = await records.next();
	const headers = head.done ? [] : headersOf(head.value);
	const { mapping, problems } = resolveMapping(headers, input.map);
	const readRow = createRowReading(headers, mapping, input.settings);
	const rows: PreviewRow[] = [];
	if (!head.done) {
		for await (const record of records) {
			const row = readRow(record);
			const { line, cells } = record;
			const reject = isReject(row) ? [describeReject(row, { headers, mapping, language: input.language })] : [];
			rows.push({ line, cells, values: isReject(row) ? null : shown(row), problems: reject });
			if (rows.length > input.rows) break;
		}
	}
	const isAll = rows.length <= input.rows;
	if (isAll && input.cut) rows.pop();
	return {
		headers,
		mapping: describeMapping(headers, mapping),
		refusals: head.done ? [{ code: 'file_empty' }] : refusalsOf(headers, problems, { empty: rows.length === 0 }),
		rows: problems.length ? rows.slice(0, input.rows).map(withoutVerdict) : rows.slice(0, input.rows),
		encoding: encoding() ?? 'utf-8',
		delimiter: delimiter() ?? ',',
		currency: input.settings.currency,
	};
}

function refusalsOf(
	headers: string[],
	problems: FileRefusal[],
	{ empty }: { empty: boolean },
): FileRefusal[] {
	if (isWorkbook(headers)) return [{ code: 'file_is_workbook' }];
	return problems.length === 0 && empty ? [{ code: 'file_without_rows' }] : problems;
}

/** An .xlsx file is a zip archive; its first bytes say so. */
export function isWorkbook(headers: string[]): boolean {
	return headers[0]?.startsWith('PK\u0003\u0004') ?? false;
}

/** While required columns are missing every row would be refused; that helps nobody. */
function withoutVerdict(row: PreviewRow): PreviewRow {
	return { ...row, values: null, problems: [] };
}

function shown(row: OrderRow): Record<string, string | null> {
	return {
		number: row.number,
		placed_at: row.placedAt.toISOString(),
		customer: row.customer,
		customer_name: row.customerName,
		amount: fromMinor(row.amountMinor),
		currency: row.currency,
		status: row.status,
		paid_at: row.paidAt?.toISOString() ?? null,
		channel: row.channel,
		external_id: row.externalId,
	};
}
