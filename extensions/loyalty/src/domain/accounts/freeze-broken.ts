import type { Circumstances, Decision } from '@guanxi/core/decision';
import { INVARIANTS, type Ledger } from '../ledger/invariants.ts';
import { TABLES } from '../ledger/open-book.ts';

export interface Finding {
	name: string;
	what: string;
	/** What the account has is in doubt. Other findings are about what was done once: they stay true, and nothing is mended by standing still. */
	stops: boolean;
}

/** All that is wrong with what is stored about an account. */
export function findingsIn(ledger: Ledger): Finding[] {
	return INVARIANTS.flatMap(({ name, broken, stops = false }) => {
		const what = toldBy(() => broken(ledger));
		return what === null ? [] : [{ name, what, stops }];
	});
}

/** A row damaged beyond reckoning is a finding about its account, and no reason to pass over the others. */
function toldBy(check: () => string | null): string | null {
	try {
		return check();
	} catch (error) {
		return `cannot be reckoned (${error instanceof Error ? error.message : String(error)})`;
	}
}

/**
 * An account whose entries do not bear out what it has stands still until somebody has looked at it. Commands refuse one whose
 * balance and open lots disagree by themselves; damage further back they do not see, because they read no used-up lots.
 */
export function freezeBroken(ledger: Ledger, _input: object, { now, newId }: Circumstances): Decision<{ frozen: boolean }> {
	const { account, program } = ledger;
	const found = findingsIn(ledger).filter(({ stops }) => stops);
	if (found.length === 0 || account.status !== 'active') return { answer: { frozen: false } };
	return {
		answer: { frozen: true },
		effects: [{ update: TABLES.accounts, where: { id: account.id, status: 'active' }, set: { status: 'frozen' } }],
		facts: [
			{
				type: 'crm.loyalty.account_frozen',
				subjectCollection: TABLES.accounts,
				subjectId: account.id,
				customer: account.customer,
				payload: { account: account.id, program: program.key, reason: found.map(({ name, what }) => `${name}, ${what}`).join('; ') },
				occurredAt: now,
				dedupeKey: `account_frozen:${newId()}`,
			},
		],
	};
}
