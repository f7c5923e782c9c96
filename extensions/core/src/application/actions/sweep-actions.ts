import { MAX_ATTEMPTS, retryDelayMs } from '../../domain/actions/retry-delay.ts';
import { GUARD_FAILED, type Action, type ActionHandler, type ActionStore, type Finished } from './ports.ts';

export interface Sweep<Reader> {
	store: ActionStore<Reader>;
	handlers: ActionHandler<Reader>[];
	/** Names this worker in leases; new for every sweep. */
	owner: string;
	/** Only these, whether due or not, and each of them once; for doing right after a commit what belongs to it. */
	ids?: number[];
	/** How long one effect outside the database may take; shorter than a lease. A fifth of it is slow. */
	limitMs?: number;
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

/** A call that hangs must not keep the rest waiting. */
const LIMIT_MS = 50_000;

/** The part of the limit after which a call is slow: what it calls is likely to be slow again. */
const SLOW_PART = 1 / 5;

/**
 * Does everything that is due, oldest first, until nothing is left: after an outage of hours as after one of seconds. Several
 * workers share the work by leases. A failure is noted and tried again later; it never stops the others. Of a kind that was
 * slow once nothing more is begun in this sweep, so that a mail server that hangs does not hold up what needs none; what was
 * claimed of it is free again when its lease runs out.
 */
export async function sweepActions<Reader>(sweep: Sweep<Reader>): Promise<Swept> {
	const { store, handlers, owner, ids, onStep } = sweep;
	const swept: Swept = { done: 0, cancelled: 0, failed: 0, kinds: {} };
	const slow = new Set<string>();
	for (;;) {
		const kinds = handlers.map(({ kind }) => kind).filter((kind) => !slow.has(kind));
		const actions = await store.claim(owner, { kinds, ids, now: await store.now(), limit: ids?.length ?? BATCH });
		for (const action of actions) {
			if (slow.has(action.kind)) continue;
			const result = await doOne(sweep, action, () => slow.add(action.kind));
			await onStep?.('finished', action);
			if (result in swept) swept[result as 'done']++;
			if (result === 'done') swept.kinds[action.kind] = (swept.kinds[action.kind] ?? 0) + 1;
		}
		if (ids || actions.length === 0) return swept;
	}
}

async function doOne<Reader>(sweep: Sweep<Reader>, action: Action, onSlow: () => void): Promise<Finished | 'failed'> {
	const { store, handlers, owner, onStep } = sweep;
	const handler = handlers.find(({ kind }) => kind === action.kind)!;
	try {
		const now = await store.now();
		if (!(await store.begin(owner, action, now))) return 'lost';
		if (action.attempts >= MAX_ATTEMPTS) throw new Error('it never came to an end: its process died each time');
		await onStep?.('claimed', action);
		if ('write' in handler) {
			return await store.finish(owner, action, { now, write: (reader) => handler.write(reader, action, now) });
		}
		if (action.guard && !(await store.holds(action.guard))) {
			await store.cancel(owner, action, { now, reason: GUARD_FAILED });
			return 'cancelled';
		}
		const later = await inTime(handler.perform(action, now), { limitMs: sweep.limitMs ?? LIMIT_MS, onSlow });
		await onStep?.('performed', action);
		return await store.finish(owner, { ...action, guard: null }, { now, write: () => Promise.resolve(later) });
	} catch (error) {
		await noteFailure(sweep, action, error);
		return 'failed';
	}
}

async function noteFailure<Reader>({ store, owner, spread, onFailure }: Sweep<Reader>, action: Action, error: unknown): Promise<void> {
	const delay = retryDelayMs(action.attempts + 1, spread());
	onFailure(action, error, delay === null);
	// PostgreSQL stores no NUL in a text.
	const words = String(error instanceof Error ? error.message : error).replaceAll('\u0000', '').slice(0, 2000);
	try {
		const now = await store.now();
		await store.fail(owner, action, { now, dueAt: delay === null ? null : new Date(now.getTime() + delay), error: words });
	} catch (failure) {
		onFailure(action, failure, false); // Its lease runs out, and then it is tried again.
	}
}

async function inTime<T>(work: Promise<T>, { limitMs, onSlow }: { limitMs: number; onSlow: () => void }): Promise<T> {
	const slow = setTimeout(onSlow, limitMs * SLOW_PART);
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`it took longer than ${limitMs / 1000} s`)), limitMs);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(slow);
		clearTimeout(timer);
	}
}
