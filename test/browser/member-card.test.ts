import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, WHY_NO_BROWSER } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const SHOTS = process.env['GUANXI_SHOTS'];

describe.skipIf(WHY_NO_BROWSER)(`the member card in a browser${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	let url: string;
	let account: string;
	beforeAll(async () => {
		crm = await startInstance('reference', { CRM_PUBLIC_LIMIT: '0' });
		browser = await launch();
		await crm.knex('crm_settings').update({ organisation_name: '山丘咖啡', color: '#ffcc00' });
		const { id: program } = await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id');
		const rewards = [{ key: 'coffee', name: '手冲咖啡一杯', points: 200, description: '任一门店可用' }, { key: 'beans', name: '咖啡豆 1 kg', points: 5000 }];
		for (const reward of rewards) await crm.call('POST', '/items/crm_loyalty_rewards', { ...reward, program, status: 'active' });
		const post = <T>(path: string, body: object) =>
			crm.call<T>('POST', `/crm/loyalty/${path}`, body, { headers: { 'idempotency-key': path + JSON.stringify(body) } });
		const customer = (await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: '王小明' })).data.id;
		account = (await post<{ id: string }>('accounts', { program: 'club', customer })).data.id;
		await post(`accounts/${account}/accruals`, { points: 1234 });
		await post(`accounts/${account}/redemptions`, { points: 34 });
		await post(`accounts/${account}/redemptions`, { reward: 'coffee' });
		const link = await post<{ url: string }>(`accounts/${account}/link`, {});
		url = new URL(link.data.url, crm.url).pathname;
	});
	afterAll(async () => {
		await browser?.close();
		await crm?.stop();
	});

	/** The page as its visitor gets it, without scripts; axe looks at a copy that may run it. */
	async function faults(page: Page): Promise<string[]> {
		const html = await page.content();
		const context = await browser.newContext({ viewport: page.viewportSize()!, colorScheme: await scheme(page) });
		const copy = await context.newPage();
		await copy.setContent(html);
		await copy.addScriptTag({ path: AXE });
		const found = await copy.evaluate(async () => {
			const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
			const { violations } = await axe.run();
			return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ').slice(0, 300)}`);
		});
		await context.close();
		return found;
	}
	const schemes = new WeakMap<Page, 'light' | 'dark'>();
	const scheme = (page: Page): Promise<'light' | 'dark'> => Promise.resolve(schemes.get(page)!);

	const LOOKS = [
		{ width: 390, height: 844, colorScheme: 'light', locale: 'zh-CN' },
		{ width: 390, height: 844, colorScheme: 'dark', locale: 'en-US' },
		{ width: 1400, height: 900, colorScheme: 'light', locale: 'en-US' },
		{ width: 1400, height: 900, colorScheme: 'dark', locale: 'zh-CN' },
	] as const;

	it.each(LOOKS)('$width px, $colorScheme, $locale: everybody can read and use it', async ({ width, height, colorScheme, locale }) => {
		const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale, javaScriptEnabled: false });
		const page = await context.newPage();
		schemes.set(page, colorScheme);
		const problems: string[] = [];
		page.on('console', (message) => void problems.push(message.text()));
		const shoot = async (name: string): Promise<void> => {
			if (!SHOTS) return;
			mkdirSync(SHOTS, { recursive: true });
			await page.screenshot({ path: `${SHOTS}/${name}-${width}-${colorScheme}-${locale}.png`, fullPage: true });
		};
		await page.goto(crm.url + url);
		await shoot('card');
		expect(await faults(page)).toEqual([]);
		const box = await page.locator('main').boundingBox();
		expect(box!.x >= 0 && box!.x + box!.width <= width, 'nothing is cut off at the side').toBe(true);
		await page.locator('a.button').first().click();
		await page.waitForURL(/redemptions/);
		await shoot('offer');
		expect(await faults(page)).toEqual([]);
		await page.locator('button').click();
		await page.waitForURL(/vouchers/);
		await shoot('voucher');
		expect(await faults(page)).toEqual([]);
		await page.goto(`${crm.url}/crm/loyalty/card/unknown`);
		await shoot('unknown');
		expect(await faults(page)).toEqual([]);
		// A page that is not there is told in the console as well.
		expect(problems.filter((text) => !text.includes('404'))).toEqual([]);
		await context.close();
	});
});
