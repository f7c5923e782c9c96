import type { EChartsType } from 'echarts/core';
import { rootPath } from './root-path.ts';

export interface ChartLibrary {
	init: (element: HTMLElement, theme: null, options: { renderer: 'svg' }) => EChartsType;
}

interface Getter {
	get: (path: string) => Promise<{ data: { data: Record<string, string> } }>;
}

let loading: Promise<ChartLibrary> | null = null;

/** Fetches the one shared copy of the chart library when the first chart draws. A failure may be tried again. */
export function loadECharts(api: Getter): Promise<ChartLibrary> {
	loading ??= load(api).catch((error: unknown) => {
		loading = null;
		throw error;
	});
	return loading;
}

async function load(api: Getter): Promise<ChartLibrary> {
	const { data } = await api.get('/crm/assets');
	const path = data.data['echarts'];
	if (!path) throw new Error('The chart library is missing from the installation');
	const url = new URL(rootPath(window.location.pathname) + path.replace(/^\//, ''), window.location.origin);
	return import(/* @vite-ignore */ url.href) as Promise<ChartLibrary>;
}
