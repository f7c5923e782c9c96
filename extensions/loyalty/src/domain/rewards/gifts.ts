import type { ActionDraft, Effect, Fact } from '@guanxi/core/decision';
import type { Draft } from '../ledger/draft.ts';
import type { LoyaltyProblem } from '../loyalty-words.ts';
import { hindranceOf, type Offer } from './offer.ts';
import { cancelEffects, issueVoucher, stateOn, voucherFact, type Voucher } from './voucher.ts';

/** A reward that a rule gives for something that happened. */
export interface Gift {
	rule: string;
	offer: Offer;
}

export interface Told {
	effects: Effect[];
	facts: Fact[];
	/** What the member hears of. */
	actions: ActionDraft[];
}

/**
 * Each rule that applied gives its reward as a voucher without points. Where it may not be had, as for points, or nothing of it is left, that
 * is told, and what the event earned besides stays. `source`: what it is kept by, once for each rule. It can be used from `availableOn`; null: at once.
 */
export function giveRewards(draft: Draft, gifts: Gift[], source: string, availableOn: string | null = null): Told {
	const told: Told = { effects: [], facts: [], actions: [] };
	const given = new Map<string, number>();
	for (const { rule, offer } of gifts) {
		const { id } = offer.reward;
		const before = given.get(id) ?? 0;
		const problem = hindranceOf({ ...offer, issued: offer.issued + before, own: offer.own + before }, draft);
		if (problem) {
			told.facts.push(withheld(draft, { rule, offer, problem, source }));
			continue;
		}
		const { voucher, effects, actions } = issueVoucher(draft, offer.reward, { points: 0, txn: null, rule, source, available_on: availableOn });
		given.set(id, before + 1);
		told.effects.push(...effects);
		told.actions.push(...actions);
		told.facts.push(voucherFact(draft, 'issued', voucher));
	}
	return told;
}

/** What a rule gave for an event that came to nothing is cancelled, unless it was used. */
export function withdrawRewards(draft: Draft, vouchers: Voucher[]): Told {
	const left = vouchers.filter((voucher) => ['issued', 'waiting'].includes(stateOn(voucher, draft.today)));
	return {
		effects: left.flatMap((voucher) => cancelEffects(voucher, draft.now)),
		facts: left.map((voucher) => voucherFact(draft, 'cancelled', voucher)),
		actions: [],
	};
}

/** So that somebody sees why a member got less than the rule says. */
function withheld(draft: Draft, { rule, offer, problem, source }: Gift & { problem: LoyaltyProblem; source: string }): Fact {
	const { account, program, now } = draft;
	return {
		type: 'crm.loyalty.reward_withheld',
		subjectCollection: 'crm_loyalty_accounts',
		subjectId: account.id,
		customer: account.customer,
		payload: { account: account.id, program: program.key, rule, reward: offer.reward.id, reason: problem.reason, source },
		occurredAt: now,
		dedupeKey: `reward_withheld:${account.id}:${rule}:${source}`,
	};
}
