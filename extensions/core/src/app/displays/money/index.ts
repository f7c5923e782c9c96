import { defineDisplay } from '@directus/extensions-sdk';
import { pick } from '../../shared/words.ts';
import MoneyDisplay from './money-display.vue';

export default defineDisplay({
	id: 'crm-core-money',
	get name() {
		return pick('金额', 'Money');
	},
	get description() {
		return pick('按语言习惯显示的金额', 'An amount as the language writes it');
	},
	icon: 'payments',
	component: MoneyDisplay,
	types: ['decimal', 'float', 'integer', 'bigInteger'],
	options: () => [
		{
			field: 'isHome',
			name: pick('以结算币种计', 'In the home currency'),
			type: 'boolean',
			meta: {
				interface: 'boolean',
				width: 'half',
				note: pick('否则只显示数字，币种另列。', 'Otherwise only the figure is shown, beside a column with the currency.'),
			},
		},
	],
});
