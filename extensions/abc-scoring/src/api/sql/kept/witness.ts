import type { Session } from '../session.ts';
import { TRACKED } from '../tracking/trigger.ts';

/** One row of every tracked table, by key; null where the table was empty. */
export type Witnesses = Record<string, string | null>;

/**
 * On MySQL TRUNCATE fires no trigger and leaves no trace, so a row of each table is remembered: while it is there, nobody
 * emptied the table. That the very row was deleted alone costs one full run. Other databases need no witness.
 */
export async function callWitnesses(session: Session, known: Witnesses = {}): Promise<Witnesses> {
	if (session.dialect.name !== 'mysql') return {};
	const witnesses = { ...known };
	for (const table of TRACKED) {
		const [row] = witnesses[table] ? [] : await session.rows<{ id: string }>(`SELECT id FROM ${table} ORDER BY id LIMIT 1`);
		witnesses[table] ??= row?.id ?? null;
	}
	return witnesses;
}

export async function areAllThere(session: Session, witnesses: Witnesses): Promise<boolean> {
	for (const [table, id] of Object.entries(witnesses)) {
		if (id === null) continue;
		const found = await session.rows(`SELECT id FROM ${table} WHERE id = ?`, [id]);
		if (found.length === 0) return false;
	}
	return true;
}
