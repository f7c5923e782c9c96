import type { Case, CaseType, State } from './case.ts';
import type { Need } from './needs.ts';

/** A state: what may follow, and what a case must have to be in it. */
interface Stage {
	next: readonly State[];
	needs: readonly Need[];
	/** Set when a case comes here. */
	stamps?: 'acknowledged_at' | 'resolved_at' | 'closed_at';
	/** What others are told when a case comes here; where nothing is said, that it moved. */
	fact?: 'acknowledged' | 'resolved' | 'closed' | 'reopened';
	/** Nobody works on it any more. */
	isEnd?: true;
}

/** At any time the customer may withdraw, or go to an ombudsman, to 12315 or to court. */
const EXITS = ['withdrawn', 'external'] as const satisfies State[];
/** Before anybody looked into it. */
const EARLY_EXITS = ['duplicate', 'out_of_scope', ...EXITS] as const satisfies State[];
const ASSESSED = ['owner', 'assessment'] as const satisfies Need[];
const DECIDED = [...ASSESSED, 'decision'] as const satisfies Need[];
const TOLD = [...DECIDED, 'communication'] as const satisfies Need[];

/** The whole workflow. What is not listed does not happen, and what a state needs holds for every stored case in it. */
export const WORKFLOW: Record<State, Stage> = {
	received: { next: ['acknowledged', ...EARLY_EXITS], needs: ['owner'] },
	acknowledged: { next: ['assessing', ...EARLY_EXITS], needs: ['owner'], stamps: 'acknowledged_at', fact: 'acknowledged' },
	assessing: { next: ['investigating', ...EARLY_EXITS], needs: ['owner'] },
	investigating: { next: ['waiting_customer', 'waiting_third_party', 'decided', ...EXITS], needs: ASSESSED },
	waiting_customer: { next: ['investigating', 'waiting_third_party', 'decided', ...EXITS], needs: ASSESSED },
	waiting_third_party: { next: ['investigating', 'waiting_customer', 'decided', ...EXITS], needs: ASSESSED },
	decided: { next: ['accepted', 'closed_unaccepted', ...EXITS], needs: DECIDED, stamps: 'resolved_at', fact: 'resolved' },
	accepted: { next: ['closed'], needs: TOLD },
	closed_unaccepted: { next: ['closed', 'external'], needs: [...TOLD, 'recourse'] },
	closed: { next: ['reopened'], needs: [...TOLD, 'cause'], stamps: 'closed_at', fact: 'closed', isEnd: true },
	reopened: { next: ['assessing', 'investigating', ...EXITS], needs: ['owner'], fact: 'reopened' },
	/** Reopening it takes a mistaken merge back. */
	duplicate: { next: ['reopened'], needs: ['master'], stamps: 'closed_at', fact: 'closed', isEnd: true },
	withdrawn: { next: ['reopened'], needs: ['reason'], stamps: 'closed_at', fact: 'closed', isEnd: true },
	out_of_scope: { next: ['reopened'], needs: ['reason', 'recourse'], stamps: 'closed_at', fact: 'closed', isEnd: true },
	external: { next: [], needs: ['reason', 'body'], stamps: 'closed_at', fact: 'closed', isEnd: true },
};

/** Shorter ways for what is no complaint: an inquiry is answered, a suggestion adopted or declined. */
const SHORTER: Partial<Record<State, readonly State[]>> = {
	acknowledged: ['decided'],
	assessing: ['decided'],
	reopened: ['decided'],
	decided: ['closed'],
};

/** Complaints, and the problems behind them, are assessed and answered to the end. */
export const isGrave = (type: CaseType): boolean => type === 'complaint' || type === 'problem';

/** Where a case may go from here. */
export const movesOf = ({ state, type }: Pick<Case, 'state' | 'type'>): State[] => [
	...WORKFLOW[state].next,
	...(isGrave(type) ? [] : (SHORTER[state] ?? [])),
];

export const ENDS: readonly State[] = Object.entries(WORKFLOW).flatMap(([state, { isEnd }]) => (isEnd ? [state as State] : []));
