import { retryDelayMs } from '../../domain/actions/retry-delay.ts';
import { GUARD_FAILED, type Action, type ActionHandler, type ActionStore, type Finished } from './ports.ts';

export interface Sweep<Reader> {
	store: ActionStore<Reader>;
	handlers: ActionHandler<Reader>[];
	/** Names this worker in leases; new for every sweep. */
	owner: string;
	/** Only these, whether due or not, and each of them once; for doing right after a commit what belongs to it. */
	ids?: number[];
	/** In [0, 1): spreads repetitions. */
	spread: () => number;
	onFailure: (action: Action, error: unknown, isDead: boolean) => void;
	/** Called before and after each action is done; tests stop the process here. */
	onStep?: (step: 'claimed' | 'performed' | 'finished', action: Action) => void | Promise<void>;
}

export interface Swept {
	done: number;
	cancelled: number;
	failed: number;
	/** Kinds of what was done, with counts. */
	kinds: Record<string, number>;
}

const BATCH = 50;

/**
 * Does everything that is due, oldest first, until nothing is left: after an outage of hours as after one of seconds. Several
 * workers share the work by leases. A failure is noted and tried again later; it never stops the others.
 */
export async function sweepActions<Reader>(sweep: Sweep<Reader>): Promise<Swept> {
	const { store, handlers, owner, ids, onStep } = sweep;
	const swept: Swept = { done: 0, cancelled: 0, failed: 0, kinds: {} };
	const kinds = handlers.map(({ kind }) => kind);
	for (;;) {
		const actions = await store.claim(owner, { kinds, ids, now: await store.now(), limit: ids?.length ?? BATCH });
		for (const action of actions) {
			const result = await doOne(sweep, action);
			await onStep?.('finished', action);
			if (result in swept) swept[result as 'done']++;
			if (result === 'done') swept.kinds[action.kind] = (swept.kinds[action.kind] ?? 0) + 1;
		}
		if (ids || actions.length === 0) return swept;
	}
}

async function doOne<Reader>(sweep: Sweep<Reader>, action: Action): Promise<Finished | 'failed'> {
	const { store, handlers, owner, onStep } = sweep;
	const handler = handlers.find(({ kind }) => kind === action.kind)!;
	try {
		const now = await store.now();
		await onStep?.('claimed', action);
		if ('write' in handler) {
			return await store.finish(owner, action, { now, write: (reader) => handler.write(reader, action, now) });
		}
		if (action.guard && !(await store.holds(action.guard))) {
			await store.cancel(owner, action, { now, reason: GUARD_FAILED });
			return 'cancelled';
		}
		const later = await handler.perform(action, now);
		await onStep?.('performed', action);
		return await store.finish(owner, { ...action, guard: null }, { now, write: () => Promise.resolve(later) });
	} catch (error) {
		await noteFailure(sweep, action, error);
		return 'failed';
	}
}

async function noteFailure<Reader>({ store, owner, spread, onFailure }: Sweep<Reader>, action: Action, error: unknown): Promise<void> {
	const now = await store.now();
	const delay = retryDelayMs(action.attempts, spread());
	const dueAt = delay === null ? null : new Date(now.getTime() + delay);
	onFailure(action, error, dueAt === null);
	await store.fail(owner, action, { now, dueAt, error: String(error instanceof Error ? error.message : error).slice(0, 2000) });
}
