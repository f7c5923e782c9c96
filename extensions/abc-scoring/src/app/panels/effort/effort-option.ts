import { visibleOn } from '@guanxi/core/app/color.ts';
import type { ChartTheme } from '@guanxi/core/app/use-theme.ts';

export interface EffortClass {
	code: string;
	customers?: number;
	customer_share: number;
	value_share: number;
	interaction_share: number;
	hours_share: number;
	staff_share: number;
	effort_index: number | null;
}

export interface EffortDrawing {
	classes: EffortClass[];
	/** Best first; the pattern tells them apart where colours cannot. */
	measures: { key: 'customer_share' | 'value_share' | 'hours_share' | 'staff_share'; label: string }[];
	share: (value: number) => string;
	className: (code: string) => string;
}

/** Muted for what the customers are, strong for value against staff: these two must catch the eye. */
const COLORS = ['#8a99a8', '#0e9384', '#d9a441', '#d4553b'];

const stripes = (rotation: number) => ({ symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation });
/** One pattern a measure, in the colour of the surface; value stays plain. */
const PATTERNS = [
	{ symbol: 'circle', symbolSize: 0.7, dashArrayX: [[7, 7], [0, 7, 7, 0]], dashArrayY: [5, 0] },
	null,
	stripes(Math.PI / 4),
	stripes(-Math.PI / 4),
];

/** Grouped bars per class; each group compares its share of customers, value, hours and staff. */
export function effortOption(drawing: EffortDrawing, theme: ChartTheme, width: number): Record<string, unknown> {
	const { classes, measures, share } = drawing;
	return {
		grid: { left: 4, right: 8, top: 44, bottom: 4, containLabel: true },
		legend: {
			top: 0,
			left: 0,
			itemWidth: 12,
			itemHeight: 12,
			itemGap: 14,
			textStyle: { color: theme.text, fontSize: 12 },
		},
		tooltip: {
			trigger: 'axis',
			confine: true,
			axisPointer: { type: 'shadow' },
			backgroundColor: theme.surface,
			borderColor: theme.grid,
			textStyle: { color: theme.text, fontSize: 13 },
			valueFormatter: share,
		},
		xAxis: {
			type: 'category',
			data: classes.map(({ code }) => drawing.className(code)),
			axisLabel: { color: theme.text, fontWeight: 600, fontSize: 13 },
			axisLine: { lineStyle: { color: theme.grid } },
			axisTick: { show: false },
		},
		yAxis: {
			type: 'value',
			axisLabel: { color: theme.subdued, formatter: share, fontSize: 12 },
			splitLine: { lineStyle: { color: theme.grid } },
			splitNumber: 4,
		},
		series: measures.map(({ key, label }, index) => ({
			type: 'bar',
			name: label,
			data: classes.map((item) => item[key]),
			barGap: '10%',
			barCategoryGap: '28%',
			itemStyle: {
				color: visibleOn(COLORS[index]!, theme.surface),
				borderRadius: [3, 3, 0, 0],
				decal: PATTERNS[index] && { ...PATTERNS[index], color: theme.surface },
			},
			label: {
				show: width / (classes.length * measures.length) > 30,
				position: 'top',
				color: theme.text,
				fontSize: 11,
				formatter: ({ value }: { value: number }) => share(value),
			},
		})),
	};
}
