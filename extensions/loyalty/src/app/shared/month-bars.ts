import { visibleOn } from '@guanxi/core/app/color.ts';
import type { ChartTheme } from '@guanxi/core/app/use-theme.ts';

export interface MonthBars {
	months: string[];
	series: { name: string; data: number[] }[];
	/** Of the axis and of the tooltip. */
	format: (value: number) => string;
	short: (value: number) => string;
}

/** Issued, redeemed, expired: told apart by their pattern as well. */
const COLORS = ['#0e9384', '#3b6fd4', '#8a99a8'];
const stripes = (rotation: number) => ({ symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation });
const PATTERNS = [null, stripes(Math.PI / 4), { symbol: 'circle', symbolSize: 0.7, dashArrayX: [[7, 7], [0, 7, 7, 0]], dashArrayY: [5, 0] }];

/** Bars side by side, month by month. */
export function monthBars({ months, series, format, short }: MonthBars, theme: ChartTheme, width: number): Record<string, unknown> {
	return {
		grid: { left: 4, right: 8, top: series.length > 1 ? 44 : 16, bottom: 4, containLabel: true },
		...(series.length > 1 ? { legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 14, textStyle: { color: theme.text, fontSize: 12 } } } : {}),
		tooltip: {
			trigger: 'axis',
			confine: true,
			axisPointer: { type: 'shadow' },
			backgroundColor: theme.surface,
			borderColor: theme.grid,
			textStyle: { color: theme.text, fontSize: 13 },
			valueFormatter: format,
		},
		xAxis: {
			type: 'category',
			data: months,
			axisLabel: { color: theme.text, fontSize: 12, hideOverlap: true, interval: width / months.length > 40 ? 0 : 'auto' },
			axisLine: { lineStyle: { color: theme.grid } },
			axisTick: { show: false },
		},
		yAxis: {
			type: 'value',
			axisLabel: { color: theme.subdued, formatter: short, fontSize: 12 },
			splitLine: { lineStyle: { color: theme.grid } },
			splitNumber: 3,
		},
		series: series.map(({ name, data }, index) => ({
			type: 'bar',
			name,
			data,
			barMaxWidth: 36,
			barGap: '8%',
			barCategoryGap: '28%',
			itemStyle: {
				color: visibleOn(COLORS[index % COLORS.length]!, theme.surface),
				borderRadius: [3, 3, 0, 0],
				decal: PATTERNS[index % PATTERNS.length] && { ...PATTERNS[index % PATTERNS.length], color: theme.surface },
			},
		})),
	};
}
