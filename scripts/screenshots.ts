/**
 * Makes the pictures of the documents: `node scripts/screenshots.ts [name …]`. Starts an instance with the demo company
 * on a temporary data folder, photographs it with Chromium, and removes the folder.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { STAFF } from '../seeds/demo/staff.ts';
import { loyaltyDashboard } from '../schema/loyalty/dashboard.ts';
import { STORY } from '../seeds/demo/story.ts';
import { directusEnvironment, type Environment } from './lib/environment.ts';
import { DIRECTUS_CLI, ROOT } from './lib/paths.ts';
import { fail, say } from './lib/say.ts';
import { setUp } from './lib/setup.ts';

type Who = 'admin' | 'sales';

interface Shot {
	name: string;
	who: Who;
	language: 'zh-CN' | 'en-US';
	path: string;
	/** Visible when the picture is complete. */
	wait: string;
	phone?: boolean;
	height?: number;
	/** What to do on the page first. */
	act?: (page: Page) => Promise<void>;
}

const IMAGES = join(ROOT, 'docs', 'images');
const LARGEST_BYTES = 250_000;
const TOKEN = 'screenshots-admin-token';
const PASSWORD = 'screenshots-only';
const DASHBOARD = '/insights/90c5d048-e9c7-4ebf-94bb-dbad43f38c25';
const LOYALTY = `/insights/${loyaltyDashboard[0]!.key}`;
const MEMBER = `/content/crm_customers/${STORY.birthday}`;
const PARETO = '/content/crm_scoring_models/097c082e-fb3e-402f-8a93-5dcccfa59f31';
const CUSTOMER = `/content/crm_customers/${STORY.hiddenGem}`;
const WHY = '.customer-why .facts';
const PREVIEW = '.model-preview .answer';
/** The colleague of the demo company whose best customer drifts away. */
const SALES_EMAIL = 'zhihao.huang@example.com';

/** A file such as people export it: other headers, a credit, two rows with mistakes. */
const ORDER_FILE = [
	'订单编号,下单日期,客户编号,客户名称,实付金额,订单状态',
	'SO-2026-1001,2026-03-02,K0301,江湾口腔门诊部,12800.00,已付款',
	'SO-2026-1002,2026-03-03,K0302,青禾康复医院,86500.50,已付款',
	'SO-2026-1003,2026-03-05,K0303,北岭社区卫生服务站,4360.00,已发货',
	'SO-2026-1004,05/06/2026,K0301,江湾口腔门诊部,9900.00,已付款',
	'SO-2026-1002,2026-03-09,K0302,青禾康复医院,-6500.50,已退款',
	'SO-2026-1005,2026-03-10,K0304,云岫体检中心,壹万元,待付款',
	'SO-2026-1006,2026-03-12,K0305,南塘药房,2150.80,已付款',
].join('\n');

const en = { who: 'admin', language: 'en-US' } as const;
const zh = { who: 'admin', language: 'zh-CN' } as const;
const sales = { who: 'sales', language: 'zh-CN' } as const;
const dashboard = { path: DASHBOARD, wait: '.crm-chart svg', height: 1220 };
const customer = { path: CUSTOMER, wait: WHY, height: 820, act: scrollToWhy };

const SHOTS: Shot[] = [
	{ name: 'dashboard-en', ...en, ...dashboard },
	{ name: 'dashboard-zh', ...zh, ...dashboard },
	{ name: 'customer-en', ...en, ...customer },
	{ name: 'customer-zh', ...zh, ...customer },
	{ name: 'model-form-en', ...en, path: PARETO, wait: PREVIEW, height: 1100, act: countSixMonths },
	{ name: 'import-zh', ...zh, path: '/crm/import', wait: '.preview-rows table', height: 1280, act: chooseFile },
	{ name: 'my-day-zh', ...sales, path: '/crm', wait: '.my-day li', height: 600 },
	{ name: 'loyalty-en', ...en, path: LOYALTY, wait: '.crm-chart svg', height: 1120 },
	{ name: 'loyalty-zh', ...zh, path: LOYALTY, wait: '.crm-chart svg', height: 1120 },
	{ name: 'points-en', ...en, path: MEMBER, wait: '.move-points .what', height: 1000, act: (page) => redeem(page, 'Points', 'Redeem') },
	{ name: 'points-zh', ...zh, path: MEMBER, wait: '.move-points .what', height: 1000, act: (page) => redeem(page, '积分', '兑换') },
	{ name: 'phone-list-zh', ...sales, path: '/content/crm_customers', wait: 'tbody tr', phone: true },
];

async function scrollToWhy(page: Page): Promise<void> {
	await page.locator(WHY).evaluate((element) => element.closest('.customer-why')!.scrollIntoView({ block: 'end' }));
}

/** Before it is confirmed. */
async function redeem(page: Page, tab: string, button: string): Promise<void> {
	await page.getByRole('tab', { name: tab, exact: true }).click();
	await page.locator('.member-account .actions button', { hasText: button }).first().click();
	await page.locator('.move-points input').first().fill('500');
}

/** An unsaved change, so that the preview has something to tell. */
async function countSixMonths(page: Page): Promise<void> {
	await page.locator(PREVIEW).waitFor();
	await page.locator('.field', { hasText: 'Months counted' }).locator('input').fill('6');
	await page.waitForTimeout(2000);
}

