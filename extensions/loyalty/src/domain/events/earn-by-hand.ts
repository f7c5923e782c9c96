import type { Circumstances, Decision } from '@guanxi/core/decision';
import { balanceOf } from '../accounts/answers.ts';
import type { OrderAccrued } from '../orders/accrue-order.ts';
import { REFUSALS, type Refused } from '../refusals.ts';
import type { Outcome } from '../rules/evaluate.ts';
import { earnEvent, eventDue, type EarningEvent, type EventState } from './earn-event.ts';

/** Somebody gives what a rule says. Unlike what happens by itself, a rule that gives nothing is an answer that names why. */
export function earnByHand(state: EventState, input: { event: EarningEvent & { rule: string } }, circumstances: Circumstances): Decision<OrderAccrued> {
	const due = eventDue(state, input.event);
	const outcome = due?.outcomes.get(input.event.rule)?.outcome ?? 'not_in_force';
	if (outcome !== 'applied') return whyNot(outcome);
	const decision = earnEvent(state, input, circumstances);
	if (!('answer' in decision)) return decision;
	const { txn, points, entry, status, available_on, expires_on, ...balance } = decision.answer;
	if (entry !== null || due!.gifts.length > 0) return { ...decision, answer: { txn, points, entry, status, available_on, expires_on, ...balanceOf(balance) } };
	return due!.points === 0 ? REFUSALS.ruleLimitReached() : REFUSALS.capReached(state.book.program.earn_cap_points!);
}

function whyNot(outcome: Outcome): Refused {
	if (outcome === 'other_trigger') return REFUSALS.ruleNotByHand();
	return outcome === 'not_matched' ? REFUSALS.ruleNotMatched() : REFUSALS.ruleNotInForce();
}
