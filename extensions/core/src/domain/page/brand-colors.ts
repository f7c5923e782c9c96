/** A theme's colour for buttons and links, and what is written on it. */
export interface Accent {
	accent: string;
	onAccent: string;
}

export const LIGHT_SURFACE = '#ffffff';
export const DARK_SURFACE = '#1b1e24';
/** Around the surfaces, where links stand as well: darker than the light ones, so it asks more of a colour. */
export const LIGHT_PAGE = '#f3f4f6';

const DEFAULT = '#4f46e5';
/** WCAG 2.2 AA for text. */
const LEAST_CONTRAST = 4.5;

/**
 * The organisation's colour as it can be read: darkened on the light page and lightened on the dark one, as far as needed. It
 * then also carries text in the colour of the page. What is no colour gives ours.
 */
export function brandColors(color: string | null): Record<'light' | 'dark', Accent> {
	const base = channelsOf(color ?? '') ?? channelsOf(DEFAULT)!;
	return {
		light: { accent: readable(base, { on: LIGHT_PAGE, towards: 0 }), onAccent: LIGHT_SURFACE },
		dark: { accent: readable(base, { on: DARK_SURFACE, towards: 255 }), onAccent: DARK_SURFACE },
	};
}

/** From 1 to 21, as WCAG defines it. */
export function contrast(one: string, other: string): number {
	const [light, dark] = [luminance(channelsOf(one)!), luminance(channelsOf(other)!)].sort((a, b) => b - a) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

type Channels = [red: number, green: number, blue: number];

function readable(base: Channels, { on, towards }: { on: string; towards: number }): string {
	for (let share = 0; ; share += 0.05) {
		const mixed = hexOf(base.map((channel) => Math.round(channel + (towards - channel) * Math.min(share, 1))) as Channels);
		if (share >= 1 || contrast(mixed, on) >= LEAST_CONTRAST) return mixed;
	}
}

/** Of `#rgb`, `#rrggbb`, and these with an opacity, which is left out. */
function channelsOf(color: string): Channels | null {
	const digits = /^#([0-9a-f]{3,8})$/i.exec(color.trim())?.[1];
	if (!digits || ![3, 4, 6, 8].includes(digits.length)) return null;
	const size = digits.length < 6 ? 1 : 2;
	const channel = (index: number): number => parseInt(digits.slice(index * size, (index + 1) * size).padStart(2, digits[index * size]), 16);
	return [channel(0), channel(1), channel(2)];
}

const hexOf = (channels: Channels): string => `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

function luminance(channels: Channels): number {
	const [red, green, blue] = channels.map((channel) => {
		const part = channel / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	}) as Channels;
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
