import type { Applied, ApplyRequest } from '../../application/ports.ts';
import { rulesOf, type Rules } from '../../domain/classify.ts';
import { unitsPer } from '../../domain/cut-points.ts';
import { decisionCase, finalOf, numberOf } from './decision-case.ts';
import type { Fragment } from './order-value.ts';
import { countRemoved, removeScores } from './removed.ts';
import { finishKept, isRewritten, rewriteKept } from './kept/finish.ts';
import { asOwnWrites, keepInStep } from './kept/in-step.ts';
import { settleState } from './kept/state.ts';
import type { Session } from './session.ts';
import { updateFrom } from './update-from.ts';
import { MIRROR_NOT_OURS } from './work-columns.ts';
import type { Job } from './workspace.ts';

/**
 * Collects the rows that differ from what is stored. An unchanged customer is one whose outcome number and value are
 * those of the run before, and whose mirrored fields say the same.
 */
export async function findDifferences(job: Job, rules: Rules): Promise<Applied> {
	const { session, tables, columns } = job;
	const { temporary } = session.dialect;
	await session.run(
		`CREATE TEMPORARY TABLE ${tables.differences} (seq ${temporary.key}, customer ${temporary.uuid},
		score ${temporary.uuid}, is_new smallint, held smallint, before_class smallint, turnover bigint, orders integer, number integer,
		score_changed smallint, mirror_changed smallint) ${temporary.suffix}`,
	);
	const scoreChanged = `(score IS NULL OR before_number IS NULL OR before_number <> number OR value_changed = 1)`;
	const mirrorChanged = `(mirror <> ${MIRROR_NOT_OURS} AND mirror <> ${finalOf('number')})`;
	await session.run(
		`INSERT INTO ${tables.differences} (customer, score, is_new, held, before_class, turnover, orders,
			number, score_changed, mirror_changed)
		SELECT customer, COALESCE(score, ${session.dialect.newUuid}), CASE WHEN score IS NULL THEN 1 ELSE 0 END, held,
			before_class, turnover, orders, number,
			CASE WHEN ${scoreChanged} THEN 1 ELSE 0 END, CASE WHEN ${mirrorChanged} THEN 1 ELSE 0 END
		FROM (SELECT s.*, ${decisionCase(rules, columns, numberOf)} AS number FROM ${tables.work} s) t
		WHERE ${scoreChanged} OR ${mirrorChanged}`,
	);
	if (session.dialect.name === 'postgres') await session.run(`ANALYZE ${tables.differences}`);
	const [row] = await session.rows<Record<string, unknown>>(
		`SELECT SUM(score_changed) AS changed, SUM(mirror_changed) AS mirrored,
		SUM(is_new) AS created,
		SUM(CASE WHEN is_new = 1 OR before_class = ${finalOf('number')} THEN 0 ELSE 1 END) AS moved FROM ${tables.differences}`,
	);
	const count = (name: string) => Number(row?.[name] ?? 0);
	return {
		changed: count('changed'),
		created: count('created'),
		moved: count('moved'),
		mirrored: count('mirrored'),
		removed: await countRemoved(job),
	};
}

/** Writes the differences in batches; the history, the score and the customer of a batch change together. */
export async function applyDifferences(job: Job, request: ApplyRequest): Promise<Applied> {
	const applied = await findDifferences(job, request.rules);
	const { session, tables } = job;
	const [last] = await session.rows<{ seq: unknown }>(`SELECT MAX(seq) AS seq FROM ${tables.differences}`);
	const size = session.dialect.rowsPerTransaction;
	const rewrites = isRewritten(job, applied.changed);
	if (!rewrites) await finishKept(job);
	for (let from = 0; from < Number(last?.seq ?? 0); from += size) {
		const range = `d.seq > ${from} AND d.seq <= ${from + size}`;
		await asOwnWrites(job, async (inner, isKept) => {
			const batch: Batch = { session: inner, request, range };
			if (!request.isFirst) await writeHistory(batch, job);
			if (applied.changed > applied.created) await updateScores(batch, job);
			if (applied.created > 0) await insertScores(batch, job);
			if (applied.mirrored > 0) await writeCustomers(batch, job);
			if (isKept && !rewrites) await keepInStep(inner, job, range);
		});
	}
	if (applied.removed > 0) await removeScores(job, request);
	if (rewrites) await rewriteKept(job);
	if (job.kept) await settleState(session, job.request, job.counted?.customers ?? -1);
	return { ...applied, changed: applied.changed + applied.removed };
}

