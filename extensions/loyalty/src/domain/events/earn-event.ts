import type { Circumstances, Decision, Effect } from '@guanxi/core/decision';
import { addEarned } from '../ledger/add-earned.ts';
import { wouldOverflow } from '../accounts/accrue.ts';
import { balanceOf, pointsFact, type Balance } from '../accounts/answers.ts';
import { award, countEarned } from '../validity/cap.ts';
import type { Book, Entry, Lot, Source } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { REFUSALS } from '../refusals.ts';
import { giveRewards } from '../rewards/gifts.ts';
import { countRules, type RulesDue } from '../rules/count-rules.ts';
import { decideAward, dueOf, type RuleState } from '../rules/decide-award.ts';
import type { Outcome } from '../rules/evaluate.ts';
import type { ReferralSide, Trigger } from '../rules/rule.ts';

/** Something besides a paid order that may earn points. */
export interface EarningEvent {
	trigger: Exclude<Trigger, 'order_paid'>;
	/** When it happened; rules are asked as they stood then. */
	at: Date;
	/** Names it among those of its trigger: the same one earns once for an account. Null: each is another one. */
	source: string | null;
	/** Id of the interaction that it is about. */
	interaction?: string;
	interactionKind?: string | null;
	referralSide?: ReferralSide;
	anniversaryYear?: number;
	/** Points cannot be spent, and rewards not used, before this day. */
	availableFrom?: string;
	/** The only rule that is asked. */
	rule?: string;
	/** For whoever looks at the entry later. */
	reason?: string;
}

export interface EventDue extends RulesDue {
	/** What became of each rule that was asked. */
	outcomes: ReadonlyMap<string, { name: string; outcome: Outcome }>;
}

export interface EventState {
	book: Book;
	/** What the rules say of it; null: it was before the member joined, or has earned already. */
	rules: RuleState | null;
	/** What it earned when it was told before; the lot is null where limits and caps left nothing. */
	earlier: { id: string; txn: string; lot: Lot | null } | null;
}

export interface EventEarned extends Balance {
	txn: string;
	points: number;
	tier_points: number;
	/** The lot; null where it earned nothing. */
	entry: string | null;
	status: Lot['status'] | null;
	available_on: string | null;
	expires_on: string | null;
	/** Of rules that applied; none: it may earn when it is told again. */
	rules: number;
	/** It was told before, and this is what it earned then. */
	replayed: boolean;
}

export const EARNINGS = 'crm_loyalty_earnings';

/**
 * What happened earns by the rules of its time, once, within limits and the cap. Which rule applied once decides for good: what a limit or
 * cap held back does not come when it is told again. Where none applied nothing is kept, so it may earn after it was corrected; only a day
 * of the calendar is looked at once.
 */
export function earnEvent(state: EventState, { event }: { event: EarningEvent }, circumstances: Circumstances): Decision<EventEarned> {
	const { book, earlier } = state;
	if (earlier) return { answer: answerOf(book.account, { txn: earlier.txn, lot: earlier.lot, rules: 1, replayed: true }) };
	if (book.program.status === 'ended') return REFUSALS.ended();
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const txn = draft.newId();
	const due = eventDue(state, event);
	const rules = due?.byRule.length ?? 0;
	if (!due || (rules === 0 && !isDay(event))) return closeBook(draft, () => ({ answer: answerOf(draft.account, { txn, lot: null, rules, replayed: false }) }));
	const points = award(draft, due.points);
	if (wouldOverflow(draft, points)) return REFUSALS.tooManyPoints();
	const { tierPoints } = due;
	const isWorth = points > 0 || tierPoints > 0;
	const why = (): Pick<Entry, 'reason'> & { source: Source } => ({ source: sourceOf(event, due), reason: event.reason ?? namesOf(due) });
	const lot = isWorth ? addEarned(draft, { points, tierPoints, at: event.at, availableFrom: event.availableFrom, txn, ...why() }) : null;
	countEarned(draft, points);
	const earning = draft.newId();
	const row = { id: earning, account: draft.account.id, trigger: event.trigger, source: event.source ?? txn, txn, entry: lot?.id ?? null };
	const gifts = giveRewards(draft, due.gifts, earning, event.availableFrom);
	const effects: Effect[] = [{ insert: EARNINGS, rows: [row] }, ...countRules(draft, due, { source: earning, points }), ...gifts.effects];
	return closeBook(draft, () => ({
		answer: answerOf(draft.account, { txn, lot, rules, replayed: false }),
		effects,
		facts: [...(points > 0 ? [pointsFact(draft, 'accrued', { txn, points, trigger: event.trigger, source: row.source })] : []), ...gifts.facts],
		actions: gifts.actions,
	}));
}

/** What the rules give for an event, or the one that alone is asked. */
export function eventDue({ book, rules: said }: EventState, { trigger, at, rule: only }: EarningEvent): EventDue | null {
	if (!said) return null;
	const rules = only === undefined ? said.rules : said.rules.filter(({ id }) => id === only);
	const award = decideAward({ trigger, at, lines: [] }, { ...said, rules });
	const names = new Map(rules.map(({ id, name }) => [id, name]));
	const outcomes = new Map(award.explanation.map(({ rule: { id, key }, outcome }) => [id, { name: names.get(id) ?? key, outcome }]));
	return { ...dueOf(award, { ...said, rules }, { at, timezone: book.program.timezone }), outcomes };
}

function answerOf(account: Balance, { txn, lot, ...more }: { txn: string; lot: Lot | null; rules: number; replayed: boolean }): EventEarned {
	const { points = 0, tier_points = 0, status = null, available_on = null, expires_on = null } = lot ?? {};
	return { txn, points, tier_points, entry: lot?.id ?? null, status, available_on, expires_on, ...more, ...balanceOf(account) };
}

const isDay = ({ trigger }: EarningEvent): boolean => trigger === 'birthday' || trigger === 'anniversary';

/** An entry names the rule that gave most of it, or the referral. */
function sourceOf({ trigger, source }: EarningEvent, { byRule }: RulesDue): Source {
	if (trigger === 'referral_qualified' && source !== null) return { type: 'referral', id: source };
	const most = byRule.reduce((best, one) => (one.points > best.points || (one.points === best.points && one.tierPoints > best.tierPoints) ? one : best));
	return { type: 'rule', id: most.rule };
}

const MOST_LETTERS = 255;

/** By their names people know the rules. */
const namesOf = ({ byRule, outcomes }: EventDue): string => byRule.map(({ rule }) => outcomes.get(rule)?.name ?? rule).join(' + ').slice(0, MOST_LETTERS);
