import type { State } from '../case/case.ts';
import type { Metric } from './policy.ts';

/** What happens to a case, as far as clocks go: it comes to a state, or somebody writes. */
export type Occurrence = State | 'customer_wrote' | 'staff_replied';

/** The way of one clock. */
interface Course {
	starts: readonly Occurrence[];
	/** What was promised is done. */
	stops: readonly Occurrence[];
	/** While the case is here it waits, where the limit lets it. */
	waits: readonly State[];
	/** Runs again and again, each time as a cycle of its own. */
	recurs?: true;
}

const WAITING = ['waiting_customer', 'waiting_third_party'] as const satisfies State[];
const OPENED = ['received', 'reopened'] as const satisfies State[];
/** Settled with the customer, one way or another. */
const DECIDED = ['decided', 'accepted', 'closed_unaccepted', 'closed'] as const satisfies State[];
const TAKEN_ON = ['acknowledged', 'assessing', 'investigating', ...WAITING, ...DECIDED] as const satisfies State[];

/** An automatic receipt or an internal note is no occurrence at all: it stops nothing. */
export const COURSES: Record<Metric, Course> = {
	ack: { starts: ['received'], stops: TAKEN_ON, waits: [] },
	first_response: { starts: ['received'], stops: ['staff_replied', ...DECIDED], waits: [] },
	// Further messages do not restart it: the customer waits since the first.
	next_response: { starts: ['customer_wrote'], stops: ['staff_replied', ...DECIDED], waits: [], recurs: true },
	next_update: { starts: ['acknowledged', 'staff_replied'], stops: ['staff_replied', ...DECIDED], waits: [], recurs: true },
	resolution: { starts: OPENED, stops: DECIDED, waits: WAITING },
	legal_acceptance: { starts: ['received'], stops: TAKEN_ON, waits: [] },
	legal_resolution: { starts: OPENED, stops: DECIDED, waits: [] },
};

/** Nothing is promised any more. */
export const ENDS_ALL: readonly State[] = ['duplicate', 'withdrawn', 'out_of_scope', 'external'];
