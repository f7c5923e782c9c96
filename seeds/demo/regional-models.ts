import { BLUE, GREY, ORANGE } from '@guanxi/schema/core/colors';
import { type DemoClock, daysAfter } from './clock.ts';
import type { Region } from './names.ts';
import { idFor } from './random.ts';
import type { ScoringModelRow } from './types.ts';

/**
 * Three models whose bounds differ by region: a customer who is large in the west is middling in
 * the east. They are not primary, so that the company's class stays the one of the `pareto` model;
 * making them primary with a `sort` before it is the step from "look at it" to "work by it".
 */
export function regionalModels(clock: DemoClock): ScoringModelRow[] {
	return [
		model('region-east', '华东区客户分级', { region: '华东', bounds: [5_000_000, 800_000] }),
		model('region-south', '华南区客户分级', { region: '华南', bounds: [3_500_000, 600_000] }),
		model('region-west', '西部区客户分级', { region: '西部', bounds: [2_000_000, 350_000] }),
	].map((one, index) => ({
		...one,
		sort: 11 + index,
		// One after the other early on Mondays, when the company's own models are done.
		schedule: `${index * 10} 5 * * 1`,
		date_created: daysAfter(clock.startOfToday, -clock.total),
	}));
}

function model(
	key: string,
	name: string,
	{ region, bounds }: { region: Region; bounds: [number, number] },
): Omit<ScoringModelRow, 'sort' | 'schedule' | 'date_created'> {
	const [a, b] = bounds;
	return {
		id: idFor(`model/${key}`),
		key,
		name,
		method: 'thresholds',
		basis: 'turnover',
		window_months: 12,
		customer_filter: { region: { _eq: region } },
		order_filter: null,
		classes: [
			{ code: 'A', label: 'A', color: ORANGE, bound: a, contact_every_days: 30, touch: 'high' },
			{ code: 'B', label: 'B', color: BLUE, bound: b, contact_every_days: 90, touch: 'low' },
			{ code: 'C', label: 'C', color: GREY, bound: null, contact_every_days: 180, touch: 'tech' },
		],
		potential_matrix: [{ class: 'C', potential: 'high', result: 'A' }],
		risk_class: 'C',
		hysteresis_percent: 5,
		is_primary: false,
		enabled: true,
	};
}
