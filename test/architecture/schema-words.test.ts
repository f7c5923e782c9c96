import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../schema/compile.ts';
import * as colors from '../../schema/core/colors.ts';
import { crmFolders } from '../../schema/core/index.ts';
import type { Label } from '../../schema/model.ts';
import { plugins, referenceRows, seeds } from './declared.ts';

const HAN = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
/** Chinese text takes full-width punctuation. */
const HALF_WIDTH = /\p{Script=Han}[,;:?!(]/u;

describe('words', () => {
	const labels = collectLabels([plugins, crmFolders, referenceRows]);

	it('every label is Chinese in zh and has no Chinese in en', () => {
		const wrong = labels.filter(({ zh, en }) => !HAN.test(zh) || HAN.test(en) || en.trim() === '' || HALF_WIDTH.test(zh));
		expect(wrong).toEqual([]);
	});

	it('no text holds a brace, which the Studio would take for a placeholder', () => {
		expect(labels.filter(({ zh, en }) => /[{}]/.test(zh + en))).toEqual([]);
	});

	it('every `$t:` key has a text, and no key has a dot', () => {
		const compiled = plugins.map((plugin) => compileSchema(plugin, crmFolders));
		const keys = compiled.flatMap(({ translations }) => translations.map(({ key }) => key));
		const used = [...JSON.stringify([compiled, seeds]).matchAll(/\$t:([^"]+)/g)].map((match) => match[1]!);
		expect(used.filter((key) => !keys.includes(key))).toEqual([]);
		expect(keys.filter((key) => /[^a-zA-Z0-9_-]/.test(key))).toEqual([]);
	});

	it('no generated key stands for two different texts', () => {
		const texts = new Map<string, string>();
		const clashes: string[] = [];
		for (const { language, key, value } of plugins.flatMap((plugin) => compileSchema(plugin).translations)) {
			const before = texts.get(language + key);
			if (before !== undefined && before !== value) clashes.push(key);
			texts.set(language + key, value);
		}
		expect(clashes).toEqual([]);
	});

	it('colours are readable on the light and on the dark theme', () => {
		for (const [name, color] of Object.entries(colors)) {
			expect(contrast(color, '#ffffff'), `${name} on white`).toBeGreaterThanOrEqual(4.5);
			expect(contrast(color, '#0d1117'), `${name} on near-black`).toBeGreaterThanOrEqual(3);
		}
	});
});

function collectLabels(value: unknown): Label[] {
	if (Array.isArray(value)) return value.flatMap(collectLabels);
	if (!value || typeof value !== 'object') return [];
	if (Object.keys(value).sort().join() === 'en,zh') return [value as Label];
	return Object.values(value).flatMap(collectLabels);
}

/** Contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
	const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
	const [red, green, blue] = [1, 3, 5].map((at) => {
		const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
