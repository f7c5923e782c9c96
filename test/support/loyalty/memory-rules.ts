import type { Shape } from '../../../extensions/core/src/domain/conditions/shape.ts';
import type { EarningEvent, EventState } from '../../../extensions/loyalty/src/domain/events/earn-event.ts';
import { EARNINGS } from '../../../extensions/loyalty/src/domain/events/earn-event.ts';
import type { Book, Lot, Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import type { Offer } from '../../../extensions/loyalty/src/domain/rewards/offer.ts';
import { REWARDS, type Reward } from '../../../extensions/loyalty/src/domain/rewards/reward.ts';
import { stockOf, VOUCHERS, type Voucher } from '../../../extensions/loyalty/src/domain/rewards/voucher.ts';
import { RULE_AWARDS } from '../../../extensions/loyalty/src/domain/rules/count-rules.ts';
import type { RuleState } from '../../../extensions/loyalty/src/domain/rules/decide-award.ts';
import { budgetOf, isLimited, type Given } from '../../../extensions/loyalty/src/domain/rules/limits.ts';
import { matchedBy, withConditions } from '../../../extensions/loyalty/src/domain/rules/matched.ts';
import type { RuleCount } from '../../../extensions/loyalty/src/domain/rules/rule-counts.ts';
import type { Trigger } from '../../../extensions/loyalty/src/domain/rules/rule.ts';
import type { StoredRule } from '../../../extensions/loyalty/src/domain/rules/stored-rule.ts';
import { dateIn } from '../../../extensions/core/src/domain/time.ts';
import type { MemoryLedger } from './memory-ledger.ts';

/** Of a row of `crm_loyalty_rule_awards`. */
interface Awarded {
	id: string;
	account: string;
	rule: string;
	source: string;
	day: string;
	points: number;
	counted: number;
	counted_day: number;
}

const RULES = 'crm_loyalty_rules';
/** Rules of these tests ask orders for their channel, and for nothing else. */
const SHAPE: Shape = { typeOf: () => 'string', linkOf: () => null };

interface Asked {
	trigger: Trigger;
	at: Date;
	/** The row that conditions ask. */
	order?: Record<string, unknown>;
}

/** What the rules say of an event, read from rows in memory. */
export function ruleState(memory: MemoryLedger, { account, program }: Book, { trigger, at, order }: Asked): RuleState {
	const rules = memory.rows<StoredRule>(RULES).filter((rule) => rule.program === account.program);
	const asked = withConditions(rules.filter((rule) => rule.trigger === trigger), SHAPE);
	const matched = matchedBy(asked, { at, order: order ?? null, customer: null, interactionKind: null });
	const day = dateIn(at, program.timezone);
	const held = rules.filter(({ id }) => matched.has(id));
	const given = new Map(held.filter(isLimited).map((rule) => [rule.id, givenBy(memory, { account: account.id, day, rule })]));
	const rewards = held.flatMap(({ reward }) => (reward === null ? [] : [reward]));
	const offers = new Map(rewards.map((id) => [id, offerOf(memory, account.id, id)!]));
	return { rules, rounding: 'floor', matched, given, offers };
}

function givenBy(memory: MemoryLedger, { account, day, rule }: { account: string; day: string; rule: RuleCount['rule'] }): Given {
	const own = memory.rows<Awarded>(RULE_AWARDS).filter((row) => row.account === account && row.rule === rule.id);
	const today = own.filter((row) => row.day === day).reduce((sum, row) => sum + row.counted_day, 0);
	return { today, ever: own.reduce((sum, row) => sum + row.counted, 0), budget: memory.counter(budgetOf(rule.id)) };
}

/** What rules gave for an order, and what of that counts. */
export function ruleCounts(memory: MemoryLedger, account: string, source: string): RuleCount[] {
	const rows = memory.rows<Awarded>(RULE_AWARDS).filter((row) => row.account === account && row.source === source && row.points > 0);
	return rows.sort((a, b) => (a.rule < b.rule ? -1 : 1)).map(({ id, rule: of, day, points, counted }) => {
		const rule = memory.row<StoredRule>(RULES, of)!;
		return { id, rule, day, points, counted, given: givenBy(memory, { account, day, rule }) };
	});
}

/** A reward as it stands for a member; null where there is none of that id. */
export function offerOf(memory: MemoryLedger, account: string, id: string): Offer | null {
	const reward = memory.row<Reward>(REWARDS, id);
	if (!reward) return null;
	const own = memory.rows<Voucher>(VOUCHERS).filter((one) => one.account === account && one.reward === id && one.state !== 'cancelled');
	return { reward, issued: memory.counter(stockOf(id)), own: own.length, isEligible: () => true };
}

export function eventState(memory: MemoryLedger, account: string, event: EarningEvent): EventState {
	const { trigger, source, at } = event;
	const rows = memory.rows<{ id: string; account: string; trigger: string; source: string; txn: string; entry: string | null }>(EARNINGS);
	const found = source === null ? undefined : rows.find((row) => row.account === account && row.trigger === trigger && row.source === source);
	const earlier = found ? { id: found.id, txn: found.txn, lot: found.entry === null ? null : structuredClone(memory.lot(found.entry) as Lot) } : null;
	const book = memory.book(account);
	const isAsked = earlier === null && (trigger === 'manual' || at >= book.account.enrolled_at);
	return { book, earlier, rules: isAsked ? ruleState(memory, book, { trigger, at }) : null };
}

/** A published rule that gives points to spend, unless the test says otherwise. */
export const ruleOf = (program: Pick<Program, 'id'>, values: Partial<StoredRule> & { id: string }): StoredRule => ({
	key: values.id, name: values.id, program: program.id, status: 'active', version: 1, trigger: 'order_paid', interaction_kind: null,
	referral_side: null, anniversary_year: null, order_filter: null, interaction_filter: null, customer_filter: null, effect: 'fixed',
	gives: 'points', points: null, per_minor: null, percent: null, reward: null, priority: 100, stack_group: null, exclusive: false,
	starts_at: null, ends_at: null, limit_customer_day: null, limit_customer_total: null, budget_points: null, ...values,
});
