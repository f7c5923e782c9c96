import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** Roots of what we draw; everything else on a page is the Studio's. */
const OURS = [
	'.panel-frame', '.customer-why', '.model-preview', '.model-run', '.my-day', '.import-page', '.fact-list',
	'.calendar-week', '.calendar-days', '.schedule-input', '.member-tab', '.next-steps',
];
/** The Studio's own inputs and buttons inside of ours. */
const THEIRS = ['.v-select', '.v-input', '.v-checkbox', '.v-button', '.v-menu', '.v-notice', '.v-icon'];
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Parts of ours whose contents are cut off: they neither scroll nor end in "…". */
export function cutOff(page: Page): Promise<string[]> {
	return page.evaluate((ours) => {
		const parts = ours.flatMap((name) => [...document.querySelectorAll<HTMLElement>(`${name}, ${name} *`)]);
		const isCut = (part: HTMLElement): boolean => {
			const { overflowX, textOverflow } = getComputedStyle(part);
			const isHidden = /hidden|clip/.test(overflowX) && textOverflow !== 'ellipsis';
			// One pixel wide are texts for screen readers only.
			return isHidden && part.clientWidth > 1 && part.scrollWidth - part.clientWidth > 1;
		};
		return parts.filter(isCut).map((part) => `${part.tagName} ${part.className}: ${part.innerText?.slice(0, 60)}`);
	}, OURS);
}

interface Axe {
	run: (context: object, options: object) => Promise<{ passes: unknown[]; violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
}

/** What axe finds against WCAG 2.1 AA in what we draw; evaluated and not added as a script, which the page's policy forbids. */
export async function barriers(page: Page): Promise<string[]> {
	await page.evaluate(readFileSync(AXE, 'utf8'));
	return page.evaluate(
		async ({ ours, theirs }) => {
			const include = ours.filter((name) => document.querySelector(name)).map((name) => [name]);
			if (include.length === 0) return [];
			const { axe } = window as unknown as { axe: Axe };
			const exclude = theirs.map((name) => [name]);
			const { passes, violations } = await axe.run(
				{ include, exclude },
				{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] },
			);
			if (passes.length === 0) return ['axe looked at nothing'];
			return violations.flatMap(({ id, nodes }) =>
				nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary.split('\n')[1] ?? ''}`),
			);
		},
		{ ours: OURS, theirs: THEIRS },
	);
}
