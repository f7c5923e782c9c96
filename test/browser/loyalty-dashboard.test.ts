import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loyaltyDashboard } from '../../schema/loyalty/dashboard.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { launch, openStudio, WHY_NO_BROWSER, type Look } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';
import { barriers, cutOff } from '../support/own-parts.ts';

const SCREENSHOTS = join(ROOT, 'screenshots');
const DASHBOARD = loyaltyDashboard.find(({ collection }) => collection === 'directus_dashboards')!.key;

const LOOKS: Look[] = [
	{ language: 'zh-CN', appearance: 'light', width: 1400, height: 1100 },
	{ language: 'en-US', appearance: 'dark', width: 1400, height: 1100 },
	{ language: 'zh-CN', appearance: 'light', width: 390, height: 844 },
	{ language: 'en-US', appearance: 'dark', width: 390, height: 844 },
];

/** One answer of each panel. */
const ANSWERS: Record<Look['language'], RegExp[]> = {
	'zh-CN': [/[\d,]+ 积分，折合 ¥/, /发放 [\d,]+，兑换 [\d,]+，过期 [\d,]+/, /位会员升级|没有人升降级/, /“采购积分”给出 \d+% 的积分/, /1 个账户被锁定/],
	'en-US': [/[\d,]+ points, worth ¥/, /[\d,]+ issued, [\d,]+ redeemed, [\d,]+ expired/, /rose/, /采购积分 gives \d+% of the points/, /1 account is frozen/],
};

describe.skipIf(WHY_NO_BROWSER)(`the dashboard "Loyalty"${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		crm = await startInstance('demo');
		browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		await crm?.stop();
	});

	it.each(LOOKS)('answers every question in $language, $appearance, $width px', async (look) => {
		const studio = await openStudio(browser, crm, look);
		const { page } = studio;
		await studio.open(`/insights/${DASHBOARD}`);
		for (const answer of ANSWERS[look.language]) await page.getByText(answer).first().waitFor();
		await expect.poll(() => page.locator('.crm-chart svg path').count()).toBeGreaterThan(12);
		await page.screenshot({ path: join(SCREENSHOTS, `loyalty-dashboard-${look.language}-${look.width}.png`) });
		expect(await barriers(page)).toEqual([]);
		expect(await cutOff(page)).toEqual([]);
		expect(studio.problems).toEqual([]);
		await studio.close();
	});

	it('the figures are those of the endpoints, whose table is behind each drawing', async () => {
		const studio = await openStudio(browser, crm, { language: 'en-US', height: 1100 });
		await studio.open(`/insights/${DASHBOARD}`);
		const frame = studio.page.locator('.panel-frame[aria-label="How many points come in and go out?"]');
		await frame.locator('header .toggle').click();
		const rows = frame.locator('.data-table tbody tr');
		await rows.first().waitFor();
		const shown = await rows.evaluateAll((found) => found.map((row) => [...row.querySelectorAll('td')].slice(1).map((cell) => Number(cell.textContent!.replaceAll(/[^\d-]/g, '')))));
		const from = /[?&]from=([\d-]+)/.exec(await studio.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).find((name) => name.includes('/partner/flows'))!))![1];
		const { data } = await crm.call<{ by_month: Record<string, number>[] }>('GET', `/crm/loyalty/programs/partner/flows?from=${from}`);
		expect(shown).toEqual(data.by_month.map((month) => ['issued', 'redeemed', 'expired', 'reversed', 'adjusted'].map((name) => month[name])));
		await studio.close();
	});
});
