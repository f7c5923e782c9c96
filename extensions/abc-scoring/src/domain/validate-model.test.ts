import { expect, test } from 'vitest';
import { byPriority, readModel } from './model.ts';
import { validateModel } from './validate-model.ts';
import { validatePrimaries } from './validate-primaries.ts';

const GOOD = {
	key: 'turnover',
	method: 'thresholds',
	classes: [{ code: 'A', bound: 5_000_000 }, { code: 'B', bound: 1_000_000 }, { code: 'C' }],
};
const SHARES = { key: 'pareto', method: 'cumulative_share' };
const cell = (from: string, potential: string, result: string) => ({ class: from, potential, result });

test.each([
	{ why: 'the reference model', change: {}, fields: [] },
	{ why: 'JSON as databases hand it over', change: { classes: JSON.stringify(GOOD.classes) }, fields: [] },
	{ why: 'class codes may be Chinese', change: { classes: [{ code: '重点', bound: 5 }, { code: '一般' }] }, fields: [] },
	{ why: 'five-part cron', change: { schedule: '0 3 * * *' }, fields: [] },
	{ why: 'values must fall', change: { classes: [{ code: 'A', bound: 1 }, { code: 'B', bound: 2 }, { code: 'C' }] }, fields: ['classes.1.bound'] },
	{ why: 'equal bounds leave an empty class', change: { classes: [{ code: 'A', bound: 2 }, { code: 'B', bound: 2 }, { code: 'C' }] }, fields: ['classes.1.bound'] },
	{ why: 'shares must rise', change: { ...SHARES, classes: [{ code: 'A', bound: 0.9 }, { code: 'B', bound: 0.7 }, { code: 'C' }] }, fields: ['classes.1.bound'] },
	{ why: 'a share above 1 is a percentage typed by mistake', change: { ...SHARES, classes: [{ code: 'A', bound: 70 }, { code: 'C' }] }, fields: ['classes.0.bound'] },
	{ why: 'the last class takes the rest', change: { classes: [{ code: 'A', bound: 2 }, { code: 'B', bound: 1 }] }, fields: ['classes.1.bound'] },
	{ why: 'a bound is missing', change: { classes: [{ code: 'A' }, { code: 'B' }] }, fields: ['classes.0.bound'] },
	{ why: 'one class sorts nobody', change: { classes: [{ code: 'A' }] }, fields: ['classes'] },
	{ why: 'not a list', change: { classes: 'A,B' }, fields: ['classes'] },
	{ why: 'a code that only looks like text once it is printed', change: { classes: [{ code: true, bound: 2 }, { code: 'C' }] }, fields: ['classes.0.code'] },
	{ why: 'a label that is no text', change: { classes: [{ code: 'A', label: { zh: '甲' }, bound: 2 }, { code: 'C', label: null }] }, fields: ['classes.0.label'] },
	{ why: 'a colour that is no text', change: { classes: [{ code: 'A', color: 5, bound: 2 }, { code: 'C', color: null }] }, fields: ['classes.0.color'] },
	{ why: 'a contact interval that only looks like a number', change: { classes: [{ code: 'A', contact_every_days: [7], bound: 2 }, { code: 'C' }] }, fields: ['classes.0.contact_every_days'] },
	{ why: 'codes are unique', change: { classes: [{ code: 'A', bound: 2 }, { code: 'A' }] }, fields: ['classes.1.code'] },
	{ why: 'matrix names an unknown class', change: { potential_matrix: [cell('Z', 'high', 'A')] }, fields: ['potential_matrix.0.class'] },
	{ why: 'matrix leads to an unknown class', change: { potential_matrix: [cell('C', 'high', 'Z')] }, fields: ['potential_matrix.0.result'] },
	{ why: 'unknown potential', change: { potential_matrix: [cell('C', 'huge', 'A')] }, fields: ['potential_matrix.0.potential'] },
	{ why: 'two answers for one cell', change: { potential_matrix: [cell('C', 'high', 'A'), cell('C', 'high', 'B')] }, fields: ['potential_matrix.1'] },
	{ why: 'unknown risk class', change: { risk_class: 'Z' }, fields: ['risk_class'] },
	{ why: 'hysteresis of everything would hold forever', change: { hysteresis_percent: 100 }, fields: ['hysteresis_percent'] },
	{ why: 'negative hysteresis', change: { hysteresis_percent: -1 }, fields: ['hysteresis_percent'] },
	{ why: 'a window of no months', change: { window_months: 0 }, fields: ['window_months'] },
	{ why: 'half a month', change: { window_months: 1.5 }, fields: ['window_months'] },
	{ why: 'an empty filter object meant some condition', change: { customer_filter: {} }, fields: ['customer_filter'] },
	{ why: 'the same as text', change: { order_filter: '{}' }, fields: ['order_filter'] },
	{ why: 'a list is no filter', change: { order_filter: [] }, fields: ['order_filter'] },
	{ why: 'bad cron', change: { schedule: 'every day' }, fields: ['schedule'] },
	{ why: 'cron out of range', change: { schedule: '0 25 * * *' }, fields: ['schedule'] },
	{ why: 'unknown method', change: { method: 'magic' }, fields: ['method', 'classes.0.bound', 'classes.1.bound'] },
	{ why: 'switched off, though it takes everybody nobody else does', change: { is_primary: true, enabled: false }, fields: ['enabled'] },
	{ why: 'unknown basis', change: { basis: 'profit' }, fields: ['basis'] },
])('$why', ({ change, fields }) => {
	expect(validateModel(readModel({ ...GOOD, ...change })).map((item) => item.field)).toEqual(fields);
});

const primary = (key: string, sort: number, filter: object | null) =>
	readModel({ ...GOOD, key, sort, customer_filter: filter, is_primary: true });

test.each([
	{ why: 'one for all', models: [primary('a', 1, null)], fields: [] },
	{ why: 'regions before the one for all', models: [primary('a', 9, null), primary('n', 1, { region: 'n' })], fields: [] },
	{ why: 'nobody takes the rest', models: [primary('n', 1, { region: 'n' })], fields: ['is_primary'] },
	{ why: 'two primary models for everybody', models: [primary('a', 1, null), primary('b', 2, null)], fields: ['is_primary'] },
	{ why: 'the one for all is asked last, whatever the list says', models: [primary('a', 1, null), primary('n', 2, { region: 'n' })], fields: [] },
])('primary models: $why', ({ models, fields }) => {
	expect(validatePrimaries(models).map((item) => item.field)).toEqual(fields);
});

test('primary models with a filter are asked by sort, then key; the one for everybody comes last', () => {
	const models = [primary('all', 1, null), primary('late', 9, { r: 1 }), primary('b', 2, { r: 2 }), primary('a', 2, { r: 3 })];
	const unsorted = { ...primary('z', 0, { r: 4 }), sort: null };
	expect([...models, unsorted].sort(byPriority).map(({ key }) => key)).toEqual(['a', 'b', 'late', 'z', 'all']);
});
