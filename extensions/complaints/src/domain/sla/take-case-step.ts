import type { Clock } from '@guanxi/core/clock';
import type { Circumstances, Effect } from '@guanxi/core/decision';
import { localeOf, sentence, type Phrase } from '@guanxi/core/words';
import { COMPLAINTS, type Case } from '../case/case.ts';
import type { CaseChange } from '../case/case-change.ts';
import type { Deed } from './deeds.ts';
import type { Metric } from './policy.ts';
import { keepPromises, type Promises } from './promises.ts';

export interface Person {
	id: string;
	language: string | null;
}

/** What a step needs to know. */
export interface StepState {
	item: Case;
	promises: Promises;
	assignee: Person | null;
	/** Of the case's queue. */
	lead: Person | null;
	managers: Person[];
	timezone: string;
}

interface DueStep {
	clock: Clock;
	does: readonly string[];
}

const METRIC_NAMES: Record<Metric, Phrase> = {
	ack: ['受理', 'acknowledgement'],
	first_response: ['首次响应', 'first response'],
	next_response: ['后续响应', 'answer to the next message'],
	next_update: ['进展通知', 'next update'],
	resolution: ['解决', 'resolution'],
	legal_acceptance: ['法定受理', 'acceptance by law'],
	legal_resolution: ['法定办结', 'resolution by law'],
};
const DUE: Phrase = ['投诉 {reference}：{metric}须在 {due} 前完成', 'Complaint {reference}: {metric} is due by {due}'];
const LATE: Phrase = ['投诉 {reference}：{metric}已于 {due} 超时', 'Complaint {reference}: {metric} has been late since {due}'];

/** Does what a step of a ladder says. Who is to be told and is not there, is told by the next above. */
export function takeCaseStep(state: StepState, { clock, does }: DueStep, { now, newId }: Circumstances): CaseChange {
	const { item, lead } = state;
	const isAsked = (deed: Deed): boolean => does.includes(deed);
	const owner = isAsked('reassign') ? ownerAfter(item, lead) : item.assignee;
	const severity = isAsked('raise') ? Math.min(4, (item.severity ?? 1) + 1) : item.severity;
	const set = {
		...(owner === item.assignee ? {} : { assignee: owner, unassigned_since: owner === null ? now : null }),
		...(severity === item.severity ? {} : { severity }),
	};
	// What is graver has shorter limits; the step itself is noted with this clock already.
	const clocks = state.promises.clocks.map((one) => (one.id === clock.id ? clock : one));
	const raised = severity === item.severity ? null : keepPromises({ ...state.promises, clocks }, { ...item, severity }, null, { at: now, newId });
	const effects: Effect[] = [
		...(Object.keys(set).length > 0 ? [{ update: COMPLAINTS, where: { id: item.id }, set: { ...set, date_updated: now } }] : []),
		{ insert: 'directus_notifications', rows: toldBy(state, does).map((person) => notification(state, clock, person, now)) },
		...(isAsked('task') ? [{ insert: 'crm_tasks', rows: [taskOf(state, { clock, assignee: owner ?? lead?.id ?? null }, { now, newId })] }] : []),
	];
	return { effects: [...effects, ...(raised?.effects ?? [])], facts: raised?.facts ?? [], actions: raised?.actions ?? [] };
}

/** The lead takes over from whoever is too late; without one the case goes back to its queue. Nobody judges a complaint about themselves. */
const ownerAfter = ({ assignee, about_user: about }: Case, lead: Person | null): string | null =>
	lead !== null && lead.id !== about && lead.id !== assignee ? lead.id : null;

function toldBy({ assignee, lead, managers }: StepState, does: readonly string[]): Person[] {
	const above = lead ? [lead] : managers;
	const people: Record<string, Person[]> = { notify_assignee: assignee ? [assignee] : above, notify_lead: above, notify_managers: managers };
	return [...new Map(does.flatMap((deed) => people[deed] ?? []).map((person) => [person.id, person])).values()];
}

const notification = (state: StepState, clock: Clock, { id, language }: Person, now: Date): Record<string, unknown> => ({
	timestamp: now, status: 'inbox', recipient: id, subject: textOf(state, clock, language).slice(0, 255), collection: COMPLAINTS, item: state.item.id,
});

function textOf({ item, timezone }: StepState, clock: Clock, language: string | null): string {
	const locale = localeOf(language ?? 'zh-CN');
	const due = new Intl.DateTimeFormat(locale, { timeZone: timezone, dateStyle: 'medium', timeStyle: 'short' }).format(clock.dueAt ?? clock.startedAt);
	const metric = sentence(METRIC_NAMES[clock.metric as Metric], locale, {});
	return sentence(clock.state === 'breached' ? LATE : DUE, locale, { reference: item.reference, metric, due });
}

const taskOf = (state: StepState, { clock, assignee }: { clock: Clock; assignee: string | null }, { now, newId }: Pick<Circumstances, 'now' | 'newId'>) => ({
	id: newId(), title: textOf(state, clock, state.assignee?.language ?? null).slice(0, 255), customer: state.item.customer, assignee, kind: 'service', due_at: clock.dueAt,
	status: 'open', priority: 'high', source_collection: COMPLAINTS, source_id: state.item.id, date_created: now,
});
