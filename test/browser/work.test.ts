import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../../scripts/lib/paths.ts';
import { launch, openStudio, WHY_NO_BROWSER, type Look, type Studio } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';

const SCREENSHOTS = join(ROOT, 'screenshots');
/** Enough for the import to be seen at work. */
const GOOD_ROWS = 20_000;

interface Words {
	headers: string;
	/** A header that nobody can guess, and the field it belongs to. */
	channelHeader: string;
	channel: string;
	check: string;
	checked: RegExp;
	real: string;
	working: RegExp;
	finished: RegExp;
	created: string;
	download: RegExp;
	again: string;
	undo: string;
}

const WORDS: Record<Look['language'], Words> = {
	'en-US': {
		headers: 'Invoice,Order date,Customer code,Customer name,Amount,Came from',
		channelHeader: 'Came from',
		channel: 'Channel',
		check: 'Check the file',
		checked: /Check finished, nothing was written/,
		real: 'Import for real now',
		working: /Importing: [1-9][\d,]* rows? read/,
		finished: /Import finished/,
		created: 'New orders20,000',
		download: /Download 2 rejected rows/,
		again: 'Import another file',
		undo: 'Undo',
	},
	'zh-CN': {
		headers: '订单编号,下单日期,客户编号,客户名称,实付金额,从哪来',
		channelHeader: '从哪来',
		channel: '渠道',
		check: '检查文件',
		checked: /试运行完成，未写入任何数据/,
		real: '现在正式导入',
		working: /正在导入：已读 [1-9][\d,]* 行/,
		finished: /导入完成/,
		created: '新订单20,000',
		download: /下载被拒绝的 2 行/,
		again: '导入另一个文件',
		undo: '撤销',
	},
};

describe.skipIf(WHY_NO_BROWSER)(`work done in the Studio${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
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

	describe.each<Look['language']>(['en-US', 'zh-CN'])('in %s', (language) => {
		const words = WORDS[language];
		const prefix = language.slice(0, 2).toUpperCase();
		let studio: Studio;
		beforeAll(async () => {
			studio = await openStudio(browser, crm, { language, height: 1300 });
		});
		afterAll(() => studio.close());
		const shot = (name: string) => studio.page.screenshot({ path: join(SCREENSHOTS, `${name}-${language}.png`) });

		it('an order file is mapped, checked, imported, and its rejected rows come back', async () => {
			const { page, open, problems } = studio;
			await open('/crm/import');
			await page.locator('input[type=file]').setInputFiles(orderFile(words.headers, prefix));
			await page.locator('.preview-rows tbody tr').first().waitFor();
			await choose(page, words.channel, words.channelHeader);
			await shot('import-columns');

			await page.getByRole('button', { name: words.check }).click();
			await page.getByText(words.checked).waitFor();
			expect(await imported(prefix), 'a check writes nothing').toBe(0);
			await shot('import-checked');

			await page.getByRole('button', { name: words.real }).click();
			await page.getByText(words.working).waitFor();
			await page.getByText(words.finished).waitFor();
			expect((await page.locator('.figures').innerText()).replace(/\s/g, '')).toContain(words.created.replace(/\s/g, ''));
			expect(await imported(prefix)).toBe(GOOD_ROWS);
			expect(await crm.knex('crm_orders').where({ number: `${prefix}-7` }).first('channel')).toEqual({ channel: 'tender' });
			await shot('import-result');

			const [file] = await Promise.all([
				page.waitForEvent('download'),
				page.getByRole('button', { name: words.download }).click(),
			]);
			const rejects = await textOf(file);
			expect(file.suggestedFilename()).toContain('rejected-');
			expect(rejects).toContain(`${prefix}-BAD-1`);
			expect(rejects).toContain(`${prefix}-BAD-2`);
			expect(rejects.trim().split('\n')).toHaveLength(3);

			await page.getByRole('button', { name: words.again }).click();
			await page.locator('.page-card li button').first().waitFor();
			await shot('import-recent');
			expect(problems).toEqual([]);
		});

		it('earlier imports that cannot be read say why, and come back on a retry', async () => {
			const { page, open, problems } = studio;
			const address = '**/crm/system/imports';
			await page.route(address, (route) => route.abort());
			onTestFinished(() => page.unroute(address));
			await open('/crm/import');
			const retry = page.locator('.page-card .load-notice button');
			await retry.waitFor();
			await page.unroute(address);
			await retry.click();
			await page.locator('.page-card li button').first().waitFor();
			expect(problems).toEqual([]);
		});

		it('a task is finished with a tick and opened again', async () => {
			const { page, open, problems } = studio;
			await open('/crm');
			const line = page.locator('.my-day li:has([role=checkbox])').first();
			const id = (await line.locator('.what > a').getAttribute('href'))!.split('/').at(-1)!;
			const statusOf = async (): Promise<string> => (await crm.knex('crm_tasks').where({ id }).first('status')).status;

			await line.getByRole('checkbox').click();
			await expect.poll(statusOf).toBe('done');
			expect((await crm.knex('crm_tasks').where({ id }).first('completed_at')).completed_at).not.toBeNull();
			await shot('my-day-done');

			await line.getByRole('button', { name: words.undo }).click();
			await expect.poll(statusOf).toBe('open');
			expect((await crm.knex('crm_tasks').where({ id }).first('completed_at')).completed_at).toBeNull();
			await expect.poll(() => line.getByRole('checkbox').getAttribute('aria-checked')).toBe('false');
			expect(problems).toEqual([]);
		});
	});

	const imported = async (prefix: string): Promise<number> =>
		Number((await crm.knex('crm_orders').where('number', 'like', `${prefix}-%`).count({ n: '*' }).first())?.n);
});

function orderFile(headers: string, prefix: string): { name: string; mimeType: string; buffer: Buffer } {
	const rows = Array.from({ length: GOOD_ROWS }, (_, index) =>
		[`${prefix}-${index + 1}`, '2026-03-02', `${prefix}C${index % 40}`, `Customer ${index % 40}`, `${index}.50`, 'tender'].join(),
	);
	const bad = [`${prefix}-BAD-1,not a day,${prefix}C1,Customer 1,10,tender`, `${prefix}-BAD-2,2026-03-02,${prefix}C1,Customer 1,much,tender`];
	return { name: 'march.csv', mimeType: 'text/csv', buffer: Buffer.from([headers, ...bad, ...rows].join('\n')) };
}

/** Chooses a column of the file for a field, as people do: open the list of the row, take an entry. */
async function choose(page: Page, field: string, header: string): Promise<void> {
	const row = page.locator('.mapping-table .row', { hasText: field });
	await row.locator('.v-select').click();
	await page.locator('.v-menu-content').getByText(header, { exact: true }).click();
	await expect.poll(() => row.locator('.example').innerText()).toBe('tender');
}

async function textOf(file: Download): Promise<string> {
	return readFileSync(await file.path(), 'utf8');
}
