import type { Calendars, Clock } from '@guanxi/core/clock';
import { clockWrites } from '@guanxi/core/clock-writes';
import type { Fact } from '@guanxi/core/decision';
import type { ClockChange } from '@guanxi/core/move-clock';
import { COMPLAINTS, type Case } from '../case/case.ts';
import type { CaseChange } from '../case/case-change.ts';
import { caseClocks } from './case-clocks.ts';
import type { Occurrence } from './course.ts';
import { limitsOf, type SlaPolicy } from './policy.ts';

/** The kind of actions that take steps of ladders. */
export const STEP = 'complaints.take-step';

/** What is promised about a case, and how its clocks stand. */
export interface Promises {
	clocks: readonly Clock[];
	/** The policies whose conditions the case meets, in their order. */
	applying: readonly SlaPolicy[];
	calendars: Calendars;
	/** The version that counts now, by calendar. */
	versions: ReadonlyMap<string, string>;
}

interface When {
	at: Date;
	newId: () => string;
}

/** What an occurrence does to the clocks of a case; null: it was only edited, so other limits may hold. */
export function keepPromises(promises: Promises, item: Case, occurrence: Occurrence | null, { at, newId }: When): CaseChange {
	return written(clocksAfter(promises, item, occurrence, { at, newId }), item, promises.calendars);
}

/**
 * Starts the clocks of a case that has come in, once, from its receipt. One that somebody moved before it was opened goes on from there.
 */
export function beginPromises(promises: Promises, item: Case, { at, newId }: When): CaseChange {
	if (promises.clocks.length > 0) return { effects: [], facts: [], actions: [] };
	const started = clocksAfter(promises, { ...item, state: 'received' }, 'received', { at: item.received_at ?? at, newId });
	const moved = item.state === 'received' ? [] : clocksAfter({ ...promises, clocks: started.map(({ after }) => after) }, item, item.state, { at, newId });
	return written([...started, ...moved], item, promises.calendars);
}

function clocksAfter({ clocks, applying, calendars, versions }: Promises, item: Case, occurrence: Occurrence | null, { at, newId }: When): ClockChange[] {
	const limits = limitsOf(applying, item.severity, versions);
	return caseClocks({ clocks, limits, calendars }, { complaint: item.id, state: item.state, cycle: item.reopen_count, occurrence, at, newId });
}

const written = (changes: ClockChange[], item: Case, calendars: Calendars): CaseChange => ({
	...clockWrites(changes, STEP, calendars),
	facts: changes.filter(({ isBreached }) => isBreached).map((change) => breachFact(change, item)),
});

/** Told once of a clock, as of when it was due, whoever came upon it first. */
export const breachFact = ({ after }: ClockChange, { reference, customer }: Pick<Case, 'reference' | 'customer'>): Fact => ({
	type: 'crm.complaints.complaint_breached',
	subjectCollection: COMPLAINTS,
	subjectId: after.subjectId,
	customer,
	payload: { complaint: after.subjectId, reference, metric: after.metric, cycle: after.cycle, due_at: after.dueAt!.toISOString(), policy: after.policy },
	occurredAt: after.breachedAt!,
	dedupeKey: `complaint_breached:${after.id}`,
});
