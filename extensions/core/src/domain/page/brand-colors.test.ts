import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brandColors, contrast, DARK_SURFACE, LIGHT_PAGE } from './brand-colors.ts';

describe('brand colours', () => {
	it.each([
		{ why: 'dark enough for the light page, so it stays', color: '#1a4f8b', light: '#1a4f8b' },
		{ why: 'three digits', color: '#048', light: '#004488' },
		{ why: 'an opacity is left out', color: '#1a4f8b80', light: '#1a4f8b' },
		{ why: 'no colour at all', color: 'red; } body { display: none', light: brandColors(null).light.accent },
		{ why: 'not set', color: null, light: brandColors(null).light.accent },
	])('$why', ({ color, light }) => {
		expect(brandColors(color).light.accent).toBe(light);
	});

	it('black on white is 21, as WCAG says', () => {
		expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
	});

	it('any colour can be read on the page, and what is written on it as well', () => {
		const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
		fc.assert(
			fc.property(hex, (color) => {
				const { light, dark } = brandColors(color);
				expect(contrast(light.accent, LIGHT_PAGE)).toBeGreaterThanOrEqual(4.5);
				expect(contrast(dark.accent, DARK_SURFACE)).toBeGreaterThanOrEqual(4.5);
				expect(contrast(light.accent, light.onAccent)).toBeGreaterThanOrEqual(4.5);
				expect(contrast(dark.accent, dark.onAccent)).toBeGreaterThanOrEqual(4.5);
			}),
		);
	});
});
