import { audit, choice, instant, label, link, list, money, notNegative, option, primaryKey, section, text } from '../fields.ts';
import type { CollectionSpec } from '../model.ts';
import { AMBER, BLUE, GREEN, GREY, PURPLE, RED } from './colors.ts';
import { currency } from './currency.ts';

export const crmOrders: CollectionSpec = {
	collection: 'crm_orders',
	label: label('订单', 'Orders'),
	singular: label('订单', 'Order'),
	note: label('客户向我们下的订单。客户价值由此计算。', 'What customers ordered from us. Customer value is computed from this.'),
	icon: 'receipt_long',
	color: GREEN,
	displayTemplate: '{{number}}',
	folder: 'crm',
	sort: 3,
	fields: [
		primaryKey(),
		text('number', label('订单号', 'Order number'), {
			required: true,
			unique: true,
			maxLength: 120,
			options: { trim: true },
			note: label('不可重复；再次导入时按它识别。', 'Must be unique; a repeated import recognises the order by it.'),
		}),
		link('customer', label('客户', 'Customer'), 'crm_customers', {
			required: true,
			template: '{{name}} · {{code}}',
			oneField: 'orders',
			index: false,
		}),
		choice(
			'status',
			label('状态', 'Status'),
			[
				option('draft', '草稿', 'Draft', GREY),
				option('confirmed', '已确认', 'Confirmed', BLUE),
				option('paid', '已付款', 'Paid', GREEN),
				option('cancelled', '已取消', 'Cancelled', RED),
				option('refunded', '已退款', 'Refunded', PURPLE),
			],
			{
				default: 'draft',
				note: label(
					'已确认、已付款和已退款的订单计入客户价值。',
					'Confirmed, paid and refunded orders count towards customer value.',
				),
			},
		),
		instant('placed_at', label('下单时间', 'Ordered on'), { required: true, index: true }),
		money('amount', label('订单金额', 'Amount'), {
			required: true,
			note: label('折后净额；冲销单可为负数。', 'Net of discounts; a credit note may be negative.'),
		}),
		money('refunded_amount', label('已退金额', 'Refunded'), {
			default: 0,
			validation: notNegative('refunded_amount'),
			note: label('已退还给客户的金额，计算客户价值时扣除。', 'What was paid back; it is deducted from customer value.'),
		}),
		currency('currency', label('币种', 'Currency'), {
			note: label(
				'留空即为本位币；其他币种按系统设置中的汇率换算。',
				'Empty means the home currency; others are converted by the rates in the settings.',
			),
		}),
		choice(
			'channel',
			label('销售渠道', 'Sales channel'),
			[
				option('sales', '业务员', 'Sales team', BLUE),
				option('online', '网上商城', 'Online shop', PURPLE),
				option('phone', '电话', 'Phone', GREEN),
				option('store', '门店', 'Shop', AMBER),
				option('distributor', '经销商', 'Distributor', GREY),
				option('tender', '招标', 'Tender', BLUE),
			],
			{ maxLength: 60, options: { allowOther: true, allowNone: true } },
		),
		list('lines', label('订单明细', 'Order lines'), {
			options: {
				layout: 'table',
				tableSpacing: 'compact',
				fields: ['product', 'description', 'quantity', 'unit_price', 'amount', 'refunded_amount'],
				enableSelect: false,
				limit: 25,
			},
		}),
		section('progress', label('交付与收款', 'Delivery and payment'), { options: { start: 'open' } }),
		instant('due_at', label('付款期限', 'Payment due'), { group: 'progress' }),
		instant('paid_at', label('付款时间', 'Paid on'), { group: 'progress' }),
		instant('shipped_at', label('发货时间', 'Shipped on'), { group: 'progress' }),
		instant('delivered_at', label('签收时间', 'Delivered on'), { group: 'progress' }),
		text('external_id', label('外部编号', 'External ID'), {
			group: 'progress',
			unique: true,
			options: { trim: true },
			note: label('此订单在其他系统（如 ERP）中的编号。', 'The number of this order in another system, such as the ERP.'),
		}),
		...audit(),
	],
};
