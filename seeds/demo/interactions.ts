import { PRODUCTS } from './catalogue.ts';
import { type DemoClock, daysAfter, officeTime } from './clock.ts';
import { planInteractions, type PlannedInteraction } from './interaction-plan.ts';
import {
	CAST_PHRASES, COLLECTION_PHRASES, EVENT_PHRASES, type Phrase, PROSPECT_PHRASES, REMOTE_PHRASES,
	VISIT_PHRASES,
} from './phrases.ts';
import type { CustomerPlan } from './plan.ts';
import { idFor, randomFor, type Random } from './random.ts';
import type { ContactRow, InteractionRow } from './types.ts';

/** All interactions, oldest first. */
export function interactionRows(
	clock: DemoClock,
	plans: CustomerPlan[],
	contacts: ContactRow[],
): InteractionRow[] {
	const people = byCustomer(contacts);
	const planned = planInteractions(clock, plans);
	const newestFirst = planned.toSorted((one, other) => one.daysAgo - other.daysAgo);
	const told = new Map<string, number>();
	return newestFirst.map((one) => {
		const place = told.get(one.plan.key) ?? 0;
		told.set(one.plan.key, place + 1);
		return interactionRow(clock, { ...one, place }, people.get(one.plan.id) ?? []);
	}).sort((one, other) => one.occurred_at.getTime() - other.occurred_at.getTime()
		|| (one.id < other.id ? -1 : 1));
}

function interactionRow(
	clock: DemoClock,
	one: PlannedInteraction & { place: number },
	people: ContactRow[],
): InteractionRow {
	const random = randomFor(`interaction/${one.key}`);
	const occurredAt = officeTime(clock, one.daysAgo, random);
	const present = people.filter((contact) => !contact.left_at || contact.left_at > occurredAt);
	const contact = present.length > 0 && random.chance(0.9) ? random.pick(present) : null;
	const phrase = CAST_PHRASES[one.plan.key]?.[one.place] ?? random.pick(stockFor(one, random));
	const words = { 产品: shortName(random), 联系人: contact ? contact.title : '对方' };
	const minutesToWrite = 30 + (one.card.minutes ?? 0);
	return {
		id: idFor(`interaction/${one.key}`),
		customer: one.plan.id,
		contact: contact?.id ?? null,
		channel: one.card.channel,
		kind: phrase.kind,
		direction: phrase.direction,
		subject: fill(phrase.subject, words),
		body: fill(phrase.body, words),
		occurred_at: occurredAt,
		duration_minutes: one.card.minutes,
		user: one.plan.owner.id,
		outcome: fill(phrase.outcome, words),
		date_created: daysAfter(occurredAt, minutesToWrite / 1440),
		user_created: one.plan.owner.id,
	};
}

function stockFor({ plan, card }: PlannedInteraction, random: Random): readonly Phrase[] {
	if (plan.pattern === 'prospect') return PROSPECT_PHRASES;
	if (owesMoney(plan) && random.chance(0.6)) return COLLECTION_PHRASES;
	if (card.channel === 'visit') return VISIT_PHRASES;
	return card.channel === 'event' ? EVENT_PHRASES : REMOTE_PHRASES;
}

function byCustomer(contacts: ContactRow[]): Map<string, ContactRow[]> {
	const groups = new Map<string, ContactRow[]>();
	for (const contact of contacts) {
		const group = groups.get(contact.customer);
		if (group) group.push(contact);
		else groups.set(contact.customer, [contact]);
	}
	return groups;
}

function owesMoney(plan: CustomerPlan): boolean {
	return plan.role.paysLateDays !== undefined;
}

/** The name without size and packing, as people say it. */
function shortName(random: Random): string {
	const sold = PRODUCTS.filter((product) => !product.discontinued);
	return random.pick(sold).name.split(' ')[0] ?? '';
}

function fill(text: string, words: Record<string, string>): string {
	return text.replace(/\{(.+?)\}/g, (_, word: string) => words[word] ?? '');
}
