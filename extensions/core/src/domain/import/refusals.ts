import { problemText, type Problem, type ProblemOf, type ProblemWords } from '../problem.ts';
import { localeOf } from '../words.ts';
import type { MappingProblem } from './mapping.ts';
import type { Language } from './reject-reasons.ts';

/** Why a whole file is refused before its first row. */
export type FileRefusal =
	| { code: 'file_empty' }
	| { code: 'file_without_rows' }
	| { code: 'file_is_workbook' }
	| MappingProblem;

/** Why an upload is refused. Those of a file have their name in the English message, where programs have looked for it. */
export const IMPORT_WORDS = {
	reasons: {
		file_empty: ['文件为空。请导出包含表头和订单的 CSV 文件。', 'The file is empty (file_empty). Export a CSV file with a header and orders.'],
		file_without_rows: [
			'文件只有表头，没有订单。请检查导出条件。',
			'The file has a header but no orders below it (file_without_rows). Check the filter of the export.',
		],
		file_is_workbook: [
			'这是 Excel 工作簿。请在 Excel 中“另存为”“CSV UTF-8（逗号分隔）”后再导入。',
			'This is an Excel workbook (file_is_workbook). Save it in Excel as "CSV UTF-8 (comma delimited)" and import that.',
		],
		column_missing: [
			'没有找到{field}对应的列。请用 --map {target}=列名 指定。文件中的列：{headers}。',
			'No column for {field}. Name it with --map {target}=HEADER. Headers: {headers}.',
		],
		header_twice: [
			'为{field}指定的列“{header}”在表头中出现多次。请重命名其中一列。',
			'The header "{header}", named for {field}, appears more than once. Rename one of the columns.',
		],
		unknown_header: [
			'为{field}指定的列“{header}”不存在。文件中的列：{headers}。',
			'The header "{header}", named for {field}, is not in the file. Headers: {headers}.',
		],
		map_unclear: [
			'{field}中的“{value}”无法识别；请写 目标=列名，目标可以是 {targets}。',
			'{field} has "{value}"; write target=header with one of {targets}.',
		],
		map_not_json: ['{field}不是有效的 JSON；请检查括号和引号。', '{field} is not valid JSON. Check its braces and quotation marks.'],
		map_not_text: ['{field}中“{target}”的列名必须是文本。', '{field} must name a header for "{target}" as text.'],
		body_not_csv: [
			'{field}必须是 CSV 文件本身，以 Content-Type: text/csv 发送（不要用 JSON 或表单）。',
			'{field} must be the CSV file itself, sent as "Content-Type: text/csv" (no JSON, no form).',
		],
		body_packed: ['请去掉{field}，发送未压缩的文件。', '{field} must be left out; send the file unpacked.'],
		body_cut_short: ['{field}：文件尚未传完连接就断开了，请重新上传。', '{field} ended before the whole file had arrived. Send it again.'],
	},
	fields: {
		number: ['订单号或发票号', 'the order or invoice number'],
		placed_at: ['下单日期', 'the order date'],
		customer: ['客户编号', 'the customer code'],
		customer_name: ['客户名称', 'the customer name'],
		amount: ['金额', 'the amount'],
		currency: ['币种', 'the currency'],
		status: ['状态', 'the status'],
		paid_at: ['付款日期', 'the payment date'],
		channel: ['渠道', 'the channel'],
		external_id: ['外部编号', 'the external id'],
	},
} as const satisfies ProblemWords;

/** The refusal of a file in the form that all refusals have. */
export function problemOf(refusal: FileRefusal): ProblemOf<typeof IMPORT_WORDS> {
	const { code: reason, ...params } = refusal;
	const field = 'target' in refusal ? refusal.target : 'file';
	return { field, reason, params } satisfies Problem as ProblemOf<typeof IMPORT_WORDS>;
}

/** What is wrong with the file and what to do, in one or two sentences. */
export function refusalText(refusal: FileRefusal, language: Language): string {
	return problemText(problemOf(refusal), IMPORT_WORDS, localeOf(language));
}
