/**
 * The one copy of ECharts (Apache-2.0, about 200 kB gzip) that all bundles share. It is an asset of its own, loaded by the
 * first panel that draws, because Directus would inline it into the app bundle of every page otherwise.
 */
export { init, use, type ECharts } from 'echarts/core';
import { BarChart, LineChart, SankeyChart } from 'echarts/charts';
import {
	AriaComponent,
	GridComponent,
	LegendComponent,
	MarkAreaComponent,
	MarkLineComponent,
	MarkPointComponent,
	TooltipComponent,
} from 'echarts/components';
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([
	BarChart,
	LineChart,
	SankeyChart,
	AriaComponent,
	GridComponent,
	LegendComponent,
	MarkAreaComponent,
	MarkLineComponent,
	MarkPointComponent,
	TooltipComponent,
	SVGRenderer,
]);