interface Batch {
	session: Session;
	request: ApplyRequest;
	range: string;
}

async function writeHistory({ session, request, range }: Batch, job: Job): Promise<void> {
	const { tables, columns, request: scoring } = job;
	const { uuid, instant, toUnits } = session.dialect;
	const driver = driverCase(job, request);
	await session.run(
		`INSERT INTO crm_class_history (run, model, customer, from_class, to_class, value_before, value_after, driver,
			changed_at)
		SELECT ${uuid('?')}, ${uuid('?')}, d.customer, p.class, o.class,
			${toUnits('p.value', unitsPer(scoring.model.basis))}, d.${columns.value}, ${driver.sql}, ${instant('?')}
		FROM ${tables.differences} d JOIN ${tables.outcomes} o ON o.number = d.number
		LEFT JOIN crm_customer_scores p ON p.id = d.score
		WHERE ${range} AND d.score_changed = 1 AND (p.class IS NULL OR p.class <> o.class)`,
		[request.run, scoring.model.id, ...driver.bindings, request.at],
	);
}

/** Decides what moved the customer by classifying the new value with the old cut points. */
function driverCase({ columns, request }: Job, { previousCuts, rules }: ApplyRequest): Fragment {
	if (!previousCuts) return { sql: "CASE WHEN d.is_new = 1 THEN 'new' ELSE 'model_changed' END", bindings: [] };
	const oldRules = rulesOf(request.model, previousCuts);
	const value = `d.${columns.value}`;
	const inner = { value, held: 'd.held', potential: '0', risk: '0' };
	const heldNow = `(${decisionCase(rules, inner, (item) => item.held)})`;
	const heldByOldCuts = `(${decisionCase(oldRules, inner, (item) => item.held)})`;
	const sql = `CASE WHEN d.is_new = 1 THEN 'new' WHEN ${heldNow} = d.held THEN 'attributes'
		WHEN ${heldByOldCuts} <> d.held THEN 'own_value' ELSE 'border_moved' END`;
	return { sql, bindings: [] };
}

async function updateScores({ session, request, range }: Batch, job: Job): Promise<void> {
	const statement = updateFrom(session.dialect, {
		table: 'crm_customer_scores',
		source: `${job.tables.differences} d JOIN ${job.tables.outcomes} o ON o.number = d.number`,
		on: 't.id = d.score',
		set: {
			class: 'o.class',
			base_class: 'o.base',
			value: valueOf(job),
			reason: reasonOf(job),
			scored_at: session.dialect.instant('?'),
		},
		where: `${range} AND d.score_changed = 1 AND d.is_new = 0`,
	});
	await session.run(statement, [request.at]);
}

async function insertScores({ session, request, range }: Batch, job: Job): Promise<void> {
	const { uuid, instant } = session.dialect;
	await session.run(
		`INSERT INTO crm_customer_scores (id, model, customer, class, base_class, value, reason, scored_at)
		SELECT d.score, ${uuid('?')}, d.customer, o.class, o.base, ${valueOf(job)}, ${reasonOf(job)}, ${instant('?')}
		FROM ${job.tables.differences} d JOIN ${job.tables.outcomes} o ON o.number = d.number
		WHERE ${range} AND d.is_new = 1`,
		[job.request.model.id, request.at],
	);
}

const valueOf = ({ session, columns, request }: Job): string =>
	session.dialect.toDecimal(`d.${columns.value}`, unitsPer(request.model.basis));

const reasonOf = ({ session }: Job): string =>
	session.dialect.name === 'postgres' ? 'CAST(o.reason AS json)' : 'o.reason';

/** The customer's own fields follow the primary model that scored it. */
async function writeCustomers({ session, request, range }: Batch, { tables }: Job): Promise<void> {
	const { instant, toDecimal } = session.dialect;
	const since = `CASE WHEN t.value_class = o.class THEN t.value_class_since ELSE ${instant('?')} END`;
	const statement = updateFrom(session.dialect, {
		table: 'crm_customers',
		source: `${tables.differences} d JOIN ${tables.outcomes} o ON o.number = d.number`,
		on: 't.id = d.customer',
		// `since` compares with the old class, so MySQL, which assigns from left to right, must set it first.
		set: {
			value_class_since: since,
			value_class: 'o.class',
			turnover_12m: toDecimal('d.turnover', 100),
			order_count_12m: 'd.orders',
		},
		where: `${range} AND d.mirror_changed = 1`,
	});
	await session.run(statement, [request.at]);
}