async function chooseFile(page: Page): Promise<void> {
	const buffer = Buffer.from(ORDER_FILE, 'utf8');
	await page.locator('input[type=file]').setInputFiles({ name: '三月订单.csv', mimeType: 'text/csv', buffer });
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !SHOTS.some((shot) => shot.name === name));
if (unknown) {
	fail(`There is no picture "${unknown}". Choose from ${SHOTS.map(({ name }) => name).join(', ')}.`);
	process.exit(2);
}
process.exitCode = await main(SHOTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name)));

async function main(shots: Shot[]): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'guanxi-screenshots-'));
	let server: ChildProcess | undefined;
	let browser: Browser | undefined;
	try {
		browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
		const env = directusEnvironment({
			PATH: process.env['PATH'],
			HOME: process.env['HOME'],
			CRM_DATA_DIR: folder,
			PORT: String(await freePort()),
			ADMIN_PASSWORD: PASSWORD,
			ADMIN_TOKEN: TOKEN,
			CRM_SCHEDULES: 'off',
			// A busy machine is no reason to refuse a picture.
			PRESSURE_LIMITER_ENABLED: 'false',
		});
		await setUp(env, { seed: true });
		server = await serve(env);
		await letIn(env);
		mkdirSync(IMAGES, { recursive: true });
		let large = 0;
		for (const shot of shots) large += (await take(browser, env, shot)) ? 0 : 1;
		return large === 0 ? 0 : 1;
	} catch (error) {
		fail(error instanceof Error ? error.message : String(error));
		return 1;
	} finally {
		await browser?.close();
		if (server) await stopped(server);
		rmSync(folder, { recursive: true, force: true });
	}
}

/** One picture in a browser of its own, so that nothing is remembered. False when the file is too large. */
async function take(browser: Browser, env: Environment, shot: Shot): Promise<boolean> {
	const { name, who, language, path, wait, phone, height = 900, act } = shot;
	const viewport = phone ? { width: 390, height: 844 } : { width: 1400, height };
	const context = await browser.newContext({ viewport, locale: language, timezoneId: 'Asia/Shanghai', colorScheme: 'light' });
	const email = who === 'admin' ? env['ADMIN_EMAIL'] : SALES_EMAIL;
	const url = env['PUBLIC_URL']!;
	await context.request.post(`${url}/auth/login`, { data: { email, password: PASSWORD, mode: 'session' } });
	await context.request.patch(`${url}/users/me`, { data: { language, appearance: 'light' } });
	// Directus opens its side panels over the page: the right one on wide screens, the left one on phones.
	const closed = phone ? ['sidebar-collapsed', 'nav-bar-collapsed'] : ['sidebar-collapsed'];
	await context.addInitScript((keys) => keys.forEach((key) => localStorage.setItem(key, 'true')), closed);
	const page = await context.newPage();
	await page.goto(`${url}/admin${path}`);
	await act?.(page);
	await page.locator(wait).first().waitFor({ timeout: 30_000 });
	await settled(page);
	const file = join(IMAGES, `${name}.png`);
	await page.screenshot({ path: file, animations: 'disabled' });
	await context.close();
	const { size } = statSync(file);
	say(`${name}.png ${Math.round(size / 1000)} kB${size > LARGEST_BYTES ? ': too large' : ''}`);
	return size <= LARGEST_BYTES;
}

/** Nothing is loading any more, fonts are there, and charts have drawn their last frame. */
async function settled(page: Page): Promise<void> {
	await page.waitForLoadState('networkidle');
	await page.locator('.skeleton, .v-skeleton-loader, .v-progress-circular').first().waitFor({ state: 'hidden' });
	await page.evaluate(async () => {
		await document.fonts.ready;
		await new Promise((resolve) => setTimeout(resolve, 800));
	});
}

/** The demo company's colleagues have roles but no passwords. */
async function letIn(env: Environment): Promise<void> {
	const id = STAFF.find(({ user }) => user.email === SALES_EMAIL)?.id;
	const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
	const body = JSON.stringify({ password: PASSWORD });
	const answer = await fetch(`${env['PUBLIC_URL']}/users/${id}`, { method: 'PATCH', headers, body });
	if (!answer.ok) throw new Error(`The password of ${SALES_EMAIL} cannot be set: ${await answer.text()}`);
}

function serve(env: Environment): Promise<ChildProcess> {
	const child = spawn(process.execPath, [DIRECTUS_CLI, 'start'], {
		cwd: ROOT,
		env,
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	return new Promise((resolve, reject) => {
		child.once('message', () => resolve(child));
		child.once('exit', (code) => reject(new Error(`Directus ended with ${code}.`)));
	});
}

function stopped(server: ChildProcess): Promise<void> {
	return new Promise((resolve) => {
		if (server.exitCode !== null) return resolve();
		server.once('exit', () => resolve());
		server.kill('SIGTERM');
	});
}

function chromiumPath(): string {
	const places = [
		process.env['CHROMIUM_PATH'],
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome',
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	];
	const found = places.find((path) => path && existsSync(path));
	if (!found) throw new Error('No Chromium was found. Install one, or set CHROMIUM_PATH.');
	return found;
}

function freePort(): Promise<number> {
	const probe = createServer();
	return new Promise((resolve) => {
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => resolve(port));
		});
	});
}
