import { setTimeout } from 'node:timers/promises';

/** Another writer was in the way; the same transaction may succeed in a moment. */
const BUSY = /^(SQLITE_BUSY|40001|40P01|55P03|ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD)/;
const CONFLICT = /^(23505|ER_DUP_ENTRY|SQLITE_CONSTRAINT)/;

export const isTransient = (error: unknown): boolean => BUSY.test(driverCode(error));

/** A row with this unique value is there already. */
export const isConflict = (error: unknown): boolean => CONFLICT.test(driverCode(error));

/** SQLSTATE of PostgreSQL, or the name that the SQLite and MySQL drivers give. */
export function driverCode(error: unknown): string {
	return String((error as { code?: string } | null)?.code ?? '');
}

interface Patience {
	attempts: number;
	/** The pause after the first failure; it doubles every time. */
	firstPauseMs: number;
}

/** A person or a worker waits: half a second in all. */
const SHORT: Patience = { attempts: 5, firstPauseMs: 40 };

/** An import waits longer for other writers than a person would: some 6 seconds in all. */
export const PATIENCE: Patience = { attempts: 6, firstPauseMs: 200 };

/** Repeats the whole of `work`, with growing pauses, while other writers are in the way. */
export async function withTransientRetries<T>(work: () => Promise<T>, { attempts, firstPauseMs } = SHORT): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			if (attempt >= attempts || !isTransient(error)) throw error;
			await setTimeout(firstPauseMs * 2 ** (attempt - 1));
		}
	}
}
