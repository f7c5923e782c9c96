import type { Knex } from 'knex';
import type { HistoryRow, Period, ScoreRow, Standing, Transition, WorkRecord } from '../../application/ports.ts';
import type { Units } from '../../domain/cut-points.ts';
import { unitsPer } from '../../domain/cut-points.ts';
import type { ScoringModel } from '../../domain/model.ts';
import { dialectOf } from './dialect.ts';

const HISTORY = 'crm_class_history';
const SCORES = 'crm_customer_scores';

type Row = Record<string, unknown>;

/** A period, of the given customers only. */
interface Scope extends Period {
	customers?: string[];
}

export async function readScore(knex: Knex, model: ScoringModel, customer: string): Promise<ScoreRow | null> {
	const row: Row | undefined = await knex(SCORES).where({ model: model.id, customer }).first();
	if (!row) return null;
	return {
		customer,
		class: String(row['class']),
		base_class: String(row['base_class']),
		value: Math.round(Number(row['value']) * unitsPer(model.basis)),
		reason: row['reason'],
		scored_at: new Date(row['scored_at'] as number),
	};
}

/** Rank and cumulative share are computed here and never stored: they change for everybody with every order. */
export async function readStanding(knex: Knex, model: ScoringModel, value: Units): Promise<Standing> {
	const { toUnits, toDecimal } = dialectOf(knex);
	const factor = unitsPer(model.basis);
	// Half a unit below and above: values stored as binary floats must compare like the decimals they stand for.
	const isAbove = `value > ${toDecimal(`(${value * 2} + 1)`, factor * 2)}`;
	const isIncluded = `value > ${toDecimal(`(${value * 2} - 1)`, factor * 2)}`;
	const row: Row | undefined = await knex(SCORES)
		.where({ model: model.id })
		.select(
			knex.raw('COUNT(*) AS customers'),
			knex.raw(`SUM(${toUnits('value', factor)}) AS value`),
			knex.raw(`SUM(CASE WHEN ${isAbove} THEN 1 ELSE 0 END) AS above`),
			knex.raw(`SUM(CASE WHEN ${isIncluded} THEN ${toUnits('value', factor)} ELSE 0 END) AS including`),
		)
		.first();
	const number = (name: string) => Number(row?.[name] ?? 0);
	return {
		customers: number('customers'),
		value: number('value'),
		above: { customers: number('above') },
		including: { value: number('including') },
	};
}

export async function readHistory(
	knex: Knex,
	where: { model?: string; customer?: string; run?: string; after?: number } & Partial<Scope>,
	{ limit, newestFirst }: { limit: number; newestFirst: boolean },
): Promise<HistoryRow[]> {
	const { model, customer, run, after } = where;
	const query = knex(HISTORY).orderBy('seq', newestFirst ? 'desc' : 'asc').limit(limit);
	if (model) void query.where({ model });
	if (customer) void query.where({ customer });
	if (run) void query.where({ run });
	if (after !== undefined) void query.where('seq', '>', after);
	const rows = (await within(query, where)) as Row[];
	return rows.map((row) => ({
		seq: Number(row['seq']),
		customer: String(row['customer']),
		from: text(row['from_class']),
		to: text(row['to_class']),
		value_before: row['value_before'] === null ? null : Number(row['value_before']),
		value: row['value_after'] === null ? null : Number(row['value_after']),
		driver: String(row['driver']),
		at: new Date(row['changed_at'] as number),
		run: String(row['run']),
	}));
}

