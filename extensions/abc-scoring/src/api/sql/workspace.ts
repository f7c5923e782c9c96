import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Applied, Incomplete, Workspace, WorkspaceRequest } from '../../application/ports.ts';
import type { Rules } from '../../domain/classify.ts';
import type { Bucket, Units } from '../../domain/cut-points.ts';
import { applyDifferences, findDifferences } from './apply.ts';
import { decisionCase, type DecisionColumns } from './decision-case.ts';
import { COUNTED, orderValue } from './order-value.ts';
import { fillWork } from './fill-work.ts';
import { openKeptRows, type KeptRows } from './kept/open.ts';
import { openSession, type Session } from './session.ts';
import { createScratch, fillIds, fillOutcomes, tableNames, type Tables } from './work-tables.ts';

/** What every part of a run works on. */
export interface Job {
	session: Session;
	tables: Tables;
	request: WorkspaceRequest;
	columns: DecisionColumns;
	/** Rows that stay for the next run; null when `tables.work` is temporary. */
	kept: KeptRows | null;
	/** Scored customers, and scores of the run before whose customer was met again; known after the totals. */
	counted: { customers: number; metScores: number } | null;
}

/** Width of the histogram's tiers: beyond 4,096 steps buckets get 64 times wider, twice. */
const TIER = 4096;
const WIDER = 64;

/** Computes every customer's value, or brings up to date what the run before kept, and answers questions about it. */
export async function openWorkspace(knex: Knex, request: WorkspaceRequest): Promise<Workspace> {
	const session = await openSession(knex);
	const tables = tableNames(randomBytes(4).toString('hex'));
	const value = request.model.basis === 'turnover' ? 'turnover' : 'orders';
	const columns = { value, held: 'held', potential: 'potential', risk: 'risk' };
	const job: Job = { session, tables, request, columns, kept: null, counted: null };
	try {
		await fillOutcomes(session, tables, request);
		if (request.customerIds) await fillIds(session, tables.customerIds, request.customerIds);
		if (request.orderIds) await fillIds(session, tables.orderIds, request.orderIds);
		await fillRows(job);
	} catch (error) {
		await close(job);
		throw error;
	}
	return {
		totals: () => totals(job),
		histogram: (range) => histogram(job, range),
		exactValues: (ranges) => exactValues(job, ranges),
		classTable: (rules) => classTable(job, rules),
		moves: (rules) => moves(job, rules),
		countChanges: async (rules) => countChanges(await findDifferences(job, rules)),
		apply: (apply) => applyDifferences(job, apply),
		ordersWithoutRate: (limit) => ordersWithoutRate(job, limit),
		close: () => close(job),
	};
}

async function fillRows(job: Job): Promise<void> {
	const { session, tables, request } = job;
	job.kept = request.keep ? await openKeptRows(session, tables, request) : null;
	if (job.kept) {
		job.tables = { ...tables, work: job.kept.table };
	} else {
		await createScratch(session, tables.work);
		await fillWork(session, tables, request);
	}
}

async function close({ session, tables, kept }: Job): Promise<void> {
	try {
		const temporary = Object.values(tables).filter((table) => table !== kept?.table);
		for (const statement of session.dialect.dropTables(temporary)) await session.run(statement);
	} finally {
		await session.release();
	}
}

async function totals(job: Job): ReturnType<Workspace['totals']> {
	const { session, tables, columns } = job;
	const [row] = await session.rows<Record<string, unknown>>(
		`SELECT COUNT(*) AS customers, COUNT(score) AS scored, SUM(missing) AS missing, SUM(${columns.value}) AS value,
		SUM(CASE WHEN ${columns.value} > 0 THEN 1 ELSE 0 END) AS positives FROM ${tables.work}`,
	);
	const number = (name: string) => Number(row?.[name] ?? 0);
	const value = number('value');
	if (!Number.isSafeInteger(value)) throw new Error(`The total value ${value} is beyond exact arithmetic`);
	job.counted = { customers: number('customers'), metScores: number('scored') };
	return {
		customers: number('customers'),
		positives: number('positives'),
		value,
		missingRates: number('missing'),
	};
}

