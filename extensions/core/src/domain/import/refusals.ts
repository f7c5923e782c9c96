import type { MappingProblem } from './mapping.ts';
import type { Language } from './reject-reasons.ts';
import type { Target } from './targets.ts';

/** Why a whole file is refused before its first row. */
export type FileRefusal =
	| { code: 'file_empty' }
	| { code: 'file_without_rows' }
	| { code: 'file_is_workbook' }
	| MappingProblem;

const MEANINGS: Record<Target, { en: string; zh: string }> = {
	number: { en: 'the order or invoice number', zh: '订单号或发票号' },
	placed_at: { en: 'the order date', zh: '下单日期' },
	customer: { en: 'the customer code', zh: '客户编号' },
	customer_name: { en: 'the customer name', zh: '客户名称' },
	amount: { en: 'the amount', zh: '金额' },
	currency: { en: 'the currency', zh: '币种' },
	status: { en: 'the status', zh: '状态' },
	paid_at: { en: 'the payment date', zh: '付款日期' },
	channel: { en: 'the channel', zh: '渠道' },
	external_id: { en: 'the external id', zh: '外部编号' },
};

/** What is wrong with the file and what to do, in one or two sentences. */
export function refusalText(refusal: FileRefusal, language: Language): string {
	const zh = language === 'zh';
	if (refusal.code === 'file_empty') {
		return zh ? '文件为空。请导出包含表头和订单的 CSV 文件。' : 'The file is empty. Export a CSV file with a header and orders.';
	}
	if (refusal.code === 'file_without_rows') {
		return zh
			? '文件只有表头，没有订单。请检查导出条件。'
			: 'The file has a header but no orders below it. Check the filter of the export.';
	}
	if (refusal.code === 'file_is_workbook') {
		return zh
			? '这是 Excel 工作簿。请在 Excel 中“另存为”“CSV UTF-8（逗号分隔）”后再导入。'
			: 'This is an Excel workbook. Save it in Excel as "CSV UTF-8 (comma delimited)" and import that.';
	}
	const { code, target } = refusal;
	const meaning = MEANINGS[target][language];
	const headers = refusal.headers.map((header) => (zh ? `“${header}”` : `"${header}"`)).join(zh ? '、' : ', ');
	if (code === 'column_missing') {
		return zh
			? `没有找到“${target}”（${meaning}）对应的列。请用 --map ${target}=列名 指定。文件中的列：${headers}。`
			: `No column for "${target}" (${meaning}). Name it with --map ${target}=HEADER. Headers: ${headers}.`;
	}
	if (code === 'header_twice') {
		return zh
			? `为“${target}”指定的列“${refusal.header}”在表头中出现多次。请重命名其中一列。`
			: `The header "${refusal.header}", named for "${target}", appears more than once. Rename one of the columns.`;
	}
	return zh
		? `为“${target}”指定的列“${refusal.header}”不存在。文件中的列：${headers}。`
		: `The header "${refusal.header}", named for "${target}", is not in the file. Headers: ${headers}.`;
}
