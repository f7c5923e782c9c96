import { label } from '@guanxi/schema/fields';
import { BLUE, GREY, ORANGE, PURPLE } from '@guanxi/schema/core/colors';
import type { Label, SeedSpec } from '@guanxi/schema/model';

interface ScoringClass {
	code: string;
	label: Label | string;
	color: string;
	/** Value for thresholds, share 0–1 for the others; the last class takes the rest. */
	bound: number | null;
	contact_every_days: number;
	touch: 'high' | 'low' | 'tech';
}

/** How a class is looked after; the bound is each model's own. */
const CARE = {
	A: { code: 'A', label: 'A', color: ORANGE, contact_every_days: 30, touch: 'high' },
	B: { code: 'B', label: 'B', color: BLUE, contact_every_days: 90, touch: 'low' },
	C: { code: 'C', label: 'C', color: GREY, contact_every_days: 180, touch: 'tech' },
	VIP: { code: 'VIP', label: 'VIP', color: PURPLE, contact_every_days: 14, touch: 'high' },
	KEY: { code: 'KEY', label: label('关键', 'Key'), color: ORANGE, contact_every_days: 30, touch: 'high' },
	ORD: { code: 'ORD', label: label('普通', 'Ordinary'), color: BLUE, contact_every_days: 90, touch: 'low' },
	SML: { code: 'SML', label: label('小客户', 'Small'), color: GREY, contact_every_days: 180, touch: 'tech' },
} satisfies Record<string, Omit<ScoringClass, 'bound'>>;

const bounded = (code: keyof typeof CARE, bound: number | null): ScoringClass => ({ ...CARE[code], bound });

/** The handbook: a C who could grow is courted like an A; a B about to fail is looked after like a C. */
const handbook = {
	potential_matrix: [{ class: 'C', potential: 'high', result: 'A' }],
	risk_class: 'C',
};

const common = {
	basis: 'turnover',
	window_months: 12,
	customer_filter: null,
	order_filter: null,
	hysteresis_percent: 0,
	enabled: true,
};

export const scoringModelRows: SeedSpec[] = [
	{
		collection: 'crm_scoring_models',
		key: '097c082e-fb3e-402f-8a93-5dcccfa59f31',
		unless: { is_primary: true, customer_filter: null },
		row: {
			...common,
			...handbook,
			key: 'pareto',
			name: label('帕累托 70/20/10', 'Pareto 70/20/10'),
			method: 'cumulative_share',
			classes: [bounded('A', 0.7), bounded('B', 0.9), bounded('C', null)],
			is_primary: true,
			sort: 1,
			schedule: '0 3 * * *',
		},
	},
	{
		collection: 'crm_scoring_models',
		key: '2475b562-adf7-40d3-88e0-0150fc94668f',
		row: {
			...common,
			...handbook,
			key: 'turnover',
			name: label('成交额界线', 'Turnover bounds'),
			method: 'thresholds',
			classes: [bounded('A', 5_000_000), bounded('B', 1_000_000), bounded('C', null)],
			is_primary: false,
			sort: 2,
			schedule: '0 4 * * 1',
		},
	},
	{
		collection: 'crm_scoring_models',
		key: '699c1237-7fc0-4fce-9315-6d724286b20f',
		row: {
			...common,
			key: 'pyramid',
			name: label('客户金字塔', 'Customer pyramid'),
			method: 'percentile',
			// Cumulative shares of buyers: VIP 1 %, key the next 4 %, ordinary the next 15 %, small the rest.
			classes: [bounded('VIP', 0.01), bounded('KEY', 0.05), bounded('ORD', 0.2), bounded('SML', null)],
			// The same idea for four steps: whoever could grow is courted like a key account.
			potential_matrix: [
				{ class: 'ORD', potential: 'high', result: 'KEY' },
				{ class: 'SML', potential: 'high', result: 'KEY' },
			],
			risk_class: 'SML',
			is_primary: false,
			sort: 3,
			schedule: '30 4 * * 1',
		},
	},
];
