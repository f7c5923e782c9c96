import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openStudio, WHY_NO_BROWSER, type Look } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';

/** Where to put pictures of the form, for whoever wants to look at it. */
const SHOTS = process.env['GUANXI_SHOTS'];
const LOOKS: (Look & { name: string })[] = [
	{ name: 'zh-light', language: 'zh-CN', height: 2000 },
	{ name: 'en-dark', language: 'en-US', appearance: 'dark', height: 2000 },
	{ name: 'zh-phone', language: 'zh-CN', width: 390, height: 2600 },
];

describe.skipIf(WHY_NO_BROWSER)(`the form of a reward${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	let reward: string;
	beforeAll(async () => {
		crm = await startInstance('demo');
		browser = await launch();
		reward = (await crm.knex('crm_loyalty_rewards').where({ key: 'maintenance' }).first('id')).id;
	});
	afterAll(async () => {
		await browser?.close();
		await crm?.stop();
	});

	it.each(LOOKS)('names the tiers of its program: $name', async ({ name, ...look }) => {
		const { page, open, problems, close } = await openStudio(browser, crm, look);
		await open(`/content/crm_loyalty_rewards/${reward}`);
		if (SHOTS) await page.screenshot({ path: `${SHOTS}/reward-${name}.png` });
		const tier = page.locator('[data-field="min_tier"]');
		await expect.poll(() => tier.locator('input').first().inputValue()).toContain('gold');
		await tier.locator('.v-input .input').click();
		const items = page.locator('.v-menu-content:visible .v-list-item');
		await items.first().waitFor();
		expect((await items.allInnerTexts()).filter((text) => /silver|gold|platinum/.test(text))).toHaveLength(3);
		expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
		expect(problems).toEqual([]);
		await close();
	});

	it('the list names the rewards', async () => {
		const { page, open, problems, close } = await openStudio(browser, crm, { language: 'zh-CN' });
		await open('/content/crm_loyalty_rewards');
		expect(await page.locator('main, #main-content').first().innerText()).toContain('加急配送一次');
		if (SHOTS) await page.screenshot({ path: `${SHOTS}/rewards-list.png` });
		expect(problems).toEqual([]);
		await close();
	});
});
