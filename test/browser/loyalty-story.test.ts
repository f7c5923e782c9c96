import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openStudio, saveButton, WHY_NO_BROWSER } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';

/** Points per yuan of the rule that every installation begins with, and what the new rule adds. */
const BASE = 1;
const BONUS = 77;

describe.skipIf(WHY_NO_BROWSER)(`from a rule to a cup of coffee${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	let customer: string;
	let account: string;
	beforeAll(async () => {
		crm = await startInstance('reference');
		browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		await crm?.stop();
	});

	const post = async (path: string, body: object): Promise<{ id: string; url: string }> =>
		(await crm.call<{ id: string; url: string }>('POST', path, body, { headers: { 'idempotency-key': randomUUID() } })).data;
	const order = (more: object) => post('/items/crm_orders', { number: randomUUID().slice(0, 8), customer, placed_at: new Date().toISOString(), amount: 100, status: 'paid', ...more });
	const available = async (): Promise<number> => Number((await crm.knex('crm_loyalty_accounts').where({ id: account }).first('available')).available);

	async function choose(page: Page, field: string, text: string | RegExp): Promise<void> {
		await page.locator(`[data-field="${field}"] .v-input`).first().click();
		await page.locator('.v-menu-content:visible .v-list-item').filter({ hasText: text }).first().click();
	}

	async function makeRule(page: Page): Promise<void> {
		await page.locator('[data-field="name"] input').fill('Gift wrap bonus');
		await page.locator('[data-field="key"] input').fill('gift_wrap');
		await page.locator('[data-field="program"] .v-list-item, [data-field="program"] .v-input').first().click();
		const drawer = page.locator('.v-drawer, .drawer').last();
		await drawer.locator('tbody tr').filter({ hasText: 'club' }).first().click();
		await saveButtonOf(drawer).click();
		await choose(page, 'status', 'Active');
		await choose(page, 'effect', 'Fixed points');
		await page.locator('[data-field="points"] input').fill(String(BONUS));
		const filter = page.locator('[data-field="order_filter"]');
		await filter.locator('.buttons button').first().click();
		await page.locator('.v-menu-content:visible .v-list-item').filter({ hasText: /^\s*Gift Wrap/ }).first().click();
		await filter.locator('.node .preview').click();
		await saveButton(page).click();
		await page.waitForURL(/crm_loyalty_rules$/);
	}
	const saveButtonOf = (part: ReturnType<Page['locator']>) => part.locator('header button:has([data-icon="check"])').first();

	it('an administrator rewards a field that they just added, tries it, and members earn by it and spend it on their page', async () => {
		await crm.call('POST', '/fields/crm_orders', { field: 'gift_wrap', type: 'boolean', schema: {}, meta: { interface: 'boolean' } });
		customer = (await post('/items/crm_customers', { name: 'Wang Xiaoming' })).id;
		await order({ number: 'BEFORE', gift_wrap: true });
		account = (await post('/crm/loyalty/accounts', { program: 'club', customer })).id;

		const studio = await openStudio(browser, crm, { language: 'en-US', height: 2600 });
		await studio.open('/content/crm_loyalty_rules/+');
		await makeRule(studio.page);
		const { id: rule, order_filter: stored } = (await crm.call<{ id: string; order_filter: object }[]>('GET', '/items/crm_loyalty_rules?filter[key][_in]=gift_wrap,gift-wrap')).data[0]!;
		expect(stored).toEqual({ _and: [{ gift_wrap: { _eq: true } }] });

		await studio.go(`/content/crm_loyalty_rules/${rule}`);
		await studio.page.locator('.rule-try .v-input .input').click();
		await studio.page.locator('.v-menu-content:visible .v-list-item').filter({ hasText: 'BEFORE' }).first().click();
		await studio.page.locator('.rule-try').getByText(`would earn ${100 * BASE + BONUS} points`).waitFor();
		expect(studio.problems).toEqual([]);
		await studio.close();
		expect(await available(), 'trying gives nothing').toBe(0);

		await order({ gift_wrap: false });
		await expect.poll(available, { timeout: 30_000 }).toBe(100 * BASE);
		await order({ gift_wrap: true });
		await expect.poll(available, { timeout: 30_000 }).toBe(200 * BASE + BONUS);

		const program = (await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id;
		await post('/items/crm_loyalty_rewards', { key: 'coffee', name: 'A cup of coffee', program, status: 'active', points: 50 });
		const { url } = await post(`/crm/loyalty/accounts/${account}/link`, {});
		const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US', javaScriptEnabled: false });
		const page = await context.newPage();
		await page.goto(crm.url + new URL(url).pathname);
		expect(await page.locator('.figure').first().innerText()).toBe(String(200 * BASE + BONUS));
		await page.locator('a.button').first().click();
		await page.locator('button').click();
		await page.waitForURL(/vouchers/);
		expect(await available()).toBe(200 * BASE + BONUS - 50);
		await page.goto(crm.url + new URL(url).pathname);
		expect(await page.locator('.figure').first().innerText()).toBe(String(200 * BASE + BONUS - 50));
		await context.close();
	});
});
