import type { ActionDraft, Circumstances, Decision } from '@guanxi/core/decision';
import { COMPLAINTS, type Case } from '../case/case.ts';
import { keepPromises, type Promises } from './promises.ts';

/** Kind of actions: something was said about a case, or it was edited, so that its clocks are looked at. */
export const HEAR = 'complaints.hear';

/** Null: it was edited. An automatic receipt or an internal note is nothing that is heard. */
export type Heard = 'customer_wrote' | 'staff_replied' | null;

export const hearAction = (complaint: string, heard: Heard, { key, now }: { key: string; now: Date }): ActionDraft => ({
	kind: HEAR,
	dueAt: now,
	subjectCollection: COMPLAINTS,
	subjectId: complaint,
	payload: { heard },
	dedupeKey: key,
});

export interface HearState {
	item: Case;
	promises: Promises;
	hasResponse: boolean;
}

/** What was said moves clocks; the first answer of a person is noted with the case. */
export function hear({ item, promises, hasResponse }: HearState, { heard }: { heard: Heard }, { now, newId }: Circumstances): Decision<null> {
	const kept = keepPromises(promises, item, heard, { at: now, newId });
	const isFirst = heard === 'staff_replied' && !hasResponse;
	const noted = isFirst ? [{ update: COMPLAINTS, where: { id: item.id }, set: { first_response_at: now } }] : [];
	return { answer: null, ...kept, effects: [...noted, ...kept.effects] };
}

/** Only what a person says to the customer answers them. */
export function heardOf({ direction, user }: { direction: unknown; user: unknown }): Heard | undefined {
	if (direction === 'inbound') return 'customer_wrote';
	return direction === 'outbound' && user !== null && user !== undefined ? 'staff_replied' : undefined;
}
