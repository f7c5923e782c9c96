import type { Label, SeedSpec } from './model.ts';

export interface PanelSpec {
	key: string;
	type: string;
	name: Label;
	icon: string;
	/** Left, top, width and height in grid cells of 18 px; at 1400 px 42 fit between the navigation and an open sidebar. */
	at: [number, number, number, number];
	options: Record<string, unknown>;
}

/** A dashboard with its panels, as rows that an installation brings. */
export const dashboardOf = (key: string, row: { name: Label; note: Label; icon: string; color: string }, panels: PanelSpec[]): SeedSpec[] => [
	{ collection: 'directus_dashboards', key, row },
	...panels.map(({ key: panel, type, name, icon, at: [x, y, width, height], options }) => ({
		collection: 'directus_panels',
		key: panel,
		row: { dashboard: key, name, icon, type, show_header: true, position_x: x, position_y: y, width, height, options },
	})),
];
