import { barOption } from '@guanxi/core/app/bar-option.ts';
import type { ChartTheme } from '@guanxi/core/app/use-theme.ts';

export interface MonthBars {
	months: string[];
	series: { name: string; data: number[] }[];
	format: (value: number) => string;
	short: (value: number) => string;
}

/** Issued, redeemed, expired. */
const LOOKS = [
	{ color: '#0e9384', pattern: 'plain' },
	{ color: '#3b6fd4', pattern: 'rising' },
	{ color: '#8a99a8', pattern: 'dots' },
] as const;

/** Bars month by month. */
export const monthBars = ({ months, series, ...more }: MonthBars, theme: ChartTheme, width: number): Record<string, unknown> =>
	barOption({ ...more, categories: months, series: series.map((one, index) => ({ ...one, ...LOOKS[index % LOOKS.length]! })) }, theme, width);
