/**
 * What a column of an order file can become. The names are the `TARGET` of `--map TARGET=HEADER`.
 */
export const TARGETS = [
	'number', 'placed_at', 'customer', 'customer_name', 'amount', 'currency', 'status', 'paid_at', 'channel', 'external_id',
] as const;
export type Target = (typeof TARGETS)[number];

/** Without these an order means nothing; the others have defaults. */
export const REQUIRED: readonly Target[] = ['number', 'placed_at', 'customer', 'amount'];

/**
 * Headers that people and their systems write, best first. Compared without case, blanks,
 * punctuation and bracketed units. Where a file has several money columns, the net amount that was
 * paid wins.
 */
export const HEADER_NAMES: Record<Target, readonly string[]> = {
	number: [
		'number', 'invoice no', 'invoice number', 'invoice id', 'invoice', 'order no', 'order number', 'order id', 'order name',
		'document number', 'document no', 'sales order', 'order', 'no', 'id',
		'订单号', '订单编号', '订单号码', '发票号', '发票号码', '发票编号', '单据编号', '单据号', '销售单号', '交易单号', '单号', '编号',
		'訂單號', '訂單編號', '發票號碼',
	],
	placed_at: [
		'placed at', 'invoice date', 'order date', 'order time', 'ordered at', 'purchase date', 'sales date',
		'transaction date', 'document date', 'created at', 'date', 'datetime', 'time',
		'下单时间', '下单日期', '订单日期', '订单时间', '开票日期', '发票日期', '单据日期', '销售日期', '交易时间', '交易日期', '订单创建时间',
		'创建时间', '日期', '时间', '下單時間', '訂單日期',
	],
	customer: [
		'customer code', 'customer id', 'customer no', 'customer number', 'client id', 'client code', 'client no',
		'account number', 'account id', 'account code', 'member id', 'buyer id', 'customer', 'client', 'account',
		'客户编号', '客户编码', '客户代码', '客户号', '客户id', '会员编号', '会员号', '会员id', '买家id', '客户',
		'客戶編號', '客戶代碼', '客戶',
	],
	customer_name: [
		'customer name', 'client name', 'account name', 'company name', 'company', 'buyer name', 'bill to', 'name',
		'客户名称', '客户姓名', '客户全称', '公司名称', '单位名称', '购货单位', '买家姓名', '买家昵称', '会员名称', '姓名', '客戶名稱',
	],
	amount: [
		'amount', 'net amount', 'amount paid', 'paid amount', 'order amount', 'invoice amount', 'total amount',
		'total price', 'order total', 'grand total', 'net total', 'net sales', 'total', 'turnover', 'revenue', 'sales', 'value',
		'实付金额', '实收金额', '实付款', '买家实际支付金额', '订单金额', '发票金额', '销售金额', '总金额', '合计金额', '价税合计', '交易金额',
		'应付金额', '金额', '总价', '合计', '总计', '销售额', '金額', '總金額', '訂單金額',
	],
	currency: ['currency', 'currency code', '币种', '货币', '币别', '幣種', '貨幣'],
	status: ['status', 'order status', 'payment status', 'financial status', 'state', '订单状态', '支付状态', '交易状态', '状态', '訂單狀態'],
	paid_at: [
		'paid at', 'payment date', 'payment time', 'date paid', 'paid date',
		'付款时间', '付款日期', '支付时间', '支付日期', '收款日期', '付款時間',
	],
	channel: ['channel', 'sales channel', 'source channel', 'platform', '渠道', '销售渠道', '订单渠道', '订单来源', '平台', '銷售渠道'],
	external_id: ['external id', 'external reference', 'external no', 'source id', '外部编号', '外部单号', '外部订单号', '第三方单号'],
};
