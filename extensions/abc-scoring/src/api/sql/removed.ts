import type { ApplyRequest } from '../../application/ports.ts';
import { unitsPer } from '../../domain/cut-points.ts';
import { asOwnWrites } from './kept/in-step.ts';
import type { Job } from './workspace.ts';

/**
 * Takes the scores of customers away whom this model no longer scores: archived, merged away, or outside its filter.
 * Their history stays. An active customer's value class falls to the next primary model that scored the customer;
 * an archived or merged one keeps the last.
 */
export async function removeScores(job: Job, request: ApplyRequest): Promise<void> {
	const { session, tables, request: scoring } = job;
	const { temporary, uuid, instant, toUnits } = session.dialect;
	await session.run(
		`CREATE TEMPORARY TABLE ${tables.removed} (score ${temporary.uuid}, customer ${temporary.uuid})
		${temporary.suffix}`,
	);
	await session.run(
		`INSERT INTO ${tables.removed} (score, customer) SELECT p.id, p.customer ${withoutRow(job)}`,
		[scoring.model.id],
	);
	await asOwnWrites(job, async (inner) => {
		await inner.run(
			`INSERT INTO crm_class_history (run, model, customer, from_class, value_before, driver, changed_at)
			SELECT ${uuid('?')}, p.model, p.customer, p.class, ${toUnits('p.value', unitsPer(scoring.model.basis))},
				'left', ${instant('?')}
			FROM crm_customer_scores p JOIN ${tables.removed} r ON r.score = p.id`,
			[request.run, request.at],
		);
		await inner.run(`DELETE FROM crm_customer_scores WHERE id IN (SELECT score FROM ${tables.removed})`);
		if (scoring.model.is_primary) await inner.run(...fallBack(job, request));
	});
}

/**
 * How many scores belong to customers who are no longer scored. After a refresh only the refreshed ones can have left;
 * else it is all scores of the model minus those that were met again.
 */
export async function countRemoved(job: Job): Promise<number> {
	const { session, request, counted, kept } = job;
	if (request.model.id === null || counted === null) return 0;
	const rows = kept?.refreshed ? withoutRow(job) : 'FROM crm_customer_scores p WHERE p.model = ?';
	const [all] = await session.rows<{ n: unknown }>(`SELECT COUNT(*) AS n ${rows}`, [request.model.id]);
	return Number(all?.n ?? 0) - (kept?.refreshed ? 0 : counted.metScores);
}

/** Scores p of the model whose customer has no row in this run. */
function withoutRow({ session, tables, kept }: Job): string {
	const scores = kept?.refreshed
		? `${kept.refreshed} d ${session.dialect.joinInOrder} crm_customer_scores p ON p.customer = d.customer`
		: 'crm_customer_scores p';
	return `FROM ${scores} LEFT JOIN ${tables.work} s ON s.customer = p.customer
		WHERE p.model = ? AND s.customer IS NULL`;
}

function fallBack({ tables, request: scoring }: Job, request: ApplyRequest): [string, unknown[]] {
	const classOf = '(SELECT q.class FROM crm_customer_scores q WHERE q.customer = crm_customers.id AND q.model = ?)';
	const next = `COALESCE(${[...request.primaries.map(() => classOf), 'NULL'].join(', ')})`;
	const better = scoring.betterPrimaries.map(() => '?').join(', ');
	const notBetter =
		scoring.betterPrimaries.length === 0
			? ''
			: `AND NOT EXISTS (SELECT 1 FROM crm_customer_scores b WHERE b.customer = crm_customers.id
				AND b.model IN (${better}))`;
	const sql = `UPDATE crm_customers SET value_class = ${next}, value_class_since = ?
		WHERE id IN (SELECT customer FROM ${tables.removed}) AND status = 'active' AND merged_into IS NULL ${notBetter}`;
	return [sql, [...request.primaries, request.at, ...scoring.betterPrimaries]];
}
