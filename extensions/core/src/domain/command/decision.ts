/** A row to lock before anything is read. Its table has a whole-number column `ver`, which is a lock and has no meaning. */
export interface RowLock {
	table: string;
	id: string;
	/** What people call it, for "… was not found". */
	what: string;
}

/** A lock for what has no row yet, such as "enrolment of this customer". */
export interface NameLock {
	name: string;
}

export type Lock = RowLock | NameLock;

/** One guarded write, as data. An update must meet exactly one row; anything else means that the lock was not enough. */
export type Effect =
	| { insert: string; row: Record<string, unknown> }
	| {
			update: string;
			where: Record<string, unknown>;
			/** Columns that must be at least so large: `{ available: 100 }`. */
			atLeast?: Record<string, number>;
			set?: Record<string, unknown>;
			/** Whole numbers to add; negative ones subtract. */
			add?: Record<string, number>;
	  };

/** Something that happened, in the past tense: `crm.<plugin>.<noun>_<past>`. */
export interface Fact {
	type: string;
	subjectCollection: string;
	subjectId: string;
	customer?: string | null;
	payload: Record<string, unknown>;
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

/** A refusal that an honest client can meet: by state (409) or by rule (422). Its `reason` is stable snake_case. */
export interface Refusal {
	status: 409 | 422;
	reason: string;
	message: string;
	/** More for programs, such as the allowed moves. */
	details?: Record<string, unknown>;
}

export interface Acceptance<Answer> {
	answer: Answer;
	effects?: Effect[];
	facts?: Fact[];
	actions?: ActionDraft[];
}

export type Decision<Answer> = Acceptance<Answer> | { refusal: Refusal };

/** The same order everywhere, so that two commands on the same rows never wait for each other crosswise. */
export function inLockOrder(locks: Lock[]): Lock[] {
	const unique = new Map(locks.map((lock) => [orderOf(lock), lock]));
	return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lock]) => lock);
}

const orderOf = (lock: Lock): string => ('name' in lock ? `\u0000${lock.name}` : `${lock.table}\u0000${lock.id}`);
