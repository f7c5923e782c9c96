import type { ActionDraft, Guard } from '@guanxi/core/decision';
import type { Draft } from '../ledger/draft.ts';
import { rankOf } from '../tiers/policy.ts';
import type { MessageKind } from './member-message.ts';

/** The kind of action that tells a member something. */
export const TELL = 'loyalty.tell-member';

export interface Telling extends Record<string, unknown> {
	message: MessageKind;
	/** Of points that expire: the last day that is told about. */
	until?: string;
	/** Id of the voucher that is told about. */
	voucher?: string;
	/** Id of the reward that has come within reach. */
	reward?: string;
}

interface Put {
	account: string;
	/** What must still be so when it is told. */
	guard?: Guard;
	/** Besides account and message, what makes it another message. */
	about?: string;
	now: Date;
}

/** Put down with what it is about, and written when it is due: by then the program may have other words, or want none. */
export function putDown(telling: Telling, { account, guard, about = '', now }: Put): ActionDraft {
	return {
		kind: TELL,
		dueAt: now,
		subjectCollection: 'crm_loyalty_accounts',
		subjectId: account,
		payload: telling,
		...(guard ? { guard } : {}),
		dedupeKey: `${telling.message}:${account}:${about}`,
	};
}

/** The kind of action that looks which rewards a member can afford now. */
export const IN_REACH = 'loyalty.rewards-in-reach';

/**
 * Points that can be spent now, and could not before, are enough for one reward more. Which one the member may have is found out afterwards, so
 * that nobody who earns waits for it. Points that came by merging two accounts are no news.
 */
export function rewardsInReach({ before: { account: was, nextPrice }, account, added, now }: Draft): ActionDraft[] {
	if (nextPrice === null || account.available < nextPrice || added.some(({ type }) => type === 'merge')) return [];
	const { id, last_seq } = account;
	const about = { subjectCollection: 'crm_loyalty_accounts', subjectId: id, payload: { above: was.available } };
	return [{ kind: IN_REACH, dueAt: now, ...about, dedupeKey: `rewards_in_reach:${id}:${last_seq}:${was.available}` }];
}

/** Nothing more is told of an account that is closed or stands still. */
export const whileActive = (account: string): Guard => ({ table: 'crm_loyalty_accounts', id: account, match: { status: 'active' } });

/**
 * A tier that was reached, and days of grace that began. A tier that came by merging two accounts is no news to its member. Who rises twice at
 * once is told of the better tier only, and nothing is told that is no longer so.
 */
export function tierMessages({ before: { account: was }, account, program, added, now }: Draft): ActionDraft[] {
	if (added.some(({ type }) => type === 'merge')) return [];
	const { id, tier, tier_since, tier_until, tier_at_risk } = account;
	const hasRisen = tier !== null && rankOf(program, tier) > rankOf(program, was.tier);
	const whileSo = (match: Guard['match'], about: string): Put => ({ account: id, guard: { table: 'crm_loyalty_accounts', id, match }, about, now });
	return [
		...(hasRisen ? [putDown({ message: 'tier_reached' }, whileSo({ tier, tier_since }, `${tier}:${tier_since}`))] : []),
		...(tier_at_risk && !was.tier_at_risk ? [putDown({ message: 'tier_at_risk' }, whileSo({ tier, tier_at_risk, tier_until }, String(tier_until)))] : []),
	];
}
