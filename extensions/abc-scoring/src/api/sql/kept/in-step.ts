import { finalOf } from '../decision-case.ts';
import type { Session } from '../session.ts';
import { updateFrom } from '../update-from.ts';
import { MIRROR_NOT_OURS } from '../work-columns.ts';
import type { Job } from '../workspace.ts';
import { isStillOurs } from './state.ts';

/**
 * A transaction of the run's own writes. While the kept rows are this run's, the triggers pass over its writes, because
 * it brings the rows in step itself. Otherwise (another run took over, or they were declared stale) the writes are
 * noted like anybody's, and the rows are left alone.
 */
export async function asOwnWrites(
	{ session, request, kept }: Job,
	work: (inner: Session, isKept: boolean) => Promise<void>,
): Promise<void> {
	await session.transaction(async (inner) => {
		if (!kept || !(await isStillOurs(inner, request))) return work(inner, false);
		const { on, off } = inner.dialect.ownWrites;
		await inner.run(on);
		try {
			await work(inner, true);
		} catch (error) {
			// On MySQL the switch belongs to the connection and would outlive the transaction.
			if (inner.dialect.name === 'mysql') await inner.run(off);
			throw error;
		}
		await inner.run(off);
	});
}

/** After a batch was written: what the kept rows say about scores and customers is what was just stored. */
export async function keepInStep(session: Session, { tables }: Job, range: string): Promise<void> {
	await session.run(
		updateFrom(session.dialect, {
			table: tables.work,
			source: `${tables.differences} d JOIN ${tables.outcomes} o ON o.number = d.number`,
			on: 't.customer = d.customer',
			set: {
				score: 'd.score',
				before_number: 'd.number',
				held: 'o.held',
				before_class: finalOf('d.number'),
				value_changed: '0',
				mirror: `CASE WHEN t.mirror = ${MIRROR_NOT_OURS} THEN t.mirror ELSE ${finalOf('d.number')} END`,
			},
			where: range,
		}),
	);
}
