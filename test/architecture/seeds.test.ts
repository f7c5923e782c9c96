import { describe, expect, it } from 'vitest';
import { readModel } from '../../extensions/abc-scoring/src/domain/model.ts';
import { validateModel } from '../../extensions/abc-scoring/src/domain/validate-model.ts';
import { localize } from '../../extensions/core/src/api/install/seed-memory.ts';
import { referenceRows, seeds } from './declared.ts';

describe('seeds', () => {
	it('keys are different UUIDs', () => {
		const keys = seeds.map(({ key }) => key);
		expect(keys.filter((key) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(key))).toEqual([]);
		expect(new Set(keys).size).toBe(keys.length);
	});

	it('panels belong to a seeded dashboard, fit a 1400 px window with its sidebar open, and do not overlap', () => {
		const panels = seeds.filter(({ collection }) => collection === 'directus_panels').map(({ row }) => row as unknown as PanelRow);
		const dashboards = seeds.filter(({ collection }) => collection === 'directus_dashboards').map(({ key }) => key);
		expect(panels.length).toBeGreaterThan(0);
		panels.forEach((panel, index) => {
			expect(dashboards).toContain(panel.dashboard);
			expect(panel.show_header).toBe(true);
			expect(panel.position_x + panel.width).toBeLessThanOrEqual(43);
			const others = panels.slice(index + 1).filter(({ dashboard }) => dashboard === panel.dashboard);
			for (const other of others) expect(overlaps(panel, other)).toBe(false);
		});
	});

	it('the reference models pass the checks of saving a model', () => {
		const models = referenceRows.filter(({ collection }) => collection === 'crm_scoring_models').map(({ row }) => readModel(localize(row) as typeof row));
		expect(models.flatMap(validateModel)).toEqual([]);
		expect(models.filter((model) => model.is_primary).map(({ key }) => key)).toEqual(['pareto']);
		expect(models.every((model) => model.customer_filter === null && model.order_filter === null)).toBe(true);
	});

	it.each([
		['turnover', 'thresholds', 'A:5000000 B:1000000 C:null', 'C'],
		['pareto', 'cumulative_share', 'A:0.7 B:0.9 C:null', 'C'],
		['pyramid', 'percentile', 'VIP:0.01 KEY:0.05 ORD:0.2 SML:null', 'SML'],
	])('%s has the bounds of the handbook', (key, method, bounds, riskClass) => {
		const model = readModel(referenceRows.find(({ row }) => row['key'] === key)!.row);
		expect(model).toMatchObject({ method, risk_class: riskClass, window_months: 12 });
		expect(model.classes.map(({ code, bound }) => `${code}:${bound}`).join(' ')).toBe(bounds);
		expect(model.classes.every((item) => item.touch && item.contact_every_days && item.color)).toBe(true);
	});

	it('a C with high potential becomes an A in both ABC models', () => {
		for (const key of ['turnover', 'pareto']) {
			const row = referenceRows.find((seed) => seed.row['key'] === key)!.row;
			expect(row['potential_matrix']).toEqual([{ class: 'C', potential: 'high', result: 'A' }]);
		}
	});
});

interface PanelRow {
	dashboard: string;
	show_header: boolean;
	position_x: number;
	position_y: number;
	width: number;
	height: number;
}

function overlaps(a: PanelRow, b: PanelRow): boolean {
	const apart =
		a.position_x + a.width <= b.position_x ||
		b.position_x + b.width <= a.position_x ||
		a.position_y + a.height <= b.position_y ||
		b.position_y + b.height <= a.position_y;
	return !apart;
}
