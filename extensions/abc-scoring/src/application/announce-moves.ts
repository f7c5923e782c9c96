import type { NewRun, Ports } from './ports.ts';

/** The contract's limit: customers per fact. */
const BATCH = 1000;

/** Tells the outside which customers a run moved, in batches read from the history the run wrote. */
export async function announceMoves(run: NewRun, { store, announce }: Ports): Promise<void> {
	if (!announce) return;
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
