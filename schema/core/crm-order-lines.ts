import { audit, label, link, money, notNegative, PLAIN_FIGURE, primaryKey, text } from '../fields.ts';
import type { CollectionSpec } from '../model.ts';
import { GREEN } from './colors.ts';

export const crmOrderLines: CollectionSpec = {
	collection: 'crm_order_lines',
	label: label('订单明细', 'Order lines'),
	singular: label('订单行', 'Order line'),
	note: label('订单中的每一项商品或服务。', 'The single items of an order.'),
	icon: 'list_alt',
	color: GREEN,
	displayTemplate: '{{description}} × {{quantity}}',
	folder: 'crm',
	sort: 4,
	hidden: true,
	fields: [
		primaryKey(),
		link('order', label('订单', 'Order'), 'crm_orders', {
			required: true,
			template: '{{number}}',
			oneField: 'lines',
		}),
		link('product', label('产品', 'Product'), 'crm_products', { template: '{{name}} · {{sku}}' }),
		text('description', label('说明', 'Description'), {
			width: 'full',
			note: label('写在订单上的文字；没有产品目录时也可只填这里。', 'The text on the order; enough on its own when there is no catalogue.'),
		}),
		money('quantity', label('数量', 'Quantity'), {
			...PLAIN_FIGURE,
			precision: [18, 3],
			options: { step: 0.001 },
			default: 1,
		}),
		money('unit_price', label('单价', 'Unit price')),
		money('amount', label('金额', 'Amount'), {
			note: label('折后净额。', 'Net of discounts.'),
		}),
		money('refunded_amount', label('已退金额', 'Refunded'), {
			default: 0,
			validation: notNegative('refunded_amount'),
		}),
		...audit(),
	],
};
