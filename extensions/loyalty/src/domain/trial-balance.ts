import { CONTRAS, type Contra } from './model.ts';

export interface TrialBalance {
	/** `members` and each counter account; they add up to 0. */
	lines: { account: 'members' | Contra; points: number }[];
	total: number;
	/** What the accounts of the program say: what members can spend, wait for, have on hold, less what they owe. */
	stored: { available: number; pending: number; held: number; debt: number };
	/** The accounts' own figures agree with the entries. */
	agrees: boolean;
}

/** `byContra`: the members' points by counter account, as the entries have them. */
export function trialBalanceOf(byContra: { contra: Contra; points: number }[], stored: TrialBalance['stored']): TrialBalance {
	const received = (contra: Contra): number =>
		byContra.filter((row) => row.contra === contra).reduce((sum, { points }) => sum - points, 0);
	const members = byContra.reduce((sum, { points }) => sum + points, 0);
	const counters = CONTRAS.map((account) => ({ account, points: received(account) }));
	const lines = [{ account: 'members' as const, points: members }, ...counters];
	const isSame =
		members === stored.available + stored.pending && received('held') === stored.held && received('debt') === 0 - stored.debt;
	return {
		lines,
		total: lines.reduce((sum, { points }) => sum + points, 0),
		stored,
		agrees: isSame,
	};
}
