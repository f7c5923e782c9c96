import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openStudio, WHY_NO_BROWSER, type Studio } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';

describe.skipIf(WHY_NO_BROWSER)(`forms with inputs of ours${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	let studio: Studio;
	beforeAll(async () => {
		crm = await startInstance('demo');
		browser = await launch();
		studio = await openStudio(browser, crm, { language: 'zh-CN', height: 1300 });
	});
	afterAll(async () => {
		await studio?.close();
		await browser?.close();
		await crm?.stop();
	});

	const first = async <T extends { id: string }>(path: string): Promise<T> => (await crm.call<T[]>('GET', path)).data[0]!;
	const model = (key: string) => first(`/items/crm_scoring_models?filter[key][_eq]=${key}`);
	const CODES = /^(VIP|K|O|S|A|B|C)\b/;

	it('classes are chosen from those on the form, in a field and in a rule of the list', async () => {
		const { page, open } = studio;
		await open(`/content/crm_scoring_models/${(await model('pareto')).id}`);
		const choices = async (): Promise<string[]> => {
			const items = page.locator('.v-menu-content:visible .v-list-item');
			await items.first().waitFor();
			const texts = (await items.allInnerTexts()).map((text) => text.trim()).filter((text) => CODES.test(text));
			await page.keyboard.press('Escape');
			return texts;
		};
		await page.locator('[data-field="risk_class"] .v-input .input').click();
		expect(await choices()).toEqual(['A', 'B', 'C']);

		expect(await page.locator('[data-field="potential_matrix"]').innerText()).toMatch(/C \+ 高 → A/);
		await page.getByText('添加规则').click();
		await page.locator('.v-drawer [data-field="result"] .v-input .input').click();
		expect(await choices()).toEqual(['A', 'B', 'C']);
	});

	it('a model becomes the primary one, and its form shows it without a reload of the page', async () => {
		const { page, open } = studio;
		const { id } = await model('turnover');
		await open(`/content/crm_scoring_models/${id}`);
		await page.evaluate(() => Object.assign(window, { isSamePage: true }));
		await page.getByRole('button', { name: '设为主模型' }).click();
		await page.getByRole('button', { name: '确定' }).click();
		const stored = () => crm.knex('crm_scoring_models').where({ id }).first('is_primary');
		await expect.poll(async () => Boolean((await stored()).is_primary)).toBe(true);
		await page.getByRole('button', { name: '设为主模型' }).waitFor({ state: 'detached' });
		await page.locator('[data-field="is_primary"] [aria-pressed="true"], [data-field="is_primary"] .checked').first().waitFor();
		expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
	});

	it('a stored score says why in sentences', async () => {
		const { id } = await first('/items/crm_customer_scores?filter[model][key][_eq]=pareto&limit=1');
		await studio.go(`/content/crm_customer_scores/${id}`);
		await studio.page.locator('.customer-why .reasons li').first().waitFor();
	});

	it('an event tells its facts in words, with the names of customers', async () => {
		const { id } = await first('/items/crm_events?filter[type][_eq]=crm.abc.customers_reclassified&limit=1');
		await studio.go(`/content/crm_events/${id}`);
		const list = studio.page.locator('.fact-list');
		await list.locator('li').first().waitFor();
		expect(await list.innerText()).toContain('评分模型');
		await expect.poll(() => list.locator('li').first().innerText()).toMatch(/客户: \p{Script=Han}/u);
	});

	it('nothing went wrong, but that the preview refuses a rule as long as it is half filled in', () => {
		expect(studio.problems.filter((problem) => !/^400 .*\/models\/preview$/.test(problem))).toEqual([]);
	});
});
