import type { Knex } from '@guanxi/core/directus';
import { instantOf, type Row } from '../ledger/rows.ts';

/**
 * What was paid and entered before a member joined earns only when somebody asks for it. Where nobody noted when it was paid or entered, it
 * may have been since.
 */
export function isOlder({ paid_at: paid, date_created: entered }: Row, joined: Date): boolean {
	const isBefore = (at: unknown): boolean => at !== null && at !== undefined && instantOf(at) < joined;
	return isBefore(paid) && isBefore(entered);
}

const NOTED = ['placed_at', 'paid_at', 'date_created', 'date_updated'];

/**
 * The same of orders `o` and accounts `a`, for a search that nobody was told of: then something must have been noted since, or a new
 * member's orders of all time without a time of payment would earn by themselves.
 */
export function whereSinceJoining(query: Knex.QueryBuilder): void {
	const isSince = (either: Knex.QueryBuilder, columns: string[]): void =>
		columns.forEach((column) => void either.orWhereRaw('?? >= ??', [`o.${column}`, 'a.enrolled_at']));
	void query
		.where((young) => isSince(young.whereNull('o.paid_at').orWhereNull('o.date_created'), ['paid_at', 'date_created']))
		.where((noted) => isSince(noted, NOTED));
}
