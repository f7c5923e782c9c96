import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';

/** The Studio theme as plain colours; drawings need values, not CSS variables. */
export interface ChartTheme {
	text: string;
	subdued: string;
	grid: string;
	surface: string;
	primary: string;
	font: string;
}

const VARIABLES: Record<keyof ChartTheme, [variable: string, fallback: string]> = {
	text: ['--theme--foreground-accent', '#1a212b'],
	subdued: ['--theme--foreground', '#4f5464'],
	grid: ['--theme--border-color-subdued', '#e4eaf1'],
	surface: ['--theme--background', '#ffffff'],
	primary: ['--theme--primary', '#6644ff'],
	font: ['--theme--fonts--sans--font-family', 'sans-serif'],
};

/** Follows a change of theme: the Studio writes its variables into a style element and a class on the body. */
export function useTheme(): ShallowRef<ChartTheme> {
	const theme = shallowRef(readTheme());
	const update = () => {
		const next = readTheme();
		if (JSON.stringify(next) !== JSON.stringify(theme.value)) theme.value = next;
	};
	const observer = new MutationObserver(update);
	observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'style'] });
	observer.observe(document.head, { childList: true, subtree: true, characterData: true });
	const dark = window.matchMedia('(prefers-color-scheme: dark)');
	dark.addEventListener('change', update);
	onScopeDispose(() => {
		observer.disconnect();
		dark.removeEventListener('change', update);
	});
	return theme;
}

/**
 * A probe element resolves what a variable may refer to: another variable, `color-mix()`, a named colour.
 * The browser answers with `rgb()` for most of them, and `color(srgb …)` for mixed ones.
 */
function readTheme(): ChartTheme {
	const probe = document.createElement('span');
	probe.hidden = true;
	document.body.append(probe);
	const entries = Object.entries(VARIABLES).map(([name, [variable, fallback]]) => {
		if (name === 'font') probe.style.fontFamily = `var(${variable}, ${fallback})`;
		else probe.style.color = `var(${variable}, ${fallback})`;
		const style = getComputedStyle(probe);
		return [name, name === 'font' ? style.fontFamily : plainColor(style.color)];
	});
	probe.remove();
	return Object.fromEntries(entries) as ChartTheme;
}

function plainColor(color: string): string {
	const mixed = /^color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)/.exec(color);
	if (!mixed) return color;
	return `rgb(${mixed.slice(1, 4).map((part) => Math.round(Number(part) * 255)).join(', ')})`;
}
