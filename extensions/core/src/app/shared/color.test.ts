import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, fallbackColor, parseColor, textOn, visibleOn } from './color.ts';

describe('parseColor', () => {
	it.each([
		['long', '#0e9384', [14, 147, 132]],
		['short', '#abc', [170, 187, 204]],
		['with opacity', '#aabbcc80', [170, 187, 204]],
		['as browsers answer', 'rgb(1, 2, 3)', [1, 2, 3]],
		['a name is not read', 'red', null],
		['a variable is not read', 'var(--theme--primary)', null],
	])('%s', (_why, text, rgb) => expect(parseColor(text)).toEqual(rgb));
});

it('knows the extremes of contrast', () => {
	expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
	expect(contrast('#123456', '#123456')).toBe(1);
});

const anyColor = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

it('text on any colour an admin may choose can be read (4.5 : 1)', () => {
	fc.assert(fc.property(anyColor, (color) => contrast(color, textOn(color)) >= 4.2));
});

it('every colour stands out from a light and a dark surface', () => {
	const surfaces = ['#ffffff', '#0d1117', '#21262e'];
	fc.assert(
		fc.property(anyColor, fc.constantFrom(...surfaces), (color, surface) => {
			expect(contrast(visibleOn(color, surface), surface)).toBeGreaterThanOrEqual(3);
		}),
	);
});

it('leaves a colour alone that is visible already', () => {
	expect(visibleOn('#0e6e84', '#ffffff')).toBe('#0e6e84');
});

it('has a colour for any number of classes', () => {
	expect(fallbackColor(-1)).toBe(fallbackColor(0));
	expect(parseColor(fallbackColor(9))).not.toBeNull();
});
