import { TARGETS, type Target } from './targets.ts';
import type { WantedMapping } from './mapping.ts';

const PAIRS = new RegExp(`,\\s*(?=(?:${TARGETS.join('|')})\\s*=)`);

/**
 * Reads `number=Invoice No,amount=Total, CNY`. A comma separates pairs only where a target follows,
 * because headers may contain commas. Returns the piece that is wrong instead of guessing what was
 * meant.
 */
export function parseMapOption(text: string): { wanted: WantedMapping } | { wrong: string } {
	const wanted: WantedMapping = {};
	for (const pair of text.split(PAIRS)) {
		if (pair.trim() === '') continue;
		const split = pair.indexOf('=');
		const target = pair.slice(0, Math.max(0, split)).trim();
		if (!isTarget(target)) return { wrong: pair.trim() };
		wanted[target] = pair.slice(split + 1).trim();
	}
	return { wanted };
}

export function isTarget(name: string): name is Target {
	return (TARGETS as readonly string[]).includes(name);
}
