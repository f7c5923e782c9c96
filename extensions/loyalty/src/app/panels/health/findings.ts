import type { HealthAnswer } from '../../../contract/figure-answers.ts';

export type Finding = 'unbalanced' | 'disagrees' | 'frozen' | 'late' | 'dead' | 'audit_failed' | 'no_audit';

/** What a person must look at, the gravest first. */
export function findingsOf({ balance, accounts, actions, audit }: HealthAnswer): Finding[] {
	const rules: [finding: Finding, holds: boolean][] = [
		['unbalanced', balance.total !== 0],
		['disagrees', !balance.agrees],
		['audit_failed', audit !== null && audit.failed.length > 0],
		['dead', actions.dead > 0],
		['frozen', accounts.frozen > 0],
		['late', actions.overdue > MANY],
		['no_audit', audit === null],
	];
	return rules.filter(([, holds]) => holds).map(([finding]) => finding);
}

/** Some are always on their way. */
const MANY = 100;
