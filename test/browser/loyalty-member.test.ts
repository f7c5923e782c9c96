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
	'en-US': { tab: 'Points', redeem: 'Redeem', confirm: 'Redeem now', what: /100 points are taken; [\d,]+ are left\. They are worth about ¥5\./, points: 'How many points' },
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
		await article.locator('.card-link button', { hasText: 'Renew the link' }).click();
		await article.getByText('Links that were handed out end at once').waitFor();
		await article.locator('.confirm-action button', { hasText: 'Renew the link' }).click();
		await expect.poll(() => article.locator('.card-link code').innerText()).not.toBe(url);
		expect((await fetch(crm.url + new URL(url).pathname, { headers: { accept: 'text/html' } })).status).toBe(410);
		expect(await barriers(studio.page)).toEqual([]);
		expect(studio.problems).toEqual([]);
		await studio.close();
	});

	it('a voucher is given out or cancelled, after a question, because neither can be undone', async () => {
		const account = member.id;
		const post = (path: string, body: object) => crm.call('POST', `/crm/loyalty/accounts/${account}/${path}`, body, { headers: { 'idempotency-key': `for two vouchers: ${JSON.stringify(body)}` } });
		await post('adjustments', { points: 2000, reason: 'For two vouchers' });
		for (const reason of ['One', 'Another']) await post('redemptions', { reward: 'express', reason });
		const stateOf = (): Promise<string[]> => crm.knex('crm_loyalty_vouchers').where({ account }).orderBy('state').pluck('state');
		const before = await stateOf();
		const studio = await openTab(LOOKS[3]!, member.customer);
		const rows = studio.page.locator('.voucher-row');
		await rows.first().waitFor();
		const count = await rows.count();
		await rows.first().locator('button', { hasText: 'Cancel the voucher' }).click();
		await rows.first().getByText(/ends, for good; [\d,]+ points go back to the member/).waitFor();
		await studio.page.screenshot({ path: join(SCREENSHOTS, 'loyalty-voucher-en-US-390.png') });
		expect(await barriers(studio.page)).toEqual([]);
		await rows.first().locator('.confirm-action button', { hasText: 'Cancel the voucher' }).dblclick();
		await expect.poll(() => rows.count()).toBe(count - 1);
		await rows.first().locator('button', { hasText: 'Use' }).click();
		await rows.first().locator('.confirm-action button', { hasText: 'Use' }).click();
		await expect.poll(() => rows.count()).toBe(count - 2);
		const untouched = before.slice();
		for (let i = 0; i < 2; i++) untouched.splice(untouched.indexOf('issued'), 1);
		expect(await stateOf()).toEqual(['cancelled', ...untouched, 'used'].sort());
		expect(studio.problems).toEqual([]);
		await studio.close();
	});

	it.each([LOOKS[0]!, LOOKS[3]!])('points go to another member, a tier is set by hand, an account stands still and moves again: $language, $width px', async (look) => {
		const isZh = look.language === 'zh-CN';
		const say = (zh: string, en: string): string => (isZh ? zh : en);
		const studio = await openTab(look, member.customer);
		const { page } = studio;
		const article = page.locator('.member-account').first();
		const press = (name: string) => article.locator('.actions button', { hasText: name }).click();
		const rare = async (name: string): Promise<void> => {
			await press(say('更多', 'More'));
			await press(name);
		};
		const shot = (name: string) => page.screenshot({ path: join(SCREENSHOTS, `loyalty-${name}-${look.language}-${look.width}.png`) });
		const done = async (form: string): Promise<void> => {
			const card = article.locator(form);
			expect(await barriers(page)).toEqual([]);
			expect(await cutOff(page)).toEqual([]);
			await card.locator('button[type=submit]').click();
			await card.locator('.good').waitFor();
			await card.locator('button', { hasText: say('完成', 'Close') }).click();
		};
		const account = () => crm.knex('crm_loyalty_accounts').where({ id: member.id }).first();

		const other = await crm.knex('crm_loyalty_accounts as account').join('crm_customers as customer', 'customer.id', 'account.customer')
			.where('account.program', (await account()).program).whereNot('account.id', member.id).where('account.status', 'active').first('account.id as id', 'customer.name as name', 'account.available as available');
		await press(say('更多', 'More'));
		await shot('more');
		await press(say('转给会员', 'Give to a member'));
		await article.locator('.member-pick input').fill(other.name);
		await article.locator('.member-pick li button', { hasText: other.name }).first().click();
		await article.locator('.transfer-points').getByLabel(say('积分数量', 'How many points'), { exact: true }).fill('7');
		await article.locator('.transfer-points .what').waitFor();
		await shot('transfer');
		await done('.transfer-points');
		expect(Number((await crm.knex('crm_loyalty_accounts').where({ id: other.id }).first('available')).available)).toBe(Number(other.available) + 7);

		await rare(say('设定等级', 'Set the tier'));
		const form = article.locator('.set-tier');
		await form.locator('.v-select').click();
		await page.locator('.v-menu-content:visible .v-list-item', { hasText: '铂金' }).click();
		await form.locator('input[type=date]').fill('2999-12-31');
		await form.getByLabel(say('原因（供日后查对）', 'Reason, for whoever looks at it later')).fill('VIP');
		await form.getByText(/2999/).first().waitFor();
		await shot('tier');
		await done('.set-tier');
		expect((await account()).tier).toBe('platinum');
		await article.locator('.tier').getByText(/2999/).first().waitFor();
		await rare(say('取消人工等级', 'End the tier set by hand'));
		await article.locator('.give-reason input').fill('Enough');
		await done('.give-reason');
		expect((await account()).tier_locked_until).toBeNull();

		await rare(say('锁定', 'Freeze'));
		await article.locator('.give-reason input').fill('Looks odd');
		await shot('freeze');
		await done('.give-reason');
		expect((await account()).status).toBe('frozen');
		await article.locator('.still').waitFor();
		await press(say('解除锁定', 'Unfreeze'));
		await article.locator('.give-reason input').fill('Was right');
		await done('.give-reason');
		expect((await account()).status).toBe('active');
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
