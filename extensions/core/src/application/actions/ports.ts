import type { Guard } from '../../domain/command/decision.ts';

/** Something to be done, as claimed by one worker. */
export interface Action {
	id: number;
	kind: string;
	subjectCollection: string | null;
	subjectId: string | null;
	dueAt: Date;
	/** How often it was begun before. */
	attempts: number;
	guard: Guard | null;
	payload: Record<string, unknown>;
	/** The stored key: a good idempotency key for whatever the action does elsewhere. */
	dedupeKey: string;
}

/** Not now: do it at this time instead. It does not count as a failure. */
export interface Later {
	again: Date;
}

/**
 * How one kind of action is done. `write` does it in the transaction that marks it done: exactly once, for everything that
 * lives in the database. `perform` does it outside (mail, HTTP, Directus services): at least once, so it must bear being
 * repeated after a crash, by the action's key. Both may throw: then it is tried again with growing pauses.
 */
export type ActionHandler<Reader> = { kind: string } & (
	| { write: (reader: Reader, action: Action, now: Date) => Promise<Later | void> }
	| { perform: (action: Action, now: Date) => Promise<Later | void> }
);

/** Noted with an action that was not done because the row it is about has changed. */
export const GUARD_FAILED = 'the guarded row has changed';

export type Finished = 'done' | 'later' | 'cancelled' | 'lost';

export interface ActionStore<Reader> {
	/** The clock that leases and due times are measured with: one for all instances. */
	now: () => Promise<Date>;
	/** Takes up to `limit` due actions of these kinds for `owner`, in the order in which they are due; those named by `ids` also early. */
	claim: (owner: string, wanted: { kinds: string[]; ids?: number[]; now: Date; limit: number }) => Promise<Action[]>;
	/** Whether the row that the action is about still looks as it did. */
	holds: (guard: Guard) => Promise<boolean>;
	/**
	 * Counts an attempt and prolongs the lease, directly before the action is done. False when another worker has it by now:
	 * somebody whose machine slept must not send what others have sent meanwhile.
	 */
	begin: (owner: string, action: Action, now: Date) => Promise<boolean>;
	/**
	 * Marks the action done, checks its guard and runs `write`, all in one transaction; void instead when the guard fails, and
	 * `lost` without any write when another worker has taken the action over.
	 */
	finish: (owner: string, action: Action, options: { now: Date; write: (reader: Reader) => Promise<Later | void> }) => Promise<Finished>;
	cancel: (owner: string, action: Action, options: { now: Date; reason: string }) => Promise<void>;
	/** Puts it back for `dueAt`, or for good (`null`: dead). */
	fail: (owner: string, action: Action, options: { now: Date; error: string; dueAt: Date | null }) => Promise<void>;
}
