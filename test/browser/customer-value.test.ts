import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../../scripts/lib/paths.ts';
import { launch, openStudio, saveButton, WHY_NO_BROWSER, type Look, type Studio } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';
import { barriers, cutOff } from '../support/own-parts.ts';

const SCREENSHOTS = join(ROOT, 'screenshots');

interface Words {
	answer: RegExp;
	effort: RegExp;
	preview: RegExp;
	run: RegExp;
	confirm: string;
	done: RegExp;
	why: RegExp;
	refused: RegExp;
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
		refused: /"enabled" \(In use\) must stay on for the primary model .*Make another model the primary one first\./,
	},
	'zh-CN': {
		answer: /40 位客户带来 70\s?% 的成交额/,
		effort: /60\s?% 的销售力量用在 C 级客户上，而他们只带来 10\s?% 的成交额/,
		preview: /此模型会把 \d+ 位客户评为 A/,
		run: /为 400 位客户评分/,
		confirm: '正式评分',
		done: /评分完成：400 位客户/,
		why: /最近 12 个月成交额/,
		refused: /“启用”（enabled）：不带客户条件的主模型不能停用。请先把另一个模型设为主模型。/,
	},
};

describe.skipIf(WHY_NO_BROWSER)(`the Studio${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	const ids = { dashboard: '', model: '', insolvent: '', crm_calendars: '', crm_customer_scores: '', crm_events: '' };

	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		crm = await startInstance('demo');
		browser = await launch();
		const first = async (path: string): Promise<string> =>
			(await crm.call<{ id: string }[]>('GET', path)).data[0]!.id;
		ids.dashboard = await first('/dashboards?filter[icon][_eq]=leaderboard');
		ids.model = await first('/items/crm_scoring_models?filter[key][_eq]=pareto');
		for (const collection of FORMS) ids[collection] = await first(`/items/${collection}?limit=1`);
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

		it('a changed model is previewed, saved, run, and gives what the preview told', async () => {
			const { page, go, open } = studio;
			const preview = page.getByText(words.preview).first();
			const form = `/content/crm_scoring_models/${ids.model}`;
			await go(form);
			await preview.waitFor();
			const before = await preview.innerText();
			onTestFinished(restoreModel);

			await page.locator('[data-field="window_months"] input').first().fill('1');
			await expect.poll(() => preview.innerText(), { timeout: 10_000 }).not.toBe(before);
			const promised = Number(/(\d+) (?:customers|位)/.exec(await preview.innerText())![1]);
			await shot('model');
			expect(await savedMonths(), 'a preview saves nothing').toBe(12);

			const saved = page.waitForResponse(
				(response) => response.request().method() === 'PATCH' && response.url().includes(ids.model),
			);
			await saveButton(page).click();
			expect((await saved).status()).toBe(200);
			expect(await savedMonths()).toBe(1);

			await open(form);
			const ran = await runs();
			await page.getByRole('button', { name: words.run }).first().click();
			await page.getByRole('button', { name: words.confirm }).first().click();
			await page.getByText(words.done).first().waitFor();
			expect(await runs()).toBe(ran + 1);
			expect(await bestCustomers()).toBe(promised);
			expect(promised, 'one month cannot rank like twelve').not.toBe(40);
			await shot('model-run');
		});

		it('what cannot be saved is said in words, before and after', async () => {
			const own = await openStudio(browser, crm, { language, height: 1500 });
			onTestFinished(() => own.close());
			await own.open(`/content/crm_scoring_models/${ids.model}`);
			await own.page.locator('[data-field="enabled"] .v-checkbox').first().click();
			await own.page.locator('.model-preview').getByText(words.refused).waitFor();
			await saveButton(own.page).click();
			await own.page.locator('.v-error').getByText(words.refused).waitFor();
			await own.page.screenshot({ path: join(SCREENSHOTS, `refusal-${language}.png`) });
		});

		it('the customer page says why a customer has its class', async () => {
			await studio.go(`/content/crm_customers/${ids.insolvent}`);
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
	const savedMonths = async (): Promise<number> =>
		(await crm.knex('crm_scoring_models').where({ id: ids.model }).first('window_months')).window_months;
	const bestCustomers = async (): Promise<number> => {
		const row = await crm.knex('crm_customer_scores').where({ model: ids.model, class: 'A' }).count({ n: '*' }).first();
		return Number(row?.n);
	};
	const restoreModel = async (): Promise<void> => {
		await crm.call('PATCH', `/items/crm_scoring_models/${ids.model}`, { window_months: 12 });
		await crm.call('POST', '/crm/abc/models/pareto/run', {});
		expect(await bestCustomers(), 'the model and its scores are as before').toBe(40);
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
	/** Forms with inputs of ours. */
	const FORMS = ['crm_calendars', 'crm_customer_scores', 'crm_events'] as const;
	const LOOKS: Look[] = [
		{ language: 'zh-CN', appearance: 'dark', width: 390, height: 844 },
		{ language: 'en-US', appearance: 'light', width: 390, height: 844 },
		{ language: 'zh-CN', appearance: 'light' },
		{ language: 'en-US', appearance: 'dark' },
	];
	/** `.ci/run` has time for two: between them both languages, both themes, phone and window. */
	const looked: Look[] = process.env['GUANXI_TEST_SHORT'] ? [LOOKS[0]!, { language: 'en-US', appearance: 'light' }] : LOOKS;

	/** What people look at most; when `drawn` is there it can be judged, and the picture shows `seen`. */
	const VIEWS = [
		{ name: 'dashboard', path: () => `/insights/${ids.dashboard}`, drawn: '.crm-chart svg', seen: '.panel-frame .answer' },
		{ name: 'customer', path: () => `/content/crm_customers/${ids.insolvent}`, drawn: '.customer-why .facts', seen: '.customer-why .facts' },
		{ name: 'model', path: () => `/content/crm_scoring_models/${ids.model}`, drawn: '.model-preview .answer', seen: '.model-preview .answer' },
	];

	describe.each(looked)('looks right: %j', (look) => {
		let studio: Studio;
		beforeAll(async () => {
			studio = await openStudio(browser, crm, look);
		});
		afterAll(() => studio.close());

		it('every page is translated and nothing is cut off', { timeout: 180_000 }, async () => {
			for (const [name, path] of PAGES) {
				await studio.go(path);
				await looksGood(studio, name, look);
			}
			for (const collection of FORMS) {
				await studio.go(`/content/${collection}/${ids[collection]}`);
				await looksGood(studio, collection, look);
			}
			expect(studio.problems).toEqual([]);
		});

		it('dashboard, customer and model', { timeout: 180_000 }, async () => {
			for (const { name, path, drawn, seen } of VIEWS) {
				await studio.go(path());
				await studio.page.locator(drawn).first().waitFor();
				await studio.page.locator(seen).first().scrollIntoViewIfNeeded();
				await looksGood(studio, name, look);
			}
			expect(studio.problems).toEqual([]);
		});
	});

	/** Texts in words, nothing wider than the window or cut off, no barriers, the wanted brightness; leaves a picture. */
	const looksGood = async ({ page }: Studio, name: string, look: Look): Promise<void> => {
		const text = await page.locator('body').innerText();
		expect.soft(text.length, `${name} shows something`).toBeGreaterThan(40);
		expect.soft(text, name).not.toMatch(/\$t:|crm_[a-z_]+_(note|invalid|label)|\bundefined\b|\bNaN\b/);
		const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect.soft(overflow, `${name} is wider than the window`).toBeLessThanOrEqual(1);
		const isDark = await page.evaluate(() => document.body.classList.contains('dark'));
		expect.soft(isDark, `${name} is dark`).toBe(look.appearance === 'dark');
		expect.soft(await cutOff(page), `cut off on ${name}`).toEqual([]);
		expect.soft(await barriers(page), `barriers on ${name}`).toEqual([]);
		const file = [name, look.language, look.appearance, look.width ?? 1400].join('-');
		await page.screenshot({ path: join(SCREENSHOTS, `${file}.png`) });
	};
});
