import type { ActionDraft } from '@guanxi/core/decision';
import { TABLES } from '../ledger/open-book.ts';
import type { EarningEvent } from './earn-event.ts';

/** Kind of the action that tells an account what happened. */
export const EVENT = 'loyalty.event';

/** Told once it has happened, by the database's clock; a frozen account hears it when it moves again. */
export const eventAction = (account: string, event: EarningEvent & { source: string }): ActionDraft => ({
	kind: EVENT,
	dueAt: event.at,
	subjectCollection: TABLES.accounts,
	subjectId: account,
	payload: { ...event, at: event.at.toISOString() },
	dedupeKey: eventKey(account, event),
});

export const eventKey = (account: string, { trigger, source }: { trigger: string; source: string }): string => `${trigger}:${source}:${account}`;

/** The event as it comes back from its action. */
export const eventOf = (payload: Record<string, unknown>): EarningEvent => ({ ...payload, at: new Date(String(payload['at'])) }) as EarningEvent;

/** There is one enrolment of an account. */
export const ENROLMENT = { trigger: 'enrolment', source: 'enrolment' } as const;
