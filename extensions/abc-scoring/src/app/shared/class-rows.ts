import type { TableColumn } from '@guanxi/core/app/data-table.vue';
import { fallbackColor } from '@guanxi/core/app/color.ts';
import { formatCount, formatShare } from '@guanxi/core/app/format.ts';
import { sentence, type Locale, type Words } from '@guanxi/core/app/words.ts';
import { computed, type Ref } from 'vue';
import type { ClassFigures } from '../../contract/answers.ts';
import { leadersOf } from './leaders.ts';
import { worthText } from './worth.ts';

interface ClassTable {
	classes: (ClassFigures & { color?: string | null })[];
	basis?: 'turnover' | 'order_count';
	currency: string;
}

const WORDS = {
	class: ['等级', 'Class'],
	customers: ['客户数', 'Customers'],
	customerShare: ['客户占比', 'Share of customers'],
	turnover: ['成交额', 'Turnover'],
	order_count: ['订单', 'Orders'],
	valueShare: ['价值占比', 'Share of value'],
	answer: ['{n} 位客户带来 {share} 的{value}', '{n} customer brings {share} of {value} | {n} customers bring {share} of {value}'],
	ofTurnover: ['成交额', 'turnover'],
	ofOrders: ['订单', 'the orders'],
	nobody: ['统计期内没有计入价值的订单', 'No order counted in this period'],
} satisfies Words;

/** A class table in words: rows for the bars, the table behind them, and the answer above them. */
export function useClassRows(source: Ref<ClassTable | null>, locale: Ref<Locale>) {
	const t = (key: keyof typeof WORDS, facts = {}) => sentence(WORDS[key], locale.value, facts);
	const basis = computed(() => source.value?.basis ?? 'turnover');
	const unit = computed(() => ({ basis: basis.value, currency: source.value?.currency ?? 'CNY' }));

	const rows = computed(() =>
		(source.value?.classes ?? []).map((item, index) => ({
			...item,
			color: item.color ?? fallbackColor(index),
			customersText: formatCount(item.customers, locale.value),
			customerShareText: formatShare(item.customer_share, locale.value, 1),
			valueText: worthText(item.value, unit.value, locale.value, true),
			valueFull: worthText(item.value, unit.value, locale.value),
			valueShareText: formatShare(item.value_share, locale.value, 1),
		})),
	);
	const labels = computed(() => ({ customers: t('customers'), value: t(basis.value) }));
	const answer = computed(() => {
		const leaders = leadersOf(source.value?.classes ?? []);
		if (!leaders) return t('nobody');
		return t('answer', {
			n: formatCount(leaders.customers, locale.value),
			share: formatShare(leaders.share, locale.value),
			value: t(basis.value === 'turnover' ? 'ofTurnover' : 'ofOrders'),
		});
	});
	const table = computed(() => ({
		columns: [
			{ key: 'class', label: t('class') },
			figure('customers', t('customers')),
			figure('customerShare', t('customerShare')),
			figure('value', t(basis.value)),
			figure('valueShare', t('valueShare')),
		],
		rows: rows.value.map((item) => ({
			class: item.label && item.label !== item.code ? `${item.code} · ${item.label}` : item.code,
			customers: item.customersText,
			customerShare: item.customerShareText,
			value: item.valueFull,
			valueShare: item.valueShareText,
		})),
	}));
	return { rows, labels, answer, table };
}

function figure(key: string, label: string): TableColumn {
	return { key, label, figure: true };
}
