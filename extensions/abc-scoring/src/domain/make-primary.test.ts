import { expect, test } from 'vitest';
import { MODEL } from './abc-words.ts';
import { makePrimary } from './make-primary.ts';
import { readModel } from './model.ts';

const model = (key: string, rest: object = {}) => readModel({ id: `id-${key}`, key, ...rest });
const now = new Date('2026-03-01T00:00:00Z');
const decide = (models: ReturnType<typeof model>[], key: string) => makePrimary(models, key, { now, newId: () => 'new' });

const PRESENT = model('present', { is_primary: true });
const REGION = model('region', { is_primary: true, customer_filter: { region: { _eq: 'N' } } });

test('it takes the place of the present one; regional ones stay', () => {
	const decision = decide([PRESENT, REGION, model('next')], 'next');
	expect(decision).toMatchObject({
		answer: { primary: 'next', before: ['present'] },
		effects: [
			{ where: { id: 'id-present' }, set: { is_primary: false } },
			{ where: { id: 'id-next' }, set: { is_primary: true } },
		],
		facts: [{ type: 'crm.abc.primary_model_changed', payload: { primary: 'next', before: ['present'] } }],
	});
});

test('the one that is it already stays it, and nothing is told', () => {
	expect(decide([PRESENT, REGION], 'present')).toEqual({ answer: { primary: 'present', before: [] } });
});

test.each([
	{ why: 'takes only some customers', key: 'region', reason: 'has_customer_filter' },
	{ why: 'is switched off', key: 'off', reason: 'not_enabled' },
])('refused when it $why', ({ key, reason }) => {
	const decision = decide([PRESENT, REGION, model('off', { enabled: false })], key);
	expect(decision).toMatchObject({ refusal: { status: 409, reason } });
});

test('an unknown one is missing', () => {
	expect(decide([PRESENT], 'nope')).toEqual({ missing: MODEL });
});
