import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/paths.ts';
import { launch, openStudio, WHY_NO_BROWSER, type Look, type Studio } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';

const SCREENSHOTS = join(ROOT, 'screenshots');

interface Words {
	answer: RegExp;
	effort: RegExp;
	preview: RegExp;
	run: RegExp;
	confirm: string;
	done: RegExp;
	why: RegExp;
}

const WORDS: Record<Look['language'], Words> = {
	'en-US': {
		answer: /40 customers bring 70\s?% of turnover/,
		effort: /60\s?% of the sales team works on class C, which brings 10\s?% of turnover/,
		preview: /This model would put \d+ customers in A/,
		run: /Run scoring for 400 customers/,
		confirm: 'Score now',
		done: /Done: 400 customers scored/,
		why: /of turnover in the last 12 months/,
	},
	'zh-CN': {
		answer: /40 位客户带来 70\s?% 的成交额/,
		effort: /60\s?% 的销售力量用在 C 级客户上，而他们只带来 10\s?% 的成交额/,
		preview: /此模型会把 \d+ 位客户评为 A/,
		run: /为 400 位客户评分/,
		confirm: '正式评分',
		done: /评分完成：400 位客户/,
		why: /最近 12 个月成交额/,
	},
};

describe.skipIf(WHY_NO_BROWSER)(`the Studio${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	const ids = { dashboard: '', model: '', insolvent: '' };

	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		crm = await startInstance('demo');
		browser = await launch();
		const first = async (path: string): Promise<string> =>
			(await crm.call<{ id: string }[]>('GET', path)).data[0]!.id;
		ids.dashboard = await first('/dashboards?limit=1');
		ids.model = await first('/items/crm_scoring_models?filter[key][_eq]=pareto');
		ids.insolvent = await first('/items/crm_customers?filter[risk][_eq]=insolvent');
	});
	afterAll(async () => {
		await browser?.close();
		await crm?.stop();
	});

	describe.each<Look['language']>(['en-US', 'zh-CN'])('in %s', (language) => {
		const words = WORDS[language];
		let studio: Studio;
		beforeAll(async () => {
			studio = await openStudio(browser, crm, { language, height: 1500 });
		});
		afterAll(() => studio.close());
		const shot = (name: string) => studio.page.screenshot({ path: join(SCREENSHOTS, `${name}-${language}.png`) });

		it('the dashboard answers in words and draws the curve and the bars', async () => {
			await studio.open(`/insights/${ids.dashboard}`);
			await studio.page.getByText(words.answer).first().waitFor();
			await studio.page.getByText(words.effort).first().waitFor();
			// ECharts draws SVG: a curve and the class areas, and bars for every class and measure.
			await expect.poll(() => studio.page.locator('svg path').count()).toBeGreaterThan(12);
			await shot('dashboard');
		});

		it('the model form previews a change before it is saved', async () => {
			await studio.open(`/content/crm_scoring_models/${ids.model}`);
			await studio.page.getByText(words.preview).first().waitFor();
			const before = await studio.page.getByText(words.preview).first().innerText();
			const months = studio.page.locator('[data-field="window_months"] input').first();
			await months.fill('1');
			await expect.poll(() => studio.page.getByText(words.preview).first().innerText()).not.toBe(before);
			await shot('model');
		});

		it('the run button says what it will do, and ends with a result', async () => {
			await studio.open(`/content/crm_scoring_models/${ids.model}`);
			const before = await runs();
			await studio.page.getByRole('button', { name: words.run }).first().click();
			await studio.page.getByRole('button', { name: words.confirm }).first().click();
			await expect.poll(runs).toBe(before + 1);
			await studio.page.getByText(words.done).first().waitFor();
		});

		it('the customer page says why a customer has its class', async () => {
			await studio.open(`/content/crm_customers/${ids.insolvent}`);
			await studio.page.getByText(words.why).first().waitFor();
			await shot('customer');
		});

		it('nothing went wrong on any of these pages', async () => {
			expect(studio.problems).toEqual([]);
		});
	});

	const runs = async (): Promise<number> => {
		const row = await crm.knex('crm_score_runs').where({ state: 'done', model_key: 'pareto' }).count({ n: '*' }).first();
		return Number(row?.n);
	};

	const PAGES = [
		['customers', '/content/crm_customers'],
		['orders', '/content/crm_orders'],
		['interactions', '/content/crm_interactions'],
		['tasks', '/content/crm_tasks'],
		['settings', '/content/crm_settings'],
		['my-day', '/crm'],
		['import', '/crm/import'],
	] as const;
	const LOOKS: Look[] = [
		{ language: 'zh-CN', appearance: 'light' },
		{ language: 'zh-CN', appearance: 'dark', width: 390, height: 844 },
		{ language: 'en-US', appearance: 'dark' },
		{ language: 'en-US', appearance: 'light', width: 390, height: 844 },
	];

	it.each(LOOKS)('every page is translated and nothing is cut off: %j', async (look) => {
		const { page, open, problems, close } = await openStudio(browser, crm, look);
		for (const [name, path] of PAGES) {
			await open(path);
			const text = await page.locator('body').innerText();
			expect(text.length, `${name} shows something`).toBeGreaterThan(40);
			expect(text, name).not.toMatch(/\$t:|crm_[a-z_]+_(note|invalid|label)/);
			const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
			expect(overflow, `${name} is wider than the window`).toBeLessThanOrEqual(1);
			const file = [name, look.language, look.appearance, look.width ?? 1400].join('-');
			await page.screenshot({ path: join(SCREENSHOTS, `${file}.png`) });
		}
		expect(problems).toEqual([]);
		await close();
	});
});
