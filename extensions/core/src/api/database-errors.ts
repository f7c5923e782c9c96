import { setTimeout } from 'node:timers/promises';

/** Another writer was in the way; the same transaction may succeed in a moment. */
const BUSY = /^(SQLITE_BUSY|40001|40P01|ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD)/;
const CONFLICT = /^(23505|ER_DUP_ENTRY|SQLITE_CONSTRAINT)/;

export const isTransient = (error: unknown): boolean => BUSY.test(driverCode(error));

/** A row with this unique value is there already. */
export const isConflict = (error: unknown): boolean => CONFLICT.test(driverCode(error));

/** SQLSTATE of PostgreSQL, or the name that the SQLite and MySQL drivers give. */
export function driverCode(error: unknown): string {
	return String((error as { code?: string } | null)?.code ?? '');
}

const ATTEMPTS = 5;

/** Repeats the whole of `work` while other writers are in the way. */
export async function withTransientRetries<T>(work: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			if (attempt >= ATTEMPTS || !isTransient(error)) throw error;
			await setTimeout(20 * 2 ** attempt);
		}
	}
}
