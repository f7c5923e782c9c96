import { expect, test } from 'vitest';
import { baseOf, decide, possibleOutcomes, rulesOf } from './classify.ts';
import { thresholdCuts } from './cut-points.ts';
import { readModel } from './model.ts';
import { heldFragment, parseSteps, stepsOf, storedText } from './reasons.ts';

const MODEL = readModel({
	key: 'm',
	method: 'thresholds',
	classes: [{ code: 'A', bound: 100 }, { code: 'B', bound: 50 }, { code: 'C' }],
	potential_matrix: [{ class: 'C', potential: 'high', result: 'A' }, { class: 'A', potential: 'low', result: 'B' }],
	risk_class: 'C',
	hysteresis_percent: 10,
});
const RULES = rulesOf(MODEL, thresholdCuts(MODEL));
const CALM = { previous: null, potential: null, isInsolvent: false };

test.each([
	{ why: 'a bound belongs to the class above', facts: { ...CALM, value: 10_000 }, steps: ['value A'] },
	{ why: 'a cent less does not', facts: { ...CALM, value: 9_999 }, steps: ['value B'] },
	{ why: 'nothing bought', facts: { ...CALM, value: 0 }, steps: ['value C'] },
	{ why: 'held at the relaxed bound', facts: { ...CALM, value: 9_000, previous: 0 }, steps: ['value B', 'held A'] },
	{ why: 'falls below the relaxed bound', facts: { ...CALM, value: 8_999, previous: 0 }, steps: ['value B'] },
	{ why: 'falls from A, but B is still within its own margin', facts: { ...CALM, value: 4_500, previous: 0 }, steps: ['value C', 'held B'] },
	{ why: 'a rise is never held back', facts: { ...CALM, value: 10_000, previous: 2 }, steps: ['value A'] },
	{ why: 'value 0 holds nothing', facts: { ...CALM, value: 0, previous: 0 }, steps: ['value C'] },
	{ why: 'potential lifts', facts: { ...CALM, value: 1, potential: 'high' }, steps: ['value C', 'potential A'] },
	{ why: 'potential may also lower', facts: { ...CALM, value: 10_000, potential: 'low' }, steps: ['value A', 'potential B'] },
	{ why: 'the matrix sees the held class', facts: { ...CALM, value: 9_000, previous: 0, potential: 'low' }, steps: ['value B', 'held A', 'potential B'] },
	{ why: 'risk has the last word', facts: { ...CALM, value: 1, potential: 'high', isInsolvent: true }, steps: ['value C', 'potential A', 'risk C'] },
	{ why: 'risk never raises', facts: { ...CALM, value: 1, isInsolvent: true }, steps: ['value C'] },
])('$why', ({ facts, steps }) => {
	const outcome = decide(facts, RULES);
	const told = stepsOf(outcome, RULES.codes).map((step) => `${step.code} ${'class' in step ? step.class : step.to}`);
	expect(told).toEqual(steps);
	expect(possibleOutcomes(RULES)).toContainEqual(outcome);
});

test('every possible outcome has reasons of its own: the stored text stands for the outcome', () => {
	const texts = possibleOutcomes(RULES).map((outcome) => storedText(stepsOf(outcome, RULES.codes)));
	expect(new Set(texts).size).toBe(texts.length);
});

test('stored reasons are read back, parsed or as text; the held step is found inside them', () => {
	const text = storedText([{ code: 'value', class: 'B' }, { code: 'held', class: 'A' }]);
	expect(text).toBe('[{"code": "value", "class": "B"}, {"code": "held", "class": "A"}]');
	expect(text).toContain(heldFragment('A'));
	expect(parseSteps(text)).toEqual(parseSteps(JSON.parse(text)));
	expect(parseSteps('{')).toEqual([]);
});

test('a class that no value reaches is skipped', () => {
	const cuts = [{ code: 'A', cut: null, heldCut: null }, { code: 'B', cut: 5, heldCut: 5 }, { code: 'C', cut: null, heldCut: null }];
	expect([9, 5, 4, 0].map((value) => baseOf(value, { cuts }))).toEqual([1, 1, 2, 2]);
});
