import { expect, it } from 'vitest';
import { flowKey, type FlowRun } from './flow-key.ts';

const flow = { id: 'f' };
const created: FlowRun = { flow, data: { $trigger: { event: 'crm_orders.items.create', key: 'o1', payload: {} } } };
const ten = { account: 'a', points: 10 };

it('a row that was created is told once, also when the Flow hears of it twice', () => {
	const key = flowKey(created, undefined, ten);
	expect(key).not.toBeNull();
	expect(flowKey(structuredClone(created), undefined, { ...ten })).toBe(key);
});

it('two movements of one Flow are two', () => {
	expect(flowKey(created, undefined, { ...ten, points: 20 })).not.toBe(flowKey(created, undefined, ten));
});

const AGAIN: [why: string, run: FlowRun][] = [
	['a row can be changed again', { flow, data: { $trigger: { event: 'crm_orders.items.update', keys: ['o1'] } } }],
	['a button can be pressed again', { flow, data: { $trigger: { body: { collection: 'crm_customers', keys: ['c1'] } } } }],
	['a schedule comes again', { flow, data: { $trigger: null } }],
	['a Flow in a Flow', { flow, data: {} }],
];
it.each(AGAIN)('%s', (_why, run) => expect(flowKey(run, undefined, ten)).toBeNull());

it('a stated key counts whatever set the Flow off, within the Flow', () => {
	const manual: FlowRun = { flow, data: { $trigger: null } };
	expect(flowKey(manual, 'march', ten)).toBe(flowKey(created, 'march', { ...ten, points: 20 }));
	expect(flowKey({ flow: { id: 'other' } }, 'march', ten)).not.toBe(flowKey(manual, 'march', ten));
});
