import { finalOf } from '../decision-case.ts';
import { MIRROR_NOT_OURS, WORK_COLUMNS } from '../work-columns.ts';
import { createKeptTable } from '../work-tables.ts';
import type { Job } from '../workspace.ts';
import { draftOf } from './drop.ts';
import { finishState } from './state.ts';

/**
 * Whether so many of the newly filled rows are about to change that writing them anew afterwards is cheaper than
 * changing them batch by batch. Only where a change leaves the old row behind, as on PostgreSQL: it saves a tenth of a
 * model's first run, and later runs read half as much.
 */
export function isRewritten({ session, kept, counted }: Job, changed: number): boolean {
	return session.dialect.keepsOldRows && kept?.unfinished != null && changed * 2 > (counted?.customers ?? 0);
}

/** The newly filled rows may be used from now on; changes of scores and customers must be kept in step. */
export async function finishKept({ session, request, kept }: Job): Promise<void> {
	if (!kept?.unfinished) return;
	for (const statement of kept.unfinished.afterFill) await session.run(statement);
	await finishState(session, request, kept.unfinished.signature);
}

/** Writes all rows anew, with what was stored in this run. Until then they count as unfinished. */
export async function rewriteKept(job: Job): Promise<void> {
	const { session, tables } = job;
	const draft = draftOf(tables.work);
	await createKeptTable(session, draft);
	await session.transaction(async (inner) => {
		if (session.dialect.beforeAggregation) await inner.run(session.dialect.beforeAggregation);
		await inner.run(
			`INSERT INTO ${draft} (${WORK_COLUMNS})
			SELECT w.customer, w.turnover, w.orders, w.missing, w.potential, w.risk, COALESCE(d.score, w.score),
				COALESCE(d.number, w.before_number), ${written('o.held', 'w.held')},
				${written(finalOf('d.number'), 'w.before_class')}, ${written('0', 'w.value_changed')},
				CASE WHEN w.mirror = ${MIRROR_NOT_OURS} THEN w.mirror ELSE ${written(finalOf('d.number'), 'w.mirror')} END
			FROM ${tables.work} w LEFT JOIN ${tables.differences} d ON d.customer = w.customer
			LEFT JOIN ${tables.outcomes} o ON o.number = d.number`,
		);
		await inner.run(`DROP TABLE ${tables.work}`);
		await inner.run(`ALTER TABLE ${draft} RENAME TO ${tables.work}`);
	});
	await finishKept(job);
}

const written = (now: string, before: string): string => `CASE WHEN d.number IS NULL THEN ${before} ELSE ${now} END`;
