import { visibleOn } from '@guanxi/core/app/color.ts';
import type { ChartTheme } from '@guanxi/core/app/use-theme.ts';
import type { CurvePoint } from '../../../contract/answers.ts';
import type { ClassArea } from './curve.ts';

export interface ParetoDrawing {
	curve: CurvePoint[];
	areas: ClassArea[];
	color: (code: string) => string | null;
	share: (value: number) => string;
	words: { customers: string; value: string; point: (customers: string, value: string) => string };
}

/** The Pareto curve over the areas of the classes; the border of each class is a line with its share of value. */
export function paretoOption(drawing: ParetoDrawing, theme: ChartTheme): Record<string, unknown> {
	const { curve, share, words } = drawing;
	return {
		grid: { left: 8, right: 18, top: 26, bottom: 22, containLabel: true },
		tooltip: {
			trigger: 'axis',
			confine: true,
			backgroundColor: theme.surface,
			borderColor: theme.grid,
			textStyle: { color: theme.text, fontSize: 13 },
			axisPointer: { lineStyle: { color: theme.subdued } },
			formatter: (points: { data: [number, number] }[]) => {
				const [customers, value] = points[0]?.data ?? [0, 0];
				return words.point(share(customers), share(value));
			},
		},
		xAxis: axis(words.customers, drawing, theme),
		yAxis: { ...axis('', drawing, theme), interval: 0.25 },
		series: [
			{
				type: 'line',
				name: words.value,
				data: curve.map((point) => [point.customer_share, point.value_share]),
				showSymbol: false,
				lineStyle: { color: theme.text, width: 2.5 },
				itemStyle: { color: theme.text },
				markArea: { silent: true, data: drawing.areas.map((area) => areaOf(area, drawing, theme)) },
				markLine: {
					silent: true,
					symbol: 'none',
					lineStyle: { color: theme.subdued, type: 'dashed', width: 1 },
					label: { show: false },
					data: drawing.areas.slice(0, -1).map((area) => ({ xAxis: area.to })),
				},
			},
		],
	};
}

function areaOf(area: ClassArea, { color }: ParetoDrawing, theme: ChartTheme): unknown[] {
	const fill = visibleOn(color(area.code) ?? theme.subdued, theme.surface);
	const label = {
		show: true,
		position: 'insideTop',
		distance: -18,
		formatter: area.code,
		color: theme.text,
		fontWeight: 700,
	};
	return [{ xAxis: area.from, itemStyle: { color: fill, opacity: 0.32 }, label }, { xAxis: area.to }];
}

function axis(name: string, { share }: ParetoDrawing, theme: ChartTheme): Record<string, unknown> {
	return {
		type: 'value',
		min: 0,
		max: 1,
		name,
		nameLocation: 'middle',
		nameGap: 24,
		nameTextStyle: { color: theme.subdued, fontSize: 12 },
		axisLabel: { color: theme.subdued, formatter: share, fontSize: 12, hideOverlap: true },
		axisLine: { lineStyle: { color: theme.grid } },
		splitLine: { lineStyle: { color: theme.grid } },
	};
}
