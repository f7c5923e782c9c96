import type { Fact } from '@guanxi/core/decision';
import type { Draft } from '../ledger/draft.ts';

export interface Balance {
	available: number;
	pending: number;
	held: number;
	debt: number;
}

/** What every movement answers: its transaction and what the account has afterwards. Read it after the book is closed. */
export interface Moved extends Balance {
	txn: string;
	/** As asked for, or fewer where a cap was reached. */
	points: number;
}

export const balanceOf = ({ available, pending, held, debt }: Balance): Balance => ({ available, pending, held, debt });

/** `crm.loyalty.points_<what>`, told once for a transaction and account. */
export function pointsFact(
	draft: Draft,
	what: string,
	{ txn, points, ...more }: { txn: string; points: number } & Record<string, unknown>,
): Fact {
	const { account, now, program } = draft;
	return {
		type: `crm.loyalty.points_${what}`,
		subjectCollection: 'crm_loyalty_accounts',
		subjectId: account.id,
		customer: account.customer,
		payload: { account: account.id, program: program.key, txn, points, ...balanceOf(account), ...more },
		occurredAt: now,
		dedupeKey: `points_${what}:${txn}:${account.id}`,
	};
}
