import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundles } from '../../scripts/lib/build.ts';
import { startInstance, type Instance } from '../support/instance.ts';
import { startPostgres } from '../support/postgres-cluster.ts';
import { makeTemplate, RUN_FOLDER, type Template } from '../support/templates.ts';
import type { Emit } from './goals.ts';


const CUSTOMERS = 200;
const WARM_UP = 100;
const ROUNDS = 600;
/** Requests in a row to one side, so that what our hooks do after an answer slows our own next request, not the other's. */
const BLOCK = 10;

const DATABASES: { name: string; template: Template }[] = [
	{ name: 'SQLite', template: 'reference' },
	{ name: 'PostgreSQL', template: 'pg-reference' },
];

interface Case {
	name: string;
	extra: object;
	/** Customers have loyalty accounts, so that paid orders earn. */
	members?: boolean;
}

const LINES = [{ description: 'A', quantity: 2, amount: 60 }, { description: 'B', quantity: 1, amount: 39.5 }];

/** What an integrator sends; without a currency ours fills in the company's. The last also makes members, so it comes last. */
const CASES: Case[] = [
	{ name: 'currency given', extra: { currency: 'CNY' } },
	{ name: 'currency left out', extra: {} },
	{ name: 'paid orders of members, with lines', extra: { currency: 'CNY', lines: LINES }, members: true },
];

/**
 * Creating an order by REST with all our bundles against the same Directus, on a copy of the same database, without any:
 * one request here, one there, by turns. What our hooks do after the answer is in the figure too, because the next
 * request waits for it.
 */
export async function overheadBench({ emit }: { full: boolean; emit: Emit }): Promise<void> {
	await buildBundles();
	const server = await startPostgres();
	process.env['GUANXI_PG_URL'] = server.url;
	const nothing = join(RUN_FOLDER, 'no-extensions');
	mkdirSync(nothing, { recursive: true });
	try {
		for (const { name, template } of DATABASES) {
			await makeTemplate(template);
			const [ours, plain] = [await startInstance(template), await startInstance(template, { EXTENSIONS_PATH: nothing })];
			try {
				await compare(name, [ours, plain], emit);
			} finally {
				await ours.stop();
				await plain.stop();
			}
		}
	} finally {
		await server.stop();
		rmSync(RUN_FOLDER, { recursive: true, force: true });
	}
}

async function compare(database: string, sides: [Instance, Instance], emit: Emit): Promise<void> {
	const customers = Array.from({ length: CUSTOMERS }, () => randomUUID());
	const rows = customers.map((id, index) => ({ id, code: `B${index}`, name: `Customer ${index}`, status: 'active' }));
	for (const { knex } of sides) await knex.batchInsert('crm_customers', rows, 100);
	if ((await sides[1].call('GET', '/crm/openapi.json')).status !== 404) throw new Error('The baseline has our bundles');
	for (const { name, extra, members } of CASES) {
		if (members) await enrol(sides[0], customers);
		const times: [number[], number[]] = [[], []];
		for (let start = 0; start < WARM_UP + ROUNDS; start += BLOCK) {
			const orders = Array.from({ length: BLOCK }, (_, index) => orderOf(start + index, customers, extra));
			// Whoever comes first finds the machine in another state; the sides take turns in that too.
			for (const side of (start / BLOCK) % 2 === 0 ? [0, 1] : [1, 0]) {
				for (const order of orders) {
					const ms = await timed(() => create(sides[side]!, order));
					if (start >= WARM_UP) times[side]!.push(ms);
				}
			}
		}
		const [ours, plain] = [median(times[0]), median(times[1])];
		emit({
			bench: 'order-by-rest',
			size: `${database}, ${name}, median of ${ROUNDS}`,
			ours_ms: round3(ours),
			baseline: 'the same Directus and schema without our bundles',
			baseline_ms: round3(plain),
			ratio: round3(ours / plain),
		});
	}
}

/** On our side alone: the other one has no points. */
async function enrol({ call }: Instance, customers: string[]): Promise<void> {
	for (const customer of customers) {
		const { status, text } = await call('POST', '/crm/loyalty/accounts', { program: 'club', customer });
		if (status >= 300) throw new Error(`Enrolling answered ${status}: ${text}`);
	}
}

/** Each later than the one before, as orders come, so that "last order" changes every time. */
function orderOf(index: number, customers: string[], extra: object): object {
	const placedAt = new Date(Date.UTC(2026, 0, 5) + index * 60_000).toISOString();
	const customer = customers[index % CUSTOMERS]!;
	return { number: randomUUID(), customer, placed_at: placedAt, status: 'paid', amount: 99.5, ...extra };
}

async function create(side: Instance, order: object): Promise<void> {
	const { status, text } = await side.call('POST', '/items/crm_orders', order);
	if (status !== 200) throw new Error(`Creating an order answered ${status}: ${text}`);
}

async function timed(work: () => Promise<void>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}

function median(times: number[]): number {
	return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

const round3 = (value: number): number => Math.round(value * 1000) / 1000;
