interface Table {
	model: string;
	as_of: string;
	currency: string;
	customers: number;
	classes: { code: string; customers: number; customer_share: number; value: number; value_share: number }[];
}

/** The class table for a terminal: one line per class, columns aligned. */
export function classTable({ model, as_of, currency, customers, classes }: Table): string {
	const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
	const rows = [
		['class', 'customers', 'share', `value ${currency}`, 'share'],
		...classes.map((row) => [
			row.code,
			String(row.customers),
			percent(row.customer_share),
			row.value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
			percent(row.value_share),
		]),
	];
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
	const lines = rows.map((row) =>
		row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
	);
	return [`Model "${model}" as of ${as_of.slice(0, 10)}: ${customers} customers`, ...lines].join('\n');
}
