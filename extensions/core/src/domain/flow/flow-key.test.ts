import { expect, it } from 'vitest';
import { flowKey, type FlowRun, type FlowStep } from './flow-key.ts';

const type = 'crm-move';
const step = (id: string, more: Partial<FlowStep> = {}): FlowStep => ({ id, key: `key_${id}`, type, resolve: null, reject: null, ...more });
const flow = { id: 'f', operation: step('one', { resolve: step('two', { resolve: step('log', { type: 'log', reject: step('three') }) }) }) };
const $trigger = { event: 'crm_orders.items.create', key: 'o1', payload: {} };
const created: FlowRun = { flow, data: { $trigger } };
const after = (...keys: string[]): FlowRun => ({ flow, data: { $trigger, ...Object.fromEntries(keys.map((key) => [`key_${key}`, null])) } });
const ten = { account: 'a', points: 10 };
const keyOf = (run: FlowRun, input: object = ten, stated?: string) => flowKey(run, { type, stated, input });

it('a row that was created is told once, also when the Flow hears of it twice', () => {
	const key = keyOf(created);
	expect(key).not.toBeNull();
	expect(keyOf(structuredClone(created), { ...ten })).toBe(key);
});

it('two movements of one Flow are two, also when they are equal', () => {
	expect(keyOf(created, { ...ten, points: 20 })).not.toBe(keyOf(created));
	const keys = [created, after('one'), after('one', 'two', 'log')].map((run) => keyOf(run));
	expect(new Set(keys).size).toBe(3);
	expect(keys[1]).toContain('two');
	expect(keys[2]).toContain('three');
});

it('in a Flow that another one started, whose way is not told, equal movements are two as well', () => {
	const other = (...keys: string[]): FlowRun => ({ flow: { id: 'parent', operation: step('start', { type: 'trigger' }) }, data: after(...keys).data });
	expect(keyOf(other())).not.toBe(keyOf(other('one')));
	expect(keyOf(other('one'))).toBe(keyOf(other('one')));
});

const AGAIN: [why: string, run: FlowRun][] = [
	['a row can be changed again', { flow, data: { $trigger: { event: 'crm_orders.items.update', keys: ['o1'] } } }],
	['a button can be pressed again', { flow, data: { $trigger: { body: { collection: 'crm_customers', keys: ['c1'] } } } }],
	['a schedule comes again', { flow, data: { $trigger: null } }],
	['a Flow in a Flow', { flow, data: {} }],
];
it.each(AGAIN)('%s', (_why, run) => expect(keyOf(run)).toBeNull());

it('a stated key counts whatever set the Flow off, within the Flow', () => {
	const manual: FlowRun = { flow, data: { $trigger: null } };
	expect(keyOf(manual, ten, 'march')).toBe(keyOf(created, { ...ten, points: 20 }, 'march'));
	expect(keyOf({ flow: { id: 'other' } }, ten, 'march')).not.toBe(keyOf(manual, ten, 'march'));
});