async function histogram(
	{ session, tables, columns: { value } }: Job,
	{ from, to, step }: { from: Units; to: Units; step: Units },
): Promise<Bucket[]> {
	const { divide } = session.dialect;
	const width = (tier: number) => step * WIDER ** tier;
	const offset = `(${value} - ${from})`;
	const bucket = `CASE WHEN ${offset} < ${TIER * width(0)} THEN ${divide(offset, width(0))}
		WHEN ${offset} < ${TIER * width(1)} THEN ${TIER} + ${divide(offset, width(1))}
		ELSE ${2 * TIER} + ${divide(offset, width(2))} END`;
	return buckets(
		await session.rows(
			`SELECT MIN(${value}) AS low, MAX(${value}) AS high, COUNT(*) AS customers, SUM(${value}) AS value
			FROM ${tables.work} WHERE ${value} >= ${from} AND ${value} <= ${to} GROUP BY ${bucket} ORDER BY low DESC`,
		),
	);
}

async function exactValues(
	{ session, tables, columns: { value } }: Job,
	ranges: { from: Units; to: Units }[],
): Promise<Bucket[]> {
	const within = ranges.map(({ from, to }) => `(${value} >= ${from} AND ${value} <= ${to})`).join(' OR ');
	return buckets(
		await session.rows(
			`SELECT ${value} AS low, ${value} AS high, COUNT(*) AS customers, SUM(${value}) AS value
			FROM ${tables.work} WHERE ${within} GROUP BY ${value} ORDER BY low DESC`,
		),
	);
}

/** PostgreSQL hands big numbers over as text. */
function buckets(rows: Record<string, unknown>[]): Bucket[] {
	return rows.map((row) => ({
		min: Number(row['low']),
		max: Number(row['high']),
		customers: Number(row['customers']),
		value: Number(row['value']),
	}));
}

async function classTable(
	{ session, tables, columns }: Job,
	rules: Rules,
): Promise<{ customers: number; value: Units }[]> {
	const position = decisionCase(rules, columns, (item) => item.final);
	const rows = await session.rows<Record<string, unknown>>(
		`SELECT position, COUNT(*) AS customers, SUM(${columns.value}) AS value
		FROM (SELECT ${position} AS position, ${columns.value} FROM ${tables.work}) t GROUP BY position`,
	);
	return rules.codes.map((_, index) => {
		const row = rows.find((item) => Number(item['position']) === index);
		return { customers: Number(row?.['customers'] ?? 0), value: Number(row?.['value'] ?? 0) };
	});
}

/** A class that the model no longer has is unknown to the work table; the stored score still names it. */
async function moves({ session, tables, columns }: Job, rules: Rules): ReturnType<Workspace['moves']> {
	const position = decisionCase(rules, columns, (item) => item.final);
	const rows = await session.rows<Record<string, unknown>>(
		`SELECT t.before_class, p.class AS old_code, t.position, COUNT(*) AS customers
		FROM (SELECT s.before_class, s.score, ${position} AS position FROM ${tables.work} s) t
		LEFT JOIN crm_customer_scores p ON p.id = t.score AND t.before_class IS NULL
		WHERE t.before_class IS NULL OR t.before_class <> t.position
		GROUP BY t.before_class, p.class, t.position`,
	);
	const code = (index: unknown) => (index === null ? null : rules.codes[Number(index)]!);
	return rows
		.map((row) => ({
			from: code(row['before_class']) ?? (row['old_code'] as string | null),
			to: code(row['position'])!,
			customers: Number(row['customers']),
		}))
		.sort((a, b) => b.customers - a.customers || `${a.from}${a.to}`.localeCompare(`${b.from}${b.to}`));
}

function countChanges(applied: Applied): Applied {
	return { ...applied, changed: applied.changed + applied.removed };
}

async function ordersWithoutRate(job: Job, limit: number): Promise<Incomplete['examples']> {
	const { session, tables, request } = job;
	const value = orderValue(session.dialect, request.settings);
	return session.rows(
		`SELECT o.number, o.currency FROM crm_orders o JOIN ${tables.work} s ON s.customer = o.customer
		${request.orderIds ? `JOIN ${tables.orderIds} chosen ON chosen.id = o.id` : ''}
		WHERE o.${COUNTED} AND o.placed_at >= ? AND o.placed_at < ? AND s.missing > 0 AND (${value.sql}) IS NULL
		ORDER BY o.number LIMIT ${limit}`,
		[request.window.from, request.window.to, ...value.bindings],
	);
}
