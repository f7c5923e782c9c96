import type { Target } from './targets.ts';

export type Language = 'en' | 'zh';

interface Reason {
	en: string;
	zh: string;
	/** The column at fault, for reasons that concern more than one cell. */
	target?: Target;
}

const CENTURY = '1970–2037';

/**
 * Every reason a row can be refused for: what is wrong, then how to mend it. `{value}` is the cell.
 */
export const REJECT_REASONS = {
	empty: { en: 'is empty; every order needs it', zh: '为空；每个订单都必须填写' },
	too_long: { en: 'is longer than 255 characters', zh: '超过 255 个字符' },
	unreadable_characters: {
		en: 'has characters that cannot be read; save the file as UTF-8',
		zh: '含有无法识别的字符；请将文件另存为 UTF-8 编码',
	},
	quotes_broken: {
		en: 'A quotation mark is opened and not closed properly; write "" for a quotation mark inside a cell',
		zh: '引号未正确配对；单元格内的引号请写成 ""',
	},
	too_many_cells: {
		en: 'The row has {value} cells, more than the header; put cells that contain the separator into quotes',
		zh: '本行有 {value} 个单元格，多于表头；含分隔符的单元格请加引号',
	},
	number_shortened: {
		en: '"{value}" was shortened by Excel and has lost digits; format the column as text and export again',
		zh: '“{value}”已被 Excel 缩写并丢失位数；请将该列设为文本格式后重新导出',
	},
	date_order_unclear: {
		en: '"{value}" does not tell the day from the month; write the date as 2024-12-31',
		zh: '“{value}”无法区分日和月；请写成 2024-12-31',
	},
	date_serial: {
		en: '"{value}" is an Excel day number; format the column as a date (2024-12-31) and export again',
		zh: '“{value}”是 Excel 日期序列号；请将该列设为日期格式（2024-12-31）后重新导出',
	},
	date_unknown: {
		en: '"{value}" is not a date; write 2024-12-31 or 2024-12-31 09:30',
		zh: '“{value}”不是有效日期；请写成 2024-12-31 或 2024-12-31 09:30',
	},
	date_out_of_range: { en: `"{value}" is outside the years ${CENTURY}`, zh: `“{value}”不在 ${CENTURY} 年之间` },
	amount_not_a_number: { en: '"{value}" is not an amount; write 1234.50', zh: '“{value}”不是金额；请写成 1234.50' },
	amount_decimal_comma: {
		en: '"{value}" seems to use a decimal comma; write 1234.50 with a point',
		zh: '“{value}”疑似用逗号作小数点；请用小数点，写成 1234.50',
	},
	amount_too_large: { en: '"{value}" is too large for an amount', zh: '“{value}”超出金额上限' },
	currency_unknown: {
		en: '"{value}" has no currency that we know; write a code such as CNY or USD',
		zh: '“{value}”的币种无法识别；请写代码，例如 CNY 或 USD',
	},
	status_unknown: {
		en: '"{value}" is not an order status; write draft, confirmed, paid, cancelled or refunded',
		zh: '“{value}”不是订单状态；请写 draft、confirmed、paid、cancelled 或 refunded',
	},
	duplicate_number: {
		en: 'The number "{value}" came before in this file with other data; if rows are order lines, add them up per order',
		zh: '编号“{value}”在本文件中已出现且内容不同；如为订单明细，请先按订单汇总',
		target: 'number',
	},
	refund_other_customer: {
		en: 'The order with this number belongs to a customer other than "{value}"; mend the number or the customer',
		zh: '该编号的订单不属于客户“{value}”；请更正编号或客户',
		target: 'customer',
	},
	refunds_exceed_order: {
		en: 'More would be given back of the order "{value}" than its amount; mend the amount, or give the credit a number of its own',
		zh: '订单“{value}”的退款合计将超过订单金额；请更正金额，或为该退款使用单独的编号',
		target: 'amount',
	},
	external_id_taken: {
		en: 'The external id already belongs to the order "{value}"',
		zh: '该外部编号已属于订单“{value}”',
		target: 'external_id',
	},
	customer_hidden: {
		en: 'You have no access to the customer "{value}"; ask its owner or an administrator to import this row',
		zh: '您无权访问客户“{value}”；请由其负责人或管理员导入本行',
		target: 'customer',
	},
	change_not_allowed: {
		en: 'The order "{value}" exists with other data and you may not change orders',
		zh: '订单“{value}”已存在且内容不同，您没有修改订单的权限',
		target: 'number',
	},
	refused_by_database: {
		en: 'The database refused the row: {value}',
		zh: '数据库拒绝了本行：{value}',
	},
} as const satisfies Record<string, Reason>;

export type RejectReason = keyof typeof REJECT_REASONS;

const LONGEST_VALUE = 120;

/** The reason in words, with the cell that caused it. */
export function reasonText(reason: RejectReason, language: Language, value = ''): string {
	const shown = value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
	return REJECT_REASONS[reason][language].replaceAll('{value}', () => shown);
}

export function reasonTarget(reason: RejectReason): Target | undefined {
	const entry: Reason = REJECT_REASONS[reason];
	return entry.target;
}
