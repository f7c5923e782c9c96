export const ORDER_STATUSES = ['draft', 'confirmed', 'paid', 'cancelled', 'refunded'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

const WORDS: Record<OrderStatus, readonly string[]> = {
	draft: ['草稿', '未提交', 'quotation', 'quote'],
	confirmed: [
		'open', 'pending', 'processing', 'unpaid', 'invoiced', 'approved', '已确认', '已审核', '待付款', '未付款', '待支付', '待发货', '处理中', '部分付款',
	],
	paid: [
		'complete', 'completed', 'closed', 'done', 'shipped', 'delivered', 'fulfilled', '已付款', '已支付', '付款', '已收款', '已发货', '已完成', '完成',
		'交易成功', '交易完成', '已签收', '已结清',
	],
	cancelled: ['canceled', 'void', 'voided', 'deleted', '已取消', '取消', '已作废', '作废', '交易关闭', '已关闭'],
	refunded: ['refund', 'returned', 'credit', 'credited', '已退款', '退款', '已退货', '退货', '红字', '已红冲'],
};
const BY_WORD = new Map(
	ORDER_STATUSES.flatMap((status) => [status, ...WORDS[status]].map((word) => [word, status] as const)),
);

/** Our status for the words that shops and ledgers use; null for a word we would have to guess. */
export function parseStatus(cell: string): OrderStatus | null {
	return BY_WORD.get(cell.trim().toLowerCase()) ?? null;
}
