import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { buildBundles } from '../../scripts/lib/build.ts';
import { launch, openStudio, WHY_NO_BROWSER, type Studio } from '../support/browser.ts';
import { startInstance, type Instance } from '../support/instance.ts';
import { startPostgres } from '../support/postgres-cluster.ts';
import { makeTemplate, RUN_FOLDER } from '../support/templates.ts';
import { fillCompany } from './abc-data.ts';
import { median, round, timed, type Timed } from './abc-measure.ts';
import type { Emit } from './goals.ts';


const SIZE = { customers: 100_000, orders: 1_000_000 };
const CONTACTS = 200_000;
const OWNERS = 10;
const PANELS = 4;
const ROUNDS = 7;

/**
 * The dashboard "Customer value" in Chromium, from the address to all panels drawn, with 100,000 scored customers, 1,000,000
 * orders and 200,000 contacts on PostgreSQL; by turns with an empty dashboard, which is what the Studio itself takes.
 */
export async function dashboardBench({ emit }: { full: boolean; emit: Emit }): Promise<void> {
	if (WHY_NO_BROWSER) throw new Error(`The dashboard cannot be measured: ${WHY_NO_BROWSER}`);
	await buildBundles();
	const server = await startPostgres();
	process.env['GUANXI_PG_URL'] = server.url;
	let crm: Instance | undefined;
	let browser: Browser | undefined;
	try {
		await makeTemplate('pg-reference');
		crm = await startInstance('pg-reference');
		await fill(crm);
		browser = await launch();
		const studio = await openStudio(browser, crm, { language: 'en-US', height: 1500 });
		await measure(crm, studio, emit);
	} finally {
		await browser?.close();
		await crm?.stop();
		await server.stop();
		rmSync(RUN_FOLDER, { recursive: true, force: true });
	}
}

/** Scored a month ago and now, so that there are moves to show. */
async function fill({ knex, call }: Instance): Promise<void> {
	const today = new Date();
	await fillCompany(knex, SIZE, today.toISOString());
	const owners = Array.from({ length: OWNERS }, () => randomUUID());
	await knex('directus_users').insert(owners.map((id, i) => ({ id, first_name: `Owner ${i}`, status: 'active' })));
	await knex.raw(
		'UPDATE crm_customers SET owner = (?::uuid[])[1 + abs(hashtext(id::text)) % ?::integer]',
		[owners, OWNERS],
	);
	await knex.raw(
		`INSERT INTO crm_interactions (id, customer, channel, kind, occurred_at, duration_minutes)
		SELECT md5('i' || i)::uuid, md5('c' || (i::bigint * 7919 % ?::integer))::uuid, 'visit', 'sales',
			?::timestamptz - i * (interval '365 days' / ?::integer), 20 + i % 60
		FROM generate_series(1, ?::integer) i`,
		[SIZE.customers, today.toISOString(), CONTACTS, CONTACTS],
	);
	await knex.raw('VACUUM (ANALYZE) crm_interactions');
	const monthAgo = new Date(today.getTime() - 30 * 86_400_000).toISOString();
	for (const body of [{ as_of: monthAgo }, {}]) {
		const { status, text } = await call('POST', '/crm/abc/models/pareto/run', body);
		if (status !== 200) throw new Error(`Scoring was refused: ${text}`);
	}
}

async function measure({ call, url }: Instance, { page, problems }: Studio, emit: Emit): Promise<void> {
	const [dashboard] = (await call<{ id: string }[]>('GET', '/dashboards?filter[icon][_eq]=leaderboard')).data;
	const empty = (await call<{ id: string }>('POST', '/dashboards', { name: 'Empty' })).data;
	const allDrawnOn = (): Promise<unknown> => page.waitForFunction(allDrawn, PANELS);
	const noneDrawnOn = (): Promise<unknown> => page.waitForFunction(() => !document.querySelector('.panel-frame'));
	const click = (id: string) => page.locator(`a[href$="/insights/${id}"]`).first().click();
	const address = (id: string) => page.goto(`${url}/admin/insights/${id}`, { waitUntil: 'commit' });
	const size = `${SIZE.customers} customers, ${SIZE.orders} orders, ${CONTACTS} contacts, ${PANELS} panels`;
	// The first visit fetches the Studio itself.
	await address(dashboard!.id);
	await allDrawnOn();
	for (const [bench, open] of [['dashboard-opened', click], ['dashboard-by-address', address]] as const) {
		const ours: Timed[] = [];
		const theirs: Timed[] = [];
		for (let i = 0; i < ROUNDS; i++) {
			theirs.push(await timed(() => open(empty.id).then(noneDrawnOn).then(() => page.locator('main, #main-content').first().waitFor()).then(() => 0)));
			ours.push(await timed(() => open(dashboard!.id).then(allDrawnOn).then(() => 0)));
		}
		const baseline = { baseline: 'a dashboard without panels', baseline_ms: Math.round(median(theirs)) };
		const worst = { worst_ms: Math.round(Math.max(...ours.map(({ ms }) => ms))), requests_ms: await page.evaluate(requestsOfPanels) };
		emit({ bench, size, ours_ms: Math.round(median(ours)), ...baseline, ratio: round(median(ours) / median(theirs)), ...worst });
	}
	if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** In the page: how long the panels waited for each of their last requests. */
function requestsOfPanels(): Record<string, number> {
	const entries = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/crm/abc/'));
	return Object.fromEntries(entries.map(({ name, duration }) => [new URL(name).pathname, Math.round(duration)]));
}

/** In the page: every panel has its answer, and none is loading or empty; the curve and the bars have their shapes. */
function allDrawn(panels: number): boolean {
	const ready = document.querySelectorAll('.panel-frame .answer').length;
	return ready === panels && document.querySelectorAll('.panel-frame svg path').length > 12;
}
