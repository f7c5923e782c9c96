import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openStudio, WHY_NO_BROWSER, type Look, type Studio } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';

/** Where to put pictures of the form, for whoever wants to look at it. */
const SHOTS = process.env['GUANXI_SHOTS'];
const LOOKS: (Look & { name: string })[] = [
	{ name: 'zh-light', language: 'zh-CN', height: 2400 },
	{ name: 'en-dark', language: 'en-US', appearance: 'dark', height: 2400 },
	{ name: 'zh-phone', language: 'zh-CN', width: 390, height: 2600 },
];

describe.skipIf(WHY_NO_BROWSER)(`the form of a loyalty rule${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	let rule: string;
	beforeAll(async () => {
		crm = await startInstance('demo');
		browser = await launch();
		const { data } = await crm.call<{ id: string; customer: string }[]>('GET', '/items/crm_orders?filter[status][_eq]=paid&sort=-placed_at&limit=5');
		for (const { customer } of data) await crm.call('POST', '/crm/loyalty/accounts', { program: 'club', customer });
		const program: string = (await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id;
		const draft = { key: 'double', name: '双倍积分', program, status: 'draft', trigger: 'order_paid', effect: 'multiplier', percent: 200, order_filter: { amount: { _gt: 1 } } };
		rule = (await crm.call<{ id: string }>('POST', '/items/crm_loyalty_rules', draft)).data.id;
	});
	afterAll(async () => {
		await browser?.close();
		await crm?.stop();
	});

	const opened = async (look: Look, id: string): Promise<Studio> => {
		const studio = await openStudio(browser, crm, look);
		await studio.open(`/content/crm_loyalty_rules/${id}`);
		return studio;
	};

	it.each(LOOKS)('tries a draft on an order and on past ones: $name', async ({ name, ...look }) => {
		const studio = await opened(look, rule);
		const { page } = studio;
		await page.locator('.rule-try .v-input .input').click();
		await page.locator('.v-menu-content:visible .v-list-item').filter({ hasText: '·' }).first().click();
		await page.locator('.rule-try .answer').waitFor();
		const number = (await page.locator('.rule-try .v-input input').first().inputValue()).split(' · ')[0]!;
		const order = await crm.knex('crm_orders').where({ number }).first('amount', 'refunded_amount');
		// A point for each whole 1.00 by the rule of the program, and as many again by the draft, which doubles.
		const base = Math.floor(Number(order.amount) - Number(order.refunded_amount ?? 0));
		expect(base).toBeGreaterThan(0);
		const figures = (text: string): number[] => (text.match(/\d[\d,]*/g) ?? []).map((figure) => Number(figure.replaceAll(',', '')));
		expect(figures(await page.locator('.rule-try .answer').innerText())[0]).toBe(2 * base);
		const points = await page.locator('.rule-try tbody tr').evaluateAll((rows) => rows.map((row) => (row.querySelectorAll('td, th')[1] as HTMLElement).innerText));
		expect(points.map((text) => figures(text)[0])).toEqual([base, base]);
		await page.locator('.rule-backtest button.button').last().click();
		await page.locator('.rule-backtest .answer').waitFor();
		const months = await page.locator('.rule-backtest tbody tr').evaluateAll((rows) => rows.map((row) => (row.querySelectorAll('td, th')[3] as HTMLElement).innerText));
		const total = months.map((text) => figures(text)[0]!).reduce((sum, one) => sum + one, 0);
		expect(total).toBeGreaterThan(0);
		expect(figures(await page.locator('.rule-backtest .answer').innerText())).toContain(total);
		expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
		if (SHOTS) await page.screenshot({ path: `${SHOTS}/rule-${name}.png` });
		expect(studio.problems).toEqual([]);
		await studio.close();
	});

	it('shows the fields of the chosen trigger and effect, and what does not fit so that it can be cleared; tries it on a member', async () => {
		const { page, close } = await opened({ language: 'en-US', height: 2000 }, rule);
		const visible = async (): Promise<string[]> => {
			const fields = ['points', 'per_amount', 'percent', 'order_filter', 'interaction_kind'];
			const seen = await Promise.all(fields.map((field) => page.locator(`[data-field="${field}"]`).isVisible()));
			return fields.filter((_, index) => seen[index]);
		};
		await expect.poll(visible).toEqual(['percent', 'order_filter']);
		await close();
		const fixed = { key: 'seen', name: 'Seen', program: (await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id, trigger: 'interaction', effect: 'fixed', points: 5 };
		const { data } = await crm.call<{ id: string }>('POST', '/items/crm_loyalty_rules', fixed);
		const other = await opened({ language: 'en-US', height: 2000 }, data.id);
		await expect.poll(() => other.page.locator('[data-field="interaction_kind"]').isVisible()).toBe(true);
		expect(await other.page.locator('.rule-backtest').innerText()).toContain('for rules about orders');
		await other.page.locator('.rule-try .v-input .input').click();
		await other.page.locator('.v-menu-content:visible .v-list-item').filter({ hasText: '·' }).first().click();
		await other.page.locator('.rule-try .answer').waitFor();
		expect(await other.page.locator('.rule-try .answer').innerText()).toContain('The member would earn 5 points');
		expect(await other.page.locator('.rule-try tbody').innerText()).toContain('Seen');
		expect(other.problems).toEqual([]);
		await other.close();
	});

	it('a new rule says that it is to be saved first', async () => {
		const { page, problems, close } = await opened({ language: 'zh-CN', height: 2000 }, '+');
		await expect.poll(() => page.locator('.rule-try').innerText()).toContain('先保存规则');
		expect(problems).toEqual([]);
		await close();
	});
});
