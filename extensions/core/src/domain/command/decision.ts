import type { Problem } from '../problem.ts';
import type { Phrase } from '../words.ts';

/** A row to lock before anything is read. Its table has a whole-number column `ver`, which is a lock and has no meaning. */
export interface RowLock {
	table: string;
	id: string;
	/** What people call it where it is not found: `['积分账户', 'Account']`. */
	what: Phrase;
}

/** A lock for what has no row yet, such as "enrolment of this customer". */
export interface NameLock {
	name: string;
}

/** A number that several aggregates share, such as a budget or a stock; 0 until somebody counts. */
export interface CounterLock {
	counter: string;
}

export type Lock = RowLock | NameLock | CounterLock;

/**
 * One guarded write, as data. An update must meet exactly one row; anything else means that the lock was not enough. Effects are seen by
 * later ones of the same decision, but a unique value that one frees, another one must not take.
 */
export type Effect =
	| { insert: string; rows: Record<string, unknown>[] }
	| {
			update: string;
			where: Record<string, unknown>;
			/** Columns that must be at least so large: `{ available: 100 }`. */
			atLeast?: Record<string, number>;
			set?: Record<string, unknown>;
			/** Whole numbers to add; negative ones subtract. */
			add?: Record<string, number>;
	  }
	/** Adds to a counter that the command has locked; the sum must not exceed `atMost`. */
	| { count: string; add: number; atMost?: number };

/** What a decision may use besides state and input, so that it stays pure. */
export interface Circumstances {
	now: Date;
	/** A new UUID. The same request draws the same ones in the same order, also when its transaction is repeated. */
	newId: () => string;
}

/** Something that happened, in the past tense: `crm.<plugin>.<noun>_<past>`. */
export interface Fact {
	type: string;
	subjectCollection: string;
	subjectId: string;
	customer?: string | null;
	payload: Record<string, unknown>;
	/** A user's id. Default: whoever sent the command. */
	actor?: string | null;
	occurredAt: Date;
	/** The same key is announced once, however often the caller repeats itself. */
	dedupeKey: string;
}

/** The row must still look like this when the action is due, or the action is void. */
export interface Guard {
	table: string;
	id: string;
	match: Record<string, string | number | boolean | null>;
}

/** Something to be done later, or that must not get lost. */
export interface ActionDraft {
	kind: string;
	dueAt: Date;
	subjectCollection?: string;
	subjectId?: string;
	payload: Record<string, unknown>;
	guard?: Guard;
	/** The same key is done once. */
	dedupeKey: string;
}

/** A refusal that an honest client can meet: by state (409) or by rule (422). The command has the words for it. */
export interface Refusal extends Problem {
	status: 409 | 422;
	/** More for programs, such as the allowed moves. */
	details?: Record<string, unknown>;
}

export interface Acceptance<Answer> {
	answer: Answer;
	effects?: Effect[];
	facts?: Fact[];
	actions?: ActionDraft[];
}

export type Decision<Answer> =
	| Acceptance<Answer>
	| { refusal: Refusal }
	/** What the command is about does not exist, as people call it. Nothing is stored. */
	| { missing: Phrase };

/** The same order everywhere, so that two commands on the same rows never wait for each other crosswise. */
export function inLockOrder(locks: Lock[]): Lock[] {
	const unique = new Map(locks.map((lock) => [lockName(lock), lock]));
	return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lock]) => lock);
}

/** What tells a lock from all others, and where it stands in their order. */
export function lockName(lock: Lock): string {
	if ('name' in lock) return `\u0000${lock.name}`;
	// Last, because many aggregates share one: it is held for the shortest time.
	if ('counter' in lock) return `\uffff${lock.counter}`;
	return `${lock.table}\u0000${lock.id}`;
}
