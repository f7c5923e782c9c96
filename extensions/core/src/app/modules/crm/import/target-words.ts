import type { Words } from '../../../shared/words.ts';

/** What a column of the file can become, as the form of an order names it. */
export const TARGET_WORDS: Words = {
	number: ['订单号 / 发票号', 'Order or invoice number'],
	placed_at: ['下单日期', 'Order date'],
	customer: ['客户编号', 'Customer code'],
	customer_name: ['客户名称', 'Customer name'],
	amount: ['金额', 'Amount'],
	currency: ['币种', 'Currency'],
	status: ['订单状态', 'Status'],
	paid_at: ['付款日期', 'Payment date'],
	channel: ['渠道', 'Channel'],
	external_id: ['外部编号', 'External id'],
};

export const STATUS_WORDS: Words = {
	draft: ['草稿', 'Draft'],
	confirmed: ['已确认', 'Confirmed'],
	paid: ['已付款', 'Paid'],
	cancelled: ['已取消', 'Cancelled'],
	refunded: ['已退款', 'Refunded'],
};

/** What happens without a column; required targets have none. */
export const DEFAULT_WORDS: Words = {
	customer_name: ['使用客户编号', 'the customer code'],
	currency: ['使用系统币种', 'the company currency'],
	status: ['视为已付款', 'paid'],
	paid_at: ['已付款的新订单取下单日期，否则留空', 'the order date of a new paid order, else left empty'],
	channel: ['留空', 'left empty'],
	external_id: ['留空', 'left empty'],
};
