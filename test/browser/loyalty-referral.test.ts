import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openStudio, WHY_NO_BROWSER, type Studio } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';

/** What staff see of a referral on the accounts of both members. */
describe.skipIf(WHY_NO_BROWSER)(`referrals in the Studio${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	const problems: string[] = [];
	beforeAll(async () => {
		crm = await startInstance('reference');
		browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		await crm?.stop();
	});

	const member = async (name: string, more: object = {}): Promise<string> => {
		const customer = (await crm.call<{ id: string }>('POST', '/items/crm_customers', { name })).data.id;
		return (await crm.call<{ id: string }>('POST', '/crm/loyalty/accounts', { program: 'club', customer, ...more })).data.id;
	};
	const codeOf = async (account: string): Promise<string> => (await crm.call<{ code: string }>('GET', `/crm/loyalty/accounts/${account}/referral`)).data.code;
	const shown = async (studio: Studio, account: string): Promise<string> => {
		await studio.go(`/content/crm_loyalty_accounts/${account}`);
		const view = studio.page.locator('.referral-view');
		await view.locator('p').first().waitFor();
		if (process.env['GUANXI_SCREENSHOTS']) {
			mkdirSync(process.env['GUANXI_SCREENSHOTS'], { recursive: true });
			await view.scrollIntoViewIfNeeded();
			await studio.page.screenshot({ path: `${process.env['GUANXI_SCREENSHOTS']}/referral-${account}.png` });
		}
		return view.innerText();
	};

	it.each([
		['zh-CN', ['由 老朋友 推荐：已登记，等待首单', '没有推荐人。', '新朋友', '本人', '不计入 · 推荐人就是本人']],
		['en-US', ['Brought by 老朋友: Noted; waits for the first order', 'Nobody brought this member.', '新朋友', '本人', 'Does not count · They recommended themselves']],
	] as const)('in %s: who brought a member, whom they brought, and why one does not count', async (language, [by, alone, friend, self, why]) => {
		const studio = await openStudio(browser, crm, { language, width: 1280, height: 1300 });
		const referrer = await member('老朋友');
		const referee = await member(friend, { referral_code: await codeOf(referrer) });
		const own = await member(self);
		await crm.call('POST', `/crm/loyalty/accounts/${own}/referrer`, { code: await codeOf(own) }, { headers: { 'idempotency-key': own } });
		expect(await shown(studio, referee)).toContain(by);
		const brought = await shown(studio, referrer);
		expect(brought).toContain(alone);
		expect(brought).toContain(friend);
		expect(await shown(studio, own)).toContain(why);
		problems.push(...studio.problems);
		await studio.close();
	});

	it('nothing went wrong', () => expect(problems).toEqual([]));
});
