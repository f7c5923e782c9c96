import type { Reclassification, RunRecord, ScoringStore } from './ports.ts';

/** The contract's limit: customers per fact. */
const BATCH = 1000;

/**
 * Tells the outside which customers a run moved, in batches read from the history the run wrote. A run that died half-way
 * is told as far as it got: its customers have their new classes. Telling again tells the same batches.
 */
export async function announceMoves(
	run: Pick<RunRecord, 'id' | 'modelKey' | 'asOf'>,
	store: Pick<ScoringStore, 'movesOfRun'>,
	announce: (batch: Reclassification) => Promise<void>,
): Promise<void> {
	let after = 0;
	for (;;) {
		const moves = await store.movesOfRun(run.id, { after, limit: BATCH });
		if (moves.length === 0) return;
		await announce({
			run: run.id,
			model: run.modelKey,
			as_of: run.asOf.toISOString(),
			customers: moves.map(({ customer, from, to, driver }) => ({ customer, from, to, driver })),
		});
		after = moves[moves.length - 1]!.seq;
	}
}
