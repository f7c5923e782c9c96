import type { ActionHandler } from '@guanxi/core/action-handler';
import type { Host, Knex } from '@guanxi/core/directus';
import { announce } from '@guanxi/core/facts';
import { announceMoves } from '../application/announce-moves.ts';
import type { Reclassification } from '../application/ports.ts';
import { ANNOUNCE_MOVES, failRun, findRun } from './sql/run-records.ts';
import { createScoringStore } from './sql/scoring-store.ts';

/** Tells the class changes of a run, also of one that was killed before it could. */
export function tellMoves(host: Host): ActionHandler<Knex> {
	return {
		kind: ANNOUNCE_MOVES,
		perform: async ({ payload }, now) => {
			const run = await findRun(host.database, String(payload['run']));
			if (!run) return undefined;
			if (run.state === 'running' && run.leaseUntil > now) return { again: run.leaseUntil };
			if (run.state === 'running') await failRun(host.database, run.id, { error: 'The run did not finish', at: now });
			const actor = typeof payload['actor'] === 'string' ? payload['actor'] : null;
			await announceMoves(run, createScoringStore(host.database), (batch) =>
				tell(host, batch, { model: run.model, actor, occurredAt: run.finishedAt ?? now }),
			);
			return undefined;
		},
	};
}

async function tell(
	host: Host,
	batch: Reclassification,
	{ model, actor, occurredAt }: { model: string; actor: string | null; occurredAt: Date },
): Promise<void> {
	await announce(host, {
		type: 'crm.abc.customers_reclassified',
		subjectCollection: 'crm_scoring_models',
		subjectId: model,
		payload: { ...batch },
		actor,
		occurredAt,
		// First and last: the rest of a run that was told half-way is another fact.
		dedupeKey: `abc:${batch.run}:${batch.customers[0]!.customer}:${batch.customers.at(-1)!.customer}`,
	});
}
