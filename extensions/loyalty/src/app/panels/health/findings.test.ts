import { expect, it } from 'vitest';
import type { HealthAnswer } from '../../../contract/figure-answers.ts';
import { findingsOf, type Finding } from './findings.ts';

const WELL: HealthAnswer = {
	program: 'club',
	balance: { total: 0, agrees: true },
	accounts: { active: 10, frozen: 0, closed: 0 },
	frozen: [],
	actions: { waiting: 3, overdue: 1, dead: 0 },
	audit: { at: '2026-11-22T00:00:00Z', failed: [] },
};

const ROWS: [why: string, change: Partial<HealthAnswer>, findings: Finding[]][] = [
	['all is well', {}, []],
	['points came from nowhere', { balance: { total: 5, agrees: true } }, ['unbalanced']],
	['the gravest comes first', { balance: { total: 0, agrees: false }, accounts: { active: 9, frozen: 1, closed: 0 } }, ['disagrees', 'frozen']],
	['the audit found something', { audit: { at: '2026-11-22T00:00:00Z', failed: ['loyalty.every_ledger_is_right'] } }, ['audit_failed']],
	['nobody looked yet', { audit: null }, ['no_audit']],
	['work was given up, more is late', { actions: { waiting: 900, overdue: 800, dead: 2 } }, ['dead', 'late']],
];

it.each(ROWS)('%s', (_why, change, findings) => expect(findingsOf({ ...WELL, ...change })).toEqual(findings));
