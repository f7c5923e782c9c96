import { visibleOn } from './color.ts';
import type { ChartTheme } from './use-theme.ts';

/** Series are told apart by their pattern as well, drawn in the colour of the surface. */
export const PATTERNS = {
	plain: null,
	dots: { symbol: 'circle', symbolSize: 0.7, dashArrayX: [[7, 7], [0, 7, 7, 0]], dashArrayY: [5, 0] },
	rising: stripes(Math.PI / 4),
	falling: stripes(-Math.PI / 4),
};

export interface Bars {
	/** Along the axis: months, classes. */
	categories: string[];
	series: { name: string; data: number[]; color: string; pattern: keyof typeof PATTERNS }[];
	/** In the tooltip. */
	format: (value: number) => string;
	/** Along the axis, and above each bar where `hasFigures` and there is room. */
	short: (value: number) => string;
	hasFigures?: boolean;
}

/** Bars side by side, group by group. */
export function barOption({ categories, series, format, short, hasFigures = false }: Bars, theme: ChartTheme, width: number): Record<string, unknown> {
	const isGrouped = series.length > 1;
	const hasRoom = width / (categories.length * series.length) > 30;
	return {
		grid: { left: 4, right: 8, top: isGrouped ? 44 : 16, bottom: 4, containLabel: true },
		...(isGrouped ? { legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 14, textStyle: { color: theme.text, fontSize: 12 } } } : {}),
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
			data: categories,
			axisLabel: { color: theme.text, fontSize: 12, hideOverlap: true, interval: width / categories.length > 40 ? 0 : 'auto' },
			axisLine: { lineStyle: { color: theme.grid } },
			axisTick: { show: false },
		},
		yAxis: {
			type: 'value',
			axisLabel: { color: theme.subdued, formatter: short, fontSize: 12 },
			splitLine: { lineStyle: { color: theme.grid } },
			splitNumber: 3,
		},
		series: series.map(({ name, data, color, pattern }) => ({
			type: 'bar',
			name,
			data,
			barMaxWidth: 36,
			barGap: '8%',
			barCategoryGap: '28%',
			itemStyle: {
				color: visibleOn(color, theme.surface),
				borderRadius: [3, 3, 0, 0],
				decal: PATTERNS[pattern] && { ...PATTERNS[pattern], color: theme.surface },
			},
			label: { show: hasFigures && hasRoom, position: 'top', color: theme.text, fontSize: 11, formatter: ({ value }: { value: number }) => short(value) },
		})),
	};
}

function stripes(rotation: number) {
	return { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation };
}
