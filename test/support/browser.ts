import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser, type Locator, type Page, type Request } from 'playwright-core';
import type { Instance } from './instance.ts';

// Whoever imports this looks at the Studio; elsewhere servers start without it.
process.env['SERVE_APP'] = 'true';

/** Chromium of the machine; browser tests are skipped, with this reason, where there is none. */
export const CHROMIUM = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
	(path) => path && existsSync(path),
);
export const WHY_NO_BROWSER = CHROMIUM ? null : 'no Chromium; install it or set CHROMIUM_PATH';

export interface Look {
	language: 'zh-CN' | 'en-US';
	appearance?: 'light' | 'dark';
	width?: number;
	height?: number;
	/** Who logs in; the administrator unless said. */
	as?: { email: string; password: string };
}

/** A logged-in Studio page that remembers what went wrong on it. */
export interface Studio {
	page: Page;
	problems: string[];
	/** Opens a Studio path such as `/content/crm_customers` as by its address: the whole Studio is loaded, which takes seconds. */
	open: (path: string) => Promise<void>;
	/** Goes on to another path as by a link; the first is opened. Edits that are not saved would hold it back. */
	go: (path: string) => Promise<void>;
	close: () => Promise<void>;
}

export function launch(): Promise<Browser> {
	return chromium.launch({
		executablePath: CHROMIUM!,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}

export async function openStudio(browser: Browser, crm: Instance, look: Look): Promise<Studio> {
	const { language, appearance = 'light', width = 1400, height = 900 } = look;
	const who = look.as ?? { email: crm.env['ADMIN_EMAIL'], password: crm.env['ADMIN_PASSWORD'] };
	const context = await browser.newContext({ viewport: { width, height }, locale: language });
	await context.request.post(`${crm.url}/auth/login`, {
		data: { ...who, mode: 'session' },
	});
	await context.request.patch(`${crm.url}/users/me`, { data: { language, appearance } });
	// On a first visit with a phone Directus opens both side panes over the page; people close them once.
	if (width < 600) await context.addInitScript(collapsePanes);
	const page = await context.newPage();
	const problems: string[] = [];
	const untilQuiet = watchRequests(page);
	page.on('console', (message) => {
		const isHttp = /Failed to load resource/.test(message.text()); // told below, with its address
		if (message.type() === 'error' && !isHttp) problems.push(message.text());
	});
	page.on('response', (response) => {
		// The host has no favicon of its own and asks for a session before there is one.
		if (/favicon\.ico|\/auth\/refresh/.test(response.url())) return;
		if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
	});
	page.on('pageerror', (error) => problems.push(error.message));
	// The Studio fades in after its data has come; an empty page must not pass for a good one.
	const untilShown = async (): Promise<void> => {
		await page.locator('#main-content, main').first().waitFor();
		await page.waitForFunction(() => !document.querySelector('.v-progress-circular, .v-skeleton-loader'));
		await page.waitForFunction(isAtRest);
	};
	const open = async (path: string): Promise<void> => {
		await page.goto(`${crm.url}/admin${path}`, { waitUntil: 'networkidle' });
		await untilShown();
	};
	const go = async (path: string): Promise<void> => {
		if (page.url() === 'about:blank') return open(path);
		await page.evaluate(followLink, path);
		await untilQuiet();
		await untilShown();
	};
	return { page, problems, open, go, close: () => context.close() };
}

/** What Playwright calls `networkidle`, which it tells of whole loads only: no request for half a second. */
function watchRequests(page: Page): () => Promise<void> {
	const underWay = new Set<Request>();
	let changedAt = 0;
	const note = (change: (request: Request) => void) => (request: Request): void => {
		change(request);
		changedAt = performance.now();
	};
	page.on('request', note((request) => underWay.add(request)));
	for (const end of ['requestfinished', 'requestfailed'] as const) page.on(end as 'requestfinished', note((request) => underWay.delete(request)));
	return async () => {
		changedAt = performance.now();
		while (underWay.size > 0 || performance.now() - changedAt < 500) await pause(25);
	};
}

/** Links of the Studio lead through its router. */
async function followLink(path: string): Promise<void> {
	interface Root extends Element {
		__vue_app__: { config: { globalProperties: { $router: { push: (to: string) => Promise<unknown> } } } };
	}
	const failure = await document.querySelector<Root>('#app')!.__vue_app__.config.globalProperties.$router.push(path);
	if (failure) throw new Error(`The Studio did not go to ${path}: ${String(failure)}`);
}

/** "Save and return" of an item's page: the check mark in its header, which has no name of its own. */
export function saveButton(page: Page): Locator {
	return page.locator('header button:has([data-icon="check"])').first();
}

function collapsePanes(): void {
	for (const name of ['sidebar-collapsed', 'nav-bar-collapsed']) {
		localStorage.setItem(name, 'true');
		localStorage.setItem(`directus-${name}`, 'true');
	}
}

/** Nothing is fading or sliding any more; endless animations are decoration. */
function isAtRest(): boolean {
	return document
		.getAnimations()
		.filter((animation) => animation.effect?.getTiming().iterations !== Infinity)
		.every(({ playState }) => playState !== 'running');
}
