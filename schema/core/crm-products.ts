import { audit, HOME, choice, label, money, notNegative, option, primaryKey, text } from '../fields.ts';
import type { CollectionSpec } from '../model.ts';
import { AMBER, GREEN, GREY } from './colors.ts';

export const crmProducts: CollectionSpec = {
	collection: 'crm_products',
	label: label('产品', 'Products'),
	singular: label('产品', 'Product'),
	note: label('我们销售的商品和服务。', 'The goods and services we sell.'),
	icon: 'inventory_2',
	color: AMBER,
	displayTemplate: '{{name}}',
	folder: 'crm',
	sort: 7,
	archive: { field: 'status', archived: 'archived', unarchived: 'active' },
	fields: [
		primaryKey(),
		text('sku', label('货号', 'SKU'), {
			required: true,
			unique: true,
			maxLength: 80,
			options: { trim: true },
			note: label('每种产品唯一的编号。', 'The number that identifies this product.'),
		}),
		text('name', label('名称', 'Name'), { required: true, options: { trim: true } }),
		text('category', label('类别', 'Category'), { maxLength: 120, index: true, options: { trim: true } }),
		money('price', label('标准单价', 'List price'), {
			...HOME,
			validation: notNegative('price'),
			note: label('不含折扣，以结算币种计。', 'Before discounts, in the home currency.'),
		}),
		choice(
			'status',
			label('状态', 'Status'),
			[option('active', '在售', 'On sale', GREEN), option('archived', '停售', 'Discontinued', GREY)],
			{ default: 'active' },
		),
		...audit(),
	],
};
