import type { Balance } from '../accounts/answers.ts';
import { CONTRAS, type Contra } from '../ledger/model.ts';

export interface TrialBalance {
	/** `members` and each counter account; they add up to 0. */
	lines: { account: 'members' | Contra; points: number }[];
	total: number;
	/** What the accounts of the program say: what members can spend, wait for, have on hold, less what they owe. */
	stored: Balance;
	/** The accounts' own figures agree with the entries. */
	agrees: boolean;
}

/**
 * `byContra`: the members' points by counter account, as the entries have them. Reckoned exactly, however large; a figure that
 * is more than a number counts exactly is the nearest one.
 */
export function trialBalanceOf(byContra: { contra: Contra; points: bigint }[], stored: Record<keyof Balance, bigint>): TrialBalance {
	const received = (contra: Contra): bigint =>
		byContra.filter((row) => row.contra === contra).reduce((sum, { points }) => sum - points, 0n);
	const members = byContra.reduce((sum, { points }) => sum + points, 0n);
	const counters = CONTRAS.map((account) => ({ account, points: received(account) }));
	const lines = [{ account: 'members' as const, points: members }, ...counters];
	const isSame =
		members === stored.available + stored.pending && received('held') === stored.held && received('debt') === -stored.debt;
	const { available, pending, held, debt } = stored;
	return {
		lines: lines.map(({ account, points }) => ({ account, points: Number(points) })),
		total: Number(lines.reduce((sum, { points }) => sum + points, 0n)),
		stored: { available: Number(available), pending: Number(pending), held: Number(held), debt: Number(debt) },
		agrees: isSame,
	};
}
