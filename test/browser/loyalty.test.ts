import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openStudio, saveButton, WHY_NO_BROWSER, type Studio } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';

describe.skipIf(WHY_NO_BROWSER)(`loyalty in the Studio${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	let studio: Studio;
	beforeAll(async () => {
		crm = await startInstance('reference');
		browser = await launch();
		studio = await openStudio(browser, crm, { language: 'zh-CN', width: 1280, height: 1300 });
	});
	afterAll(async () => {
		await studio?.close();
		await browser?.close();
		await crm?.stop();
	});

	it('a preset fills in the form of a new program, which can be saved as it is', async () => {
		const { page, open } = studio;
		await open('/content/crm_loyalty_programs/+');
		await page.locator('.program-presets article', { hasText: '企业返利' }).getByRole('button').click();
		await page.getByRole('status').getByText('已填好').waitFor();
		await saveButton(page).click();
		const stored = () => crm.knex('crm_loyalty_programs').where({ key: 'rebate' }).first();
		await expect.poll(async () => (await stored()) as object).toMatchObject({ name: '企业返利', tier_window: 'calendar_year', pending_days: 30, expiry_round: 'year' });
		expect(JSON.stringify((await stored()).tiers)).toContain('战略客户');
	});

	it('the form of a program that is there offers no presets', async () => {
		const { id } = await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id');
		await studio.go(`/content/crm_loyalty_programs/${id}`);
		await studio.page.locator('[data-field="tiers"]').getByText('铂金卡').waitFor();
		expect(await studio.page.locator('.program-presets').count()).toBe(0);
	});

	it('the form of an account tells its movements, and offers nothing that would be refused', async () => {
		const customer = (await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: '王小明' })).data.id;
		const { id } = (await crm.call<{ id: string }>('POST', '/crm/loyalty/accounts', { program: 'club', customer })).data;
		const headers = { 'idempotency-key': 'browser' };
		await crm.call('POST', `/crm/loyalty/accounts/${id}/accruals`, { points: 1234, reason: '购物' }, { headers });
		await studio.go(`/content/crm_loyalty_accounts/${id}`);
		const table = studio.page.locator('.entries-table');
		await table.locator('tbody tr').first().waitFor();
		expect((await table.locator('tbody tr').first().innerText()).split('\t').slice(1, 4)).toEqual(['累积', '1,234', '1,234']);
		expect(await studio.page.locator('.form [data-icon="delete"]').count()).toBe(0);
	});

	it('nothing went wrong', () => {
		expect(studio.problems).toEqual([]);
	});
});
