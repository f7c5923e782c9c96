import { barOption } from '@guanxi/core/app/bar-option.ts';
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
	measures: { key: 'customer_share' | 'value_share' | 'hours_share' | 'staff_share'; label: string }[];
	share: (value: number) => string;
	className: (code: string) => string;
}

/** Muted for what the customers are, strong for value against staff: these two must catch the eye. */
const LOOKS = {
	customer_share: { color: '#8a99a8', pattern: 'dots' },
	value_share: { color: '#0e9384', pattern: 'plain' },
	hours_share: { color: '#d9a441', pattern: 'rising' },
	staff_share: { color: '#d4553b', pattern: 'falling' },
} as const;

/** Grouped bars per class; each group compares its share of customers, value, hours and staff. */
export function effortOption({ classes, measures, share, className }: EffortDrawing, theme: ChartTheme, width: number): Record<string, unknown> {
	const series = measures.map(({ key, label }) => ({ name: label, data: classes.map((item) => item[key]), ...LOOKS[key] }));
	return barOption({ categories: classes.map(({ code }) => className(code)), series, format: share, short: share, hasFigures: true }, theme, width);
}
