import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/paths.ts';
import { launch, openStudio, WHY_NO_BROWSER } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';
import { barriers, cutOff } from '../support/own-parts.ts';

const SCREENSHOTS = join(ROOT, 'screenshots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { viewport: { width: 390, height: 844 }, locale: 'zh-CN', javaScriptEnabled: false };

describe.skipIf(WHY_NO_BROWSER)(`a complaint from a phone to its end${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		crm = await startInstance('reference', { CRM_PUBLIC_LIMIT: '0' });
		browser = await launch();
		await crm.knex('crm_settings').update({ organisation_name: '山丘咖啡', color: '#ffcc00' });
	});
	afterAll(async () => {
		await browser?.close();
		await crm?.stop();
	});

	/** The page as its visitor gets it, without scripts; axe looks at a copy that may run it. */
	async function faults(page: Page): Promise<string[]> {
		const context = await browser.newContext({ viewport: PHONE.viewport });
		const copy = await context.newPage();
		await copy.setContent(await page.content());
		await copy.evaluate(AXE);
		const found = await copy.evaluate(async () => {
			const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
			return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ').slice(0, 300)}`);
		});
		await context.close();
		return found;
	}

	it('a visitor files it in Chinese without scripts, staff take the steps, and the visitor’s page follows', async () => {
		const visitor = await (await browser.newContext(PHONE)).newPage();
		await visitor.goto(`${crm.url}/crm/complaints/form`);
		await visitor.screenshot({ path: join(SCREENSHOTS, 'complaint-form-zh-CN-390.png'), fullPage: true });
		expect(await faults(visitor)).toEqual([]);
		await visitor.getByLabel('姓名').fill('王小明');
		await visitor.getByLabel('电话或电子邮箱').fill('138');
		await visitor.getByLabel('问题分类').selectOption('送货与物流');
		await visitor.getByLabel('主题').fill('咖啡豆漏了');
		await visitor.getByLabel('详细情况').fill('包装破损，\n漏了一半。');
		await visitor.getByRole('button', { name: '提交' }).click();
		await visitor.getByRole('alert').getByText('填写有误').waitFor();
		await visitor.screenshot({ path: join(SCREENSHOTS, 'complaint-refused-zh-CN-390.png'), fullPage: true });
		expect(await faults(visitor)).toEqual([]);
		expect(await visitor.getByLabel('详细情况').inputValue(), 'what was typed is still there').toBe('包装破损，\n漏了一半。');
		expect(await visitor.getByLabel('问题分类').inputValue()).toBe('送货与物流');
		await visitor.getByLabel('电话或电子邮箱').fill('138 0013 8000');
		await visitor.getByRole('button', { name: '提交' }).click();
		await visitor.getByText('我们已收到，将尽快由专人受理。').waitFor();
		await visitor.screenshot({ path: join(SCREENSHOTS, 'complaint-status-zh-CN-390.png'), fullPage: true });
		expect(await faults(visitor)).toEqual([]);
		expect(await visitor.getByText('咖啡豆漏了').count()).toBe(1);

		const { id } = await crm.knex('crm_complaints').where({ subject: '咖啡豆漏了' }).first('id');
		const studio = await openStudio(browser, crm, { language: 'zh-CN', height: 1200 });
		const { page } = studio;
		const steps = page.locator('.next-steps');
		const take = async (name: string): Promise<void> => {
			await steps.getByRole('button', { name, exact: true }).click();
			await steps.locator('form').getByRole('button', { name, exact: true }).click();
			await steps.locator('form').waitFor({ state: 'detached' });
		};
		await studio.open(`/content/crm_complaints/${id}`);
		await steps.getByRole('button', { name: '受理', exact: true }).waitFor();
		await page.screenshot({ path: join(SCREENSHOTS, 'complaint-case-zh-CN-1400.png'), fullPage: true });
		expect(await barriers(page)).toEqual([]);
		expect(await cutOff(page)).toEqual([]);
		await take('受理');
		await take('开始评估');
		await steps.getByRole('button', { name: '开始调查' }).click();
		await steps.getByText(/请先在本页填写并保存：严重程度、复杂程度、影响范围、立即措施/).waitFor();
		expect(await barriers(page)).toEqual([]);
		await crm.call('PATCH', `/items/crm_complaints/${id}`, { severity: 1, complexity: 'simple', impact: 'one', immediate_action: 'not_needed' });
		await studio.open(`/content/crm_complaints/${id}`);
		await take('开始调查');
		await steps.getByRole('button', { name: '作出决定', exact: true }).click();
		await steps.locator('.v-select').first().click();
		await page.locator('.v-menu-content, .v-list').getByText('成立', { exact: true }).click();
		await steps.locator('textarea').fill('包装确有破损');
		await page.screenshot({ path: join(SCREENSHOTS, 'complaint-decide-zh-CN-1400.png') });
		await steps.locator('form').getByRole('button', { name: '作出决定' }).click();
		await steps.getByRole('button', { name: '客户接受', exact: true }).waitFor();
		await take('客户接受');
		await take('结案');
		expect(studio.problems).toEqual([]);
		await studio.close();

		await visitor.reload();
		await visitor.getByText('已办结。').waitFor();
		await visitor.getByText('您的投诉成立。').waitFor();
		await visitor.getByText('包装确有破损').waitFor();
		expect(await crm.knex('crm_complaints').where({ id }).first('state', 'decision')).toEqual({ state: 'closed', decision: 'upheld' });
	});
});
