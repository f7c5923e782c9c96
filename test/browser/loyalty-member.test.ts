import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/paths.ts';
import { launch, openStudio, saveButton, WHY_NO_BROWSER, type Look, type Studio } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';
import { barriers, cutOff } from '../support/own-parts.ts';

const SCREENSHOTS = join(ROOT, 'screenshots');

const LOOKS: Look[] = [
	{ language: 'zh-CN', appearance: 'light', width: 1400, height: 1100 },
	{ language: 'en-US', appearance: 'dark', width: 1400, height: 1100 },
	{ language: 'zh-CN', appearance: 'light', width: 390, height: 844 },
	{ language: 'en-US', appearance: 'dark', width: 390, height: 844 },
];

const WORDS = {
	'zh-CN': { tab: '积分', redeem: '兑换', confirm: '确认兑换', what: /将扣减 100 积分，剩余 [\d,]+。约值 ¥5。/, points: '积分数量' },
	'en-US': { tab: 'Points', redeem: 'Redeem', confirm: 'Redeem now', what: /100 积分 are taken; [\d,]+ are left\. They are worth about ¥5\./, points: 'Points' },
} as const;

describe.skipIf(WHY_NO_BROWSER)(`points on the customer page${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	let member: { id: string; customer: string };
	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		crm = await startInstance('demo');
		browser = await launch();
		member = await crm.knex('crm_loyalty_accounts').where('available', '>', 2000).where({ status: 'active' }).orderBy('available').first('id', 'customer');
	});
	afterAll(async () => {
		await browser?.close();
		await crm?.stop();
	});

	async function openTab(look: Look, customer: string): Promise<Studio> {
		const studio = await openStudio(browser, crm, look);
		await studio.open(`/content/crm_customers/${customer}`);
		await studio.page.getByRole('tab', { name: WORDS[look.language].tab, exact: true }).click();
		await studio.page.locator('.member-tab article, .member-tab .enrol').first().waitFor();
		return studio;
	}
	const spent = async (): Promise<number> => Number((await crm.knex('crm_loyalty_entries').where({ account: member.id, type: 'redemption' }).sum({ points: 'points' }))[0]!['points'] ?? 0);

	it.each(LOOKS)('shows and redeems in $language, $appearance, $width px; a double tap is one redemption', async (look) => {
		const words = WORDS[look.language];
		const studio = await openTab(look, member.customer);
		const { page } = studio;
		const article = page.locator('.member-account').first();
		await article.locator('.entries-table tbody tr').first().waitFor();
		await page.screenshot({ path: join(SCREENSHOTS, `loyalty-tab-${look.language}-${look.width}.png`), fullPage: true });
		const before = await spent();
		await article.locator('.actions button', { hasText: words.redeem }).click();
		const form = article.locator('.move-points');
		await form.getByLabel(words.points, { exact: true }).fill('50');
		await form.locator('.bad').waitFor();
		await form.getByLabel(words.points, { exact: true }).fill('100');
		await form.getByText(words.what).waitFor();
		// What is typed here is no edit of the customer, which would be saved with it.
		expect(await saveButton(page).isDisabled()).toBe(true);
		await page.screenshot({ path: join(SCREENSHOTS, `loyalty-redeem-${look.language}-${look.width}.png`) });
		expect(await barriers(page)).toEqual([]);
		expect(await cutOff(page)).toEqual([]);
		await form.locator('button', { hasText: words.confirm }).dblclick();
		await form.locator('.good').waitFor();
		expect(await spent()).toBe(before - 100);
		const left = Number((await crm.knex('crm_loyalty_accounts').where({ id: member.id }).first('available')).available);
		const shown = async (): Promise<number> => Number((await article.locator('.available strong').innerText()).replaceAll(',', ''));
		await expect.poll(shown, { timeout: 10_000 }).toBe(left);
		expect(studio.problems).toEqual([]);
		await studio.close();
	});

	it('a customer who is no member is enrolled, and then has an account', async () => {
		const { id } = await crm.knex('crm_customers').whereNotIn('id', crm.knex('crm_loyalty_accounts').select('customer')).where({ status: 'active' }).orderBy('code').first('id');
		const studio = await openTab(LOOKS[0]!, id);
		await studio.page.locator('.enrol button', { hasText: '会员俱乐部' }).click();
		await studio.page.locator('.enrol .confirm-action button', { hasText: '加入' }).click();
		await studio.page.locator('.member-account', { hasText: '会员俱乐部' }).waitFor();
		expect(await crm.knex('crm_loyalty_accounts').where({ customer: id })).toHaveLength(1);
		expect(studio.problems).toEqual([]);
		await studio.close();
	});

	it('a reward says what will be left, and gives a voucher whose code can be handed on', async () => {
		const studio = await openTab(LOOKS[2]!, member.customer);
		const article = studio.page.locator('.member-account').first();
		await article.locator('.actions button', { hasText: '礼品' }).click();
		const row = article.locator('.reward-row', { hasText: '加急配送' });
		await row.locator('button', { hasText: '兑换' }).click();
		await row.getByText(/将扣减 1,000 积分兑换“加急配送一次”，剩余 [\d,]+。/).waitFor();
		await row.locator('button', { hasText: '确认兑换' }).dblclick();
		await row.locator('code').waitFor();
		const code = await row.locator('code').innerText();
		await studio.page.screenshot({ path: join(SCREENSHOTS, 'loyalty-reward-zh-CN-390.png') });
		expect(await crm.knex('crm_loyalty_vouchers').where({ account: member.id })).toHaveLength(1);
		expect((await crm.call<{ account: string }>('GET', `/crm/loyalty/vouchers?code=${encodeURIComponent(code)}`)).data.account).toBe(member.id);
		const why = article.locator('.reward-row', { hasText: '年度保养' }).locator('.why');
		await why.waitFor();
		expect(await barriers(studio.page)).toEqual([]);
		expect(studio.problems).toEqual([]);
		await studio.close();
	});

	it('the link of the member page can be copied and scanned, and opens without a login', async () => {
		const studio = await openTab(LOOKS[1]!, member.customer);
		const article = studio.page.locator('.member-account').first();
		await article.locator('.actions button', { hasText: 'Member page' }).click();
		await article.locator('.card-link img').waitFor();
		const url = await article.locator('.card-link code').innerText();
		await studio.page.screenshot({ path: join(SCREENSHOTS, 'loyalty-link-en-US-1400.png') });
		expect(url).toContain('/crm/loyalty/card/');
		const page = await fetch(crm.url + new URL(url).pathname, { headers: { accept: 'text/html' } });
		expect(page.status).toBe(200);
		expect(await barriers(studio.page)).toEqual([]);
		expect(studio.problems).toEqual([]);
		await studio.close();
	});

	it('who may only look is offered nothing', async () => {
		const colleague: { owner: string } = await crm.knex('crm_customers').where({ id: member.customer }).first('owner');
		const { email } = await crm.knex('directus_users').where({ id: colleague.owner }).first('email');
		await crm.call('PATCH', `/users/${colleague.owner}`, { password: 'browser-test-1' });
		const studio = await openTab({ ...LOOKS[0]!, as: { email, password: 'browser-test-1' } }, member.customer);
		await studio.page.locator('.member-account .available').first().waitFor();
		expect(await studio.page.locator('.member-account .actions button').allInnerTexts()).toEqual([expect.stringContaining('礼品')]);
		await studio.close();
	});
});
