import type { ActionDraft, Effect, Fact, Lock } from '../../domain/command/decision.ts';

/** What was answered to a command, kept so that a repetition gets the same. */
export interface LoggedCommand {
	/** Null when the caller sent no idempotency key. */
	idemHash: string | null;
	requestHash: string;
	command: string;
	caller: string;
	outcome: 'done' | 'refused';
	/** JSON. */
	result: string;
	/** Null = for good. */
	keepUntil: Date | null;
	doneAt: Date;
}

/** All that a command leaves behind, in this order. */
export interface CommandWrites {
	effects: Effect[];
	/** Null: nothing is logged. */
	entry: LoggedCommand | null;
	actions: ActionDraft[];
	facts: Fact[];
}

/** One transaction of a command. `T` is what the command itself reads with. */
export interface CommandTransaction<T> {
	reader: T;
	/** What time it is, by one clock for all servers. */
	now: () => Promise<Date>;
	/** Touches the row; false when there is none. */
	lock: (lock: Lock) => Promise<boolean>;
	findLogged: (idemHash: string) => Promise<Pick<LoggedCommand, 'requestHash' | 'outcome' | 'result'> | null>;
	/** `onSent` is called after each statement. */
	write: (writes: CommandWrites, onSent?: () => Promise<void> | void) => Promise<void>;
}

export interface CommandStore<T> {
	/** Does work of this process that needs the same locks one after the other, so that it does not wait with connections in hand. */
	inTurn: <R>(locks: string[], work: () => Promise<R>) => Promise<R>;
	/** Commits when `work` returns, rolls back when it throws; `Rollback` carries a value out of it. */
	transaction: <R>(work: (trx: CommandTransaction<T>) => Promise<R>) => Promise<R>;
	isTransient: (error: unknown) => boolean;
	isDuplicate: (error: unknown) => boolean;
	/** Waits a moment before the n-th repetition. */
	pause: (attempt: number) => Promise<void>;
	hash: (text: string) => string;
	randomSeed: () => string;
	/** Called after the commit with the facts that were enqueued; must not throw. */
	afterCommit: (facts: Fact[]) => Promise<void>;
}

/** Ends a transaction without effect and hands `value` to the caller. */
export class Rollback<R> extends Error {
	readonly value: R;

	constructor(value: R) {
		super('rolled back on purpose');
		this.value = value;
	}
}
