import type { Language, RejectReason } from './reject-reasons.ts';
import type { Target } from './targets.ts';

/** What an import did; the names are public contract. */
export interface ImportResult {
	dry_run: boolean;
	/** Rows with content below the header: created + updated + skipped + rejected. */
	read: number;
	created: number;
	updated: number;
	/** Rows that say what is already stored, or repeat an earlier row of the file. */
	skipped: number;
	rejected: number;
	customers_created: number;
	reject_file: string | null;
	negatives: {
		/** Negative rows stored or changed as orders with a negative amount. */
		orders: number;
		/** Negative rows that added to the refunded amount of the order with their number. */
		refunds: number;
		/** Orders that came after their credits, which are their refunded amount from then on. */
		joined: number;
	};
	mapping: Partial<Record<Target, string>>;
	encoding: string;
	delimiter: string;
	duration_ms: number;
	/** Refused rows by reason. */
	reasons: Partial<Record<RejectReason, number>>;
	/** The first refused rows, in words. */
	problems: RowProblem[];
	/** What a reader should know besides the figures. */
	notes: string[];
}

export interface RowProblem {
	line: number;
	column: string;
	reason: string;
}

export interface Tally {
	negativeRead: number;
	currencies: Set<string>;
}

/**
 * Sentences about what is not obvious from the figures: negative rows, other currencies, a dry run.
 */
export function resultNotes(
	result: Pick<ImportResult, 'negatives' | 'dry_run'>,
	tally: Tally,
	language: Language,
): string[] {
	const zh = language === 'zh';
	const notes: string[] = [];
	const { orders, refunds, joined } = result.negatives;
	if (tally.negativeRead > 0) {
		const rest = tally.negativeRead - orders - refunds;
		notes.push(
			zh
				? `负数行 ${tally.negativeRead} 条：${refunds} 条计入同编号订单的退款金额，${orders} 条成为负数订单（默认状态“已退款”，` +
						`冲减客户成交额），其余 ${rest} 条无变化或被拒绝。`
				: `${tally.negativeRead} rows are negative: ${refunds} add to the refunded amount of the order with the same number, ` +
						`${orders} became orders with a negative amount (status "refunded" unless the file says otherwise), which lower ` +
						`the customer's turnover; ${rest} changed nothing or were rejected.`,
		);
	}
	if (joined > 0) {
		notes.push(
			zh
				? `${joined} 个订单排在其红字之后：红字已转为这些订单的退款金额。`
				: `${joined} orders came after their credits, which are now the refunded amount of those orders.`,
		);
	}
	if (tally.currencies.size > 0) {
		const list = [...tally.currencies].sort().join(', ');
		notes.push(
			zh
				? `文件含其他币种：${list}。评分时按系统设置中的汇率换算，没有汇率的订单不计入。`
				: `The file has other currencies: ${list}. Scoring converts them by the exchange rates of the settings and ` +
						'leaves orders without a rate out.',
		);
	}
	if (result.dry_run) notes.push(zh ? '试运行：未写入任何数据。' : 'Dry run: nothing was written.');
	return notes;
}

/** The report a person reads in the terminal. */
export function resultText(result: ImportResult): string {
	const mapped = Object.entries(result.mapping).map(([target, header]) => `${target} = ${header}`);
	const more = result.rejected - result.problems.length;
	return [
		`Columns: ${mapped.join(', ')}`,
		`Read ${figure(result.read)} rows: ${figure(result.created)} created, ${figure(result.updated)} updated, ` +
			`${figure(result.skipped)} skipped (no change), ${figure(result.rejected)} rejected.`,
		`New customers: ${figure(result.customers_created)}.`,
		...result.notes,
		...result.problems.map(({ line, column, reason }) => `  line ${line}: ${column ? `${column} ` : ''}${reason}`),
		...(more > 0 ? [`  … and ${figure(more)} more.`] : []),
		...(result.reject_file ? [`Rejected rows: ${result.reject_file} (mend them there and import that file)`] : []),
	].join('\n');
}

function figure(count: number): string {
	return count.toLocaleString('en-US');
}