/** First class before and last class after, per customer with any change in the period. */
export async function readTransitions(knex: Knex, model: string, range: Scope): Promise<Transition[]> {
	const ends = within(knex(HISTORY).where({ model }), range)
		.groupBy('customer')
		.select(knex.raw('MIN(seq) AS first_seq'), knex.raw('MAX(seq) AS last_seq'))
		.as('ends');
	const rows: Row[] = await knex(ends)
		.join(`${HISTORY} as first`, 'first.seq', 'ends.first_seq')
		.join(`${HISTORY} as last`, 'last.seq', 'ends.last_seq')
		.groupBy('first.from_class', 'last.to_class')
		.select('first.from_class as from', 'last.to_class as to', knex.raw('COUNT(*) AS customers'));
	return rows
		.map((row) => ({ from: text(row['from']), to: text(row['to']), customers: Number(row['customers']) }))
		.filter(({ from, to }) => from !== to);
}

export async function readNetChanges(knex: Knex, model: string, range: Scope): Promise<Map<string, number>> {
	const net = new Map<string, number>();
	for (const [column, sign] of [['to_class', 1], ['from_class', -1]] as const) {
		const rows: Row[] = await within(knex(HISTORY).where({ model }).whereNotNull(column), range)
			.groupBy(column)
			.select(`${column} as code`, knex.raw('COUNT(*) AS customers'));
		for (const row of rows) {
			const code = String(row['code']);
			net.set(code, (net.get(code) ?? 0) + sign * Number(row['customers']));
		}
	}
	return net;
}

export async function readClassCounts(
	knex: Knex,
	model: ScoringModel,
	{ owner, customers }: { owner?: string | null; customers?: string[] },
): Promise<{ code: string; customers: number; value: Units }[]> {
	const { toUnits } = dialectOf(knex);
	const query = knex(`${SCORES} as s`)
		.where('s.model', model.id)
		.groupBy('s.class')
		.select('s.class as code', knex.raw('COUNT(*) AS customers'))
		.select(knex.raw(`SUM(${toUnits('s.value', unitsPer(model.basis))}) AS value`));
	if (owner) void query.join('crm_customers as c', 'c.id', 's.customer').where('c.owner', owner);
	if (customers) void query.whereIn('s.customer', customers);
	const rows = (await query) as Row[];
	return rows.map((row) => ({
		code: String(row['code']),
		customers: Number(row['customers']),
		value: Number(row['value'] ?? 0),
	}));
}

/** Work per person and class. Interactions without a user count for the customer's owner. */
export async function readWork(
	knex: Knex,
	model: string,
	{ range, owner }: { range: Period; owner: string | null },
): Promise<WorkRecord[]> {
	const person = 'COALESCE(i.user, c.owner)';
	const named = knex.client.wrapIdentifier('user', knex.queryBuilder().queryContext()) as string;
	const by = person.replace('i.user', `i.${named}`);
	const query = knex('crm_interactions as i')
		.join('crm_customers as c', 'c.id', 'i.customer')
		.join(`${SCORES} as s`, 's.customer', 'i.customer')
		.where('s.model', model)
		.whereRaw(`${by} IS NOT NULL`)
		.groupByRaw(`${by}, s.class`)
		.select(knex.raw(`${by} AS person`), 's.class as class', knex.raw('COUNT(*) AS interactions'))
		.select(knex.raw('SUM(COALESCE(i.duration_minutes, 0)) AS minutes'));
	if (range.from) void query.where('i.occurred_at', '>=', range.from);
	if (range.to) void query.where('i.occurred_at', '<', range.to);
	if (owner) void query.whereRaw(`${by} = ?`, [owner]);
	const rows = (await query) as Row[];
	return rows.map((row) => ({
		user: String(row['person']),
		class: String(row['class']),
		interactions: Number(row['interactions']),
		minutes: Number(row['minutes'] ?? 0),
	}));
}

function within(query: Knex.QueryBuilder, { from, to, customers }: Partial<Scope>): Knex.QueryBuilder {
	if (from) void query.where('changed_at', '>=', from);
	if (to) void query.where('changed_at', '<', to);
	if (customers) void query.whereIn('customer', customers);
	return query;
}

function text(value: unknown): string | null {
	return value === null || value === undefined ? null : String(value);
}
