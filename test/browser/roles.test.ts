import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../schema/core/roles.ts';
import { STAFF } from '../../seeds/demo/staff.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { launch, openStudio, saveButton, WHY_NO_BROWSER, type Studio } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';

const SCREENSHOTS = join(ROOT, 'screenshots');
/** The demo company's colleagues have roles but no passwords; they get one here, and an agent joins them. */
const REPRESENTATIVE = STAFF.find(({ user }) => user.email.startsWith('xiaowen'))!;
const PEOPLE = [
	{ who: 'manager', email: STAFF[0]!.user.email, sees: ['dashboard'] },
	{ who: 'representative', email: REPRESENTATIVE.user.email, sees: ['dashboard'] },
	{ who: 'service', email: 'agent@service.example.com', sees: [] },
] as const;

describe.skipIf(WHY_NO_BROWSER)(`a day in the Studio without being administrator${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		crm = await startInstance('demo');
		browser = await launch();
		for (const { id } of STAFF) await crm.call('PATCH', `/users/${id}`, { password: crm.env['ADMIN_PASSWORD'] });
		const role = ROLES.find(({ id }) => id === 'service')!.role;
		const agent = { first_name: '客服', email: 'agent@service.example.com', password: crm.env['ADMIN_PASSWORD'], role };
		expect((await crm.call('POST', '/users', agent)).status).toBe(200);
	});
	afterAll(async () => {
		await browser?.close();
		await crm?.stop();
	});

	const ownCustomer = async (): Promise<string> =>
		(await crm.knex('crm_customers').where({ owner: REPRESENTATIVE.id, status: 'active', value_class: 'A' }).first('id')).id;
	const enter = (email: string): Promise<Studio> =>
		openStudio(browser, crm, { language: 'zh-CN', height: 1300, as: { email, password: crm.env['ADMIN_PASSWORD']! } });

	it.each(PEOPLE)('the $who opens every page they need, and nothing is refused', { timeout: 180_000 }, async ({ who, email, sees }) => {
		const studio = await enter(email);
		const shot = (name: string) => studio.page.screenshot({ path: join(SCREENSHOTS, `role-${who}-${name}.png`) });
		const pages: [string, string][] = [
			['my-day', '/crm'],
			['customers', '/content/crm_customers'],
			['customer', `/content/crm_customers/${await ownCustomer()}`],
			['new-customer', '/content/crm_customers/+'],
			['orders', '/content/crm_orders'],
			['interactions', '/content/crm_interactions'],
			['new-interaction', '/content/crm_interactions/+'],
			['tasks', '/content/crm_tasks'],
			['contacts', '/content/crm_contacts'],
			['models', '/content/crm_scoring_models'],
			['settings', '/content/crm_settings'],
		];
		for (const [name, path] of pages) {
			await studio.go(path);
			const text = await studio.page.locator('body').innerText();
			expect.soft(text.length, `${name} shows something`).toBeGreaterThan(40);
			expect.soft(studio.problems, `on ${name}`).toEqual([]);
			await shot(name);
		}
		if ((sees as readonly string[]).includes('dashboard')) {
			await studio.go('/insights/90c5d048-e9c7-4ebf-94bb-dbad43f38c25');
			await studio.page.locator('.panel-frame .answer').nth(3).waitFor();
			await shot('dashboard');
		}
		expect(studio.problems).toEqual([]);
		await studio.close();
	});

	it('a representative sees own customers only, and the panels say so', async () => {
		const studio = await enter(REPRESENTATIVE.user.email);
		await studio.open('/insights/90c5d048-e9c7-4ebf-94bb-dbad43f38c25');
		await studio.page.getByText('仅我的客户').first().waitFor();
		await studio.page.getByText('仅我的工作').first().waitFor();
		await studio.go('/content/crm_customers');
		const foreign = await crm.knex('crm_customers').whereNot({ owner: REPRESENTATIVE.id }).first('name');
		expect(await studio.page.locator('body').innerText()).not.toContain(foreign.name);
		await studio.close();
	});

	it('who may not import is told so before choosing a file', async () => {
		const studio = await enter('agent@service.example.com');
		await studio.open('/crm/import');
		await studio.page.getByText('您的角色不能导入订单').waitFor();
		expect(await studio.page.locator('input[type=file]').count()).toBe(0);
		expect(studio.problems).toEqual([]);
		await studio.page.screenshot({ path: join(SCREENSHOTS, 'role-service-import.png') });
		await studio.close();
	});

	it('a representative changes a customer and saves it', async () => {
		const studio = await enter(REPRESENTATIVE.user.email);
		const id = await ownCustomer();
		await studio.open(`/content/crm_customers/${id}`);
		await studio.page.locator('[data-field="name"] input').first().fill('改名的客户');
		const saved = studio.page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.url().includes(id));
		await saveButton(studio.page).click();
		expect((await saved).status()).toBe(200);
		expect((await crm.knex('crm_customers').where({ id }).first('name')).name).toBe('改名的客户');
		await studio.close();
	});
});
