import type { Session } from '../session.ts';

/** A table that takes the place of a kept one while it is written. */
export const draftOf = (table: string): string => `${table}_draft`;

export async function dropKept(session: Session, table: string): Promise<void> {
	for (const name of [table, draftOf(table)]) await session.run(`DROP TABLE IF EXISTS ${name}`);
}
