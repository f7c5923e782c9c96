type Rgb = [red: number, green: number, blue: number];

/** For classes whose model names no colour; distinct in lightness too, best first. */
const FALLBACKS = ['#0e9384', '#3b6fd4', '#b7791f', '#8a63c9', '#c2417c', '#5b7083'];

export function fallbackColor(position: number): string {
	return FALLBACKS[Math.max(0, position) % FALLBACKS.length]!;
}

/** Reads "#abc", "#aabbcc" and "rgb(1, 2, 3)"; null for anything else. */
export function parseColor(text: string): Rgb | null {
	const hex = /^#([\da-f]{3}|[\da-f]{6})([\da-f]{2})?$/i.exec(text.trim())?.[1];
	if (hex) {
		const full = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex;
		return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16)) as Rgb;
	}
	const numbers = /^rgba?\(([^)]+)\)$/.exec(text.trim())?.[1]?.split(/[\s,/]+/).map(Number);
	return numbers && numbers.slice(0, 3).every(Number.isFinite) ? (numbers.slice(0, 3) as Rgb) : null;
}

/** Contrast ratio 1–21 as WCAG 2 defines it. */
export function contrast(a: string, b: string): number {
	const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is easier to read on the colour. */
export function textOn(color: string): string {
	return contrast(color, '#ffffff') >= contrast(color, '#14181f') ? '#ffffff' : '#14181f';
}

/**
 * The colour an admin chose, moved towards black or white until it stands out from the background: 3 is what
 * WCAG asks of graphics. The hue stays, so class A is the same "A green" in light and dark.
 */
export function visibleOn(color: string, background: string, least = 3): string {
	const from = parseColor(color);
	if (!from) return color;
	const target: Rgb = luminance(background) > 0.4 ? [0, 0, 0] : [255, 255, 255];
	for (let step = 0; step <= 10; step += 1) {
		const mixed = mix(from, target, step / 12);
		if (contrast(mixed, background) >= least) return mixed;
	}
	return mix(from, target, 1);
}

function mix(from: Rgb, to: Rgb, part: number): string {
	const channel = (at: number) => Math.round(from[at]! + (to[at]! - from[at]!) * part);
	return `#${[0, 1, 2].map((at) => channel(at).toString(16).padStart(2, '0')).join('')}`;
}

function luminance(color: string): number {
	const [red, green, blue] = (parseColor(color) ?? [128, 128, 128]).map((value) => {
		const part = value / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	}) as Rgb;
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
