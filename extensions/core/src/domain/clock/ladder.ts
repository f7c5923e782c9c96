import type { Calendar } from '../business-time/calendar.ts';
import { addOpenMs, nextOpen, takeOpenMs } from '../business-time/open-time.ts';
import { UNITS } from '../business-time/units.ts';
import type { ActionDraft } from '../command/decision.ts';
import type { Calendars, Clock } from './clock.ts';
import { stepKey, type Step } from './step.ts';

const MINUTE_MS = 60_000;

/** A step that is to come. */
export interface PlannedStep {
	key: string;
	at: Date;
	does: readonly string[];
	urgent: boolean;
}

/** What an action about a step carries, as JSON. */
export interface StepPayload extends Record<string, unknown> {
	clock: string;
	epoch: number;
	key: string;
	does: readonly string[];
	urgent: boolean;
	/** The times of later steps that do the same, by what they do: milliseconds since 1970. */
	overtakenAt: Record<string, number>;
}

/** The steps that were not taken yet, by time. None while the clock stands still or is done, or where it is never due. */
export function plannedSteps(clock: Clock, calendars: Calendars): PlannedStep[] {
	const isChased = clock.state === 'running' || (clock.state === 'breached' && clock.endedAt === null);
	if (!isChased || clock.dueAt === null) return [];
	const calendar = calendars(clock.calendarVersion);
	const all = clock.steps.flatMap((step) =>
		Array.from({ length: 1 + (step.repeatEvery ? (step.repeatTimes ?? 0) : 0) }, (_, n) => planned(clock, step, n, calendar)),
	);
	return all
		.filter((step): step is PlannedStep => step !== null && !clock.stepsDone.includes(step.key))
		.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** One action for each step to come; void as soon as the clock stands still or is due at another time. */
export function stepActions(clock: Clock, kind: string, calendars: Calendars): ActionDraft[] {
	const steps = plannedSteps(clock, calendars);
	return steps.map(({ key, at, does, urgent }, place) => ({
		kind,
		dueAt: at,
		subjectCollection: clock.subjectCollection,
		subjectId: clock.subjectId,
		payload: { clock: clock.id, epoch: clock.epoch, key, does, urgent, overtakenAt: overtaken(does, steps.slice(place + 1)) } satisfies StepPayload,
		guard: { table: 'crm_clocks', id: clock.id, match: { epoch: clock.epoch } },
		dedupeKey: `${clock.id}:${key}:${clock.epoch}`,
	}));
}

/** When a later step does the same again: who comes so late leaves it to that one. */
function overtaken(does: readonly string[], later: PlannedStep[]): Record<string, number> {
	const next = does.map((deed) => [deed, later.find((step) => step.does.includes(deed))?.at.getTime()] as const);
	return Object.fromEntries(next.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

function planned(clock: Clock, step: Step, n: number, calendar: Calendar): PlannedStep | null {
	const first = firstTime(clock, step, calendar);
	const time = n === 0 ? first : later(calendar, first, n * step.repeatEvery!, step);
	if (time === null) return null;
	const begin = beginOf(clock);
	const since = time < begin ? begin : time;
	return { key: stepKey(step, n), at: step.urgent ? since : (nextOpen(calendar, since) ?? since), does: step.does, urgent: step.urgent };
}

/** No step is due before the clock began to run. A breached one runs no more: it is all over since it was due. */
const beginOf = ({ runningSince, dueAt }: Clock): Date => runningSince ?? dueAt!;

function firstTime(clock: Clock, step: Step, calendar: Calendar): Date | null {
	const due = clock.dueAt!;
	switch (step.when) {
		case 'percent': {
			const { each, after } = UNITS[clock.unit];
			const left = Math.floor((clock.target * each * step.amount) / 100) - clock.used[clock.unit];
			return left < 0 ? beginOf(clock) : after(calendar, beginOf(clock), left);
		}
		case 'before':
			return step.minutes === 'wall' ? new Date(due.getTime() - step.amount * MINUTE_MS) : takeOpenMs(calendar, due, step.amount * MINUTE_MS);
		case 'after':
			return later(calendar, due, step.amount, step);
	}
}

function later(calendar: Calendar, from: Date | null, minutes: number, step: Step): Date | null {
	if (from === null) return null;
	return step.minutes === 'wall' ? new Date(from.getTime() + minutes * MINUTE_MS) : addOpenMs(calendar, from, minutes * MINUTE_MS);
}
