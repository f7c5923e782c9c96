import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openStudio, WHY_NO_BROWSER, type Studio } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';

interface Summary {
	classes: { code: string; label: string; customers: number; customer_share: number; value: number; value_share: number }[];
}
interface Effort {
	classes: ({ code: string; effort_index: number } & Record<string, number>)[];
}
interface Changes {
	transitions: { from: string | null; to: string | null; customers: number }[];
}

const TITLES = {
	classes: 'Who brings the turnover?',
	pareto: 'How concentrated is the value? (Pareto curve)',
	effort: 'Does the time go to the right customers?',
	migration: 'Who rose and who fell?',
} as const;

describe.skipIf(WHY_NO_BROWSER)(`figures of the panels${WHY_NO_BROWSER ? ` (skipped: ${WHY_NO_BROWSER})` : ''}`, () => {
	let crm: Instance;
	let browser: Browser;
	let studio: Studio;
	/** What the panels themselves were answered. */
	const answers = new Map<string, unknown>();

	beforeAll(async () => {
		crm = await startInstance('demo');
		browser = await launch();
		studio = await openStudio(browser, crm, { language: 'en-US', height: 1500 });
		studio.page.on('response', async (response) => {
			const name = /crm\/abc\/.*?(summary|effort|changes)\?|(summary)$/.exec(response.url());
			if (name && response.ok()) answers.set(name[1] ?? name[2]!, (await response.json()).data);
		});
		const dashboard = (await crm.call<{ id: string }[]>('GET', '/dashboards?filter[icon][_eq]=leaderboard')).data[0]!.id;
		await studio.open(`/insights/${dashboard}`);
		await studio.page.locator('.panel-frame .answer').nth(3).waitFor();
	});
	afterAll(async () => {
		await studio?.close();
		await browser?.close();
		await crm?.stop();
	});

	it('classes: customers, turnover and their shares', async () => {
		const { classes } = (await crm.call<Summary>('GET', '/crm/abc/models/pareto/summary')).data;
		expect(classes.map(({ customers }) => customers)).toEqual([40, 80, 280]);
		expect(await tableOf(studio.page, TITLES.classes)).toEqual(
			classes.map((item) => [
				item.label === item.code ? item.code : `${item.code} · ${item.label}`,
				String(item.customers),
				percent(item.customer_share, 1),
				money(item.value),
				percent(item.value_share, 1),
			]),
		);
	});

	it('Pareto: what the best customers bring, counted from the stored scores', async () => {
		const { id } = (await crm.call<{ id: string }[]>('GET', '/items/crm_scoring_models?filter[key][_eq]=pareto')).data[0]!;
		const values: number[] = (await crm.knex('crm_customer_scores').where({ model: id }).pluck('value')).map(Number).sort((a, b) => b - a);
		const sum = (part: number[]): number => part.reduce((total, value) => total + value, 0);
		const rows = await tableOf(studio.page, TITLES.pareto);
		expect(rows).toHaveLength(12);
		for (const [customers, value] of rows) {
			const best = values.slice(0, Math.round((parseFloat(customers!) / 100) * values.length));
			expect(Math.abs(parseFloat(value!) - (100 * sum(best)) / sum(values)), customers).toBeLessThanOrEqual(0.6);
		}
	});

	it('effort: the shares of customers, value, contacts, hours and staff, and the index', async () => {
		const { classes } = answers.get('effort') as Effort;
		const shares = ['customer_share', 'value_share', 'interaction_share', 'hours_share', 'staff_share'];
		expect(await tableOf(studio.page, TITLES.effort)).toEqual(
			classes.map((item) => [
				expect.stringMatching(new RegExp(`^${item.code}`)),
				...shares.map((share) => percent(item[share]!)),
				item.effort_index.toFixed(2),
			]),
		);
		expect(classes.map(({ effort_index: index }) => Math.round(index * 5) / 5), 'the handbook: 0.21, 1.25, 6.0').toEqual([0.2, 1.2, 6]);
	});

	it('migration: every move with its number of customers', async () => {
		const { transitions } = answers.get('changes') as Changes;
		const moves = transitions.filter(({ customers }) => customers > 0);
		expect(moves.length).toBeGreaterThan(0);
		const expected = moves.map(({ from, to, customers }) => [from ?? 'none', to ?? 'none', String(customers)]);
		expect((await tableOf(studio.page, TITLES.migration)).sort()).toEqual(expected.sort());
	});

	it('a bar is known by its pattern, not by its colour alone', async () => {
		const frame = studio.page.locator(`.panel-frame[aria-label="${TITLES.effort}"]`);
		await frame.locator('header .toggle').click();
		await expect.poll(() => frame.locator('svg pattern').count()).toBeGreaterThanOrEqual(3);
	});

	it('nothing went wrong', () => expect(studio.problems).toEqual([]));
});

/** The cells of the table behind a panel, row by row. */
async function tableOf(page: Page, title: string): Promise<string[][]> {
	const frame = page.locator(`.panel-frame[aria-label="${title}"]`);
	await frame.locator('header .toggle').click();
	const rows = frame.locator('.data-table tbody tr');
	await rows.first().waitFor();
	return rows.evaluateAll((found) => found.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent!.trim())));
}

function percent(share: number, decimals = Math.abs(share) < 0.0995 ? 1 : 0): string {
	return `${new Intl.NumberFormat('en-US', { maximumFractionDigits: decimals }).format(share * 100)}%`;
}

function money(amount: number): string {
	const digits = Number.isInteger(amount) ? 0 : 2;
	return `¥${new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount)}`;
}
