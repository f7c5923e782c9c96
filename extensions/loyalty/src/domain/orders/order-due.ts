import { decideAward, dueOf, type RuleState } from '../rules/decide-award.ts';
import type { RulesDue } from '../rules/count-rules.ts';
import { inHomeCurrency, type Rates } from '../rules/home-currency.ts';
import { split } from '../rules/split.ts';
import type { EarnedLine, Order } from './order.ts';
import { orderEventOf } from './order-event.ts';

/** What rules say of an order, with the rates that bring it into their currency. */
export interface OrderRules extends RuleState {
	rates: Rates;
}

export interface OrderDue extends RulesDue {
	/** What the rules gave before their limits, points and growth value. */
	unlimited: number;
	/** With what each line is worth; their points add up. */
	lines: EarnedLine[];
}

/** What the rules give for an order. They are written in the home currency; what lines were worth stays in the order's, as its refunds will be. */
export function orderDue(order: Order, rules: OrderRules, timezone: string): OrderDue {
	const event = orderEventOf(order);
	const award = decideAward(inHomeCurrency(event, rules.rates), rules);
	const due = dueOf(award, rules, { at: event.at, timezone });
	const parts = due.points < award.points ? split(due.points, [...award.lines].map(([name, weight]) => ({ name, weight }))) : award.lines;
	const lines = event.lines.map(({ line, amountMinor }) => ({
		line,
		amountMinor,
		points: parts.get(line) ?? 0,
		tierPoints: award.tierLines.get(line) ?? 0,
	}));
	return { ...due, unlimited: award.points + award.tierPoints, lines };
}
