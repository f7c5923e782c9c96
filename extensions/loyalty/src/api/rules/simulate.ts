import type { Host, Knex, SchemaOverview } from '@guanxi/core/directus';
import { readSettings } from '@guanxi/core/settings';
import { shapeOf } from '@guanxi/core/items';
import { fromMinor } from '@guanxi/core/money';
import type { Locale } from '@guanxi/core/words';
import type { SimulateAnswer } from '../../contract/rule-answers.ts';
import { orderEventOf } from '../../domain/orders/order-event.ts';
import { decideAward, type RuleAward } from '../../domain/rules/decide-award.ts';
import { inHomeCurrency } from '../../domain/rules/home-currency.ts';
import { REWARDS } from '../../domain/rewards/reward.ts';
import { fieldsOf, matchedBy, withConditions } from '../../domain/rules/matched.ts';
import { outcomeText } from '../../domain/rules/outcome-text.ts';
import type { RuleEvent } from '../../domain/rules/rule.ts';
import { rulesAt } from '../../domain/rules/rules-at.ts';
import { storedRuleOf, type StoredRule } from '../../domain/rules/stored-rule.ts';
import type { Row } from '../ledger/rows.ts';
import { givenItem, type MayRead } from './given-order.ts';
import { orderOf } from '../orders/order-row.ts';
import { readItem, readRounding, readRuleInputs, type Happening } from './read-rules.ts';
import { readVersions, RULES } from './read-versions.ts';

export interface AskedOrder {
	row: Row;
	lines: Row[];
	/** Of one that is only thought of, whose caller says what it is linked with; null: it is stored. */
	mayRead: MayRead | null;
}

interface Question {
	program: string;
	customer: string;
	order: AskedOrder;
	/** Tried as it is now, also a draft, in place of what it said when the order was paid. */
	rule: string | null;
}

/** What an order would earn, and why. Writes nothing. */
export async function simulate(host: Host, schema: SchemaOverview, { program, customer, order, rule }: Question, locale: Locale): Promise<SimulateAnswer> {
	const { database } = host;
	const event = inHomeCurrency(orderEventOf(orderOf(order.row, order.lines)), await readSettings(database));
	const inForce = rulesAt(await readVersions(database, program, event.at), event.at);
	const rules = rule ? tried(inForce, await readRule(host, rule)) : inForce;
	const asked = withConditions(rules.filter(({ trigger }) => trigger === 'order_paid'), shapeOf(schema));
	const fields = fieldsOf(asked);
	const of = { collection: 'crm_orders', fields: fields.order };
	const matched = matchedBy(asked, {
		at: event.at,
		order: order.mayRead
			? await givenItem(database, schema, { ...of, given: { ...order.row, lines: order.lines }, mayRead: order.mayRead })
			: await readItem(database, schema, { ...of, id: event.order }),
		customer: await readItem(database, schema, { collection: 'crm_customers', id: customer, fields: fields.customer }),
		interactionKind: null,
	});
	const rounding = (await readRounding(database, program))!;
	const award = decideAward(event, { rules, rounding, matched });
	return answered(award, event, { locale, rules, rewards: await readRewards(database, award) });
}

/** What something besides an order would earn. Given by hand, a rule stands alone. */
export async function simulateEvent(
	host: Host,
	schema: SchemaOverview,
	{ rule, event, ...whose }: { program: string; customer: string; event: Happening; rule: string | null },
	locale: Locale,
): Promise<SimulateAnswer> {
	const edited = rule === null ? null : await readRule(host, rule);
	const instead = (rules: StoredRule[]): StoredRule[] => {
		const all = edited ? tried(rules, edited) : rules;
		return event.trigger === 'manual' && edited ? all.filter(({ id }) => id === edited.id) : all;
	};
	const inputs = (await readRuleInputs(host.database, schema, { ...whose, event, instead }))!;
	const happened = { trigger: event.trigger, at: event.at, lines: [] };
	const award = decideAward(happened, inputs);
	return answered(award, happened, { locale, rules: inputs.rules, rewards: await readRewards(host.database, award) });
}

/** The rule as it is edited takes the place of what it said before, as if it were published. */
export function tried(rules: StoredRule[], rule: StoredRule): StoredRule[] {
	return [...rules.filter(({ id }) => id !== rule.id), { ...rule, status: 'active' }];
}

export const readRule = async ({ database }: Pick<Host, 'database'>, id: string): Promise<StoredRule> =>
	storedRuleOf((await database(RULES).where({ id }).first()) as Row);

interface Named {
	key: string;
	name: string;
}

/** What rules give besides points, by id. */
async function readRewards(database: Knex, { explanation }: RuleAward): Promise<Map<string, Named>> {
	const ids = explanation.flatMap(({ rule: { effect } }) => (effect.kind === 'reward' ? [effect.reward] : []));
	const rows: (Named & { id: string })[] = ids.length === 0 ? [] : await database(REWARDS).whereIn('id', ids).select('id', 'key', 'name');
	return new Map(rows.map((row) => [row.id, row]));
}

interface Said {
	locale: Locale;
	rules: StoredRule[];
	rewards: ReadonlyMap<string, Named>;
}

function answered(award: RuleAward, { at, lines }: RuleEvent, { locale, rules, rewards }: Said): SimulateAnswer {
	const names = new Map(rules.map(({ id, name }) => [id, name]));
	return {
		points: award.points,
		tier_points: award.tierPoints,
		rules: award.explanation.map((told) => {
			const { points = 0, tierPoints = 0 } = award.byRule.find(({ rule }) => rule === told.rule.id) ?? {};
			const { effect } = told.rule;
			const reward = effect.kind === 'reward' ? rewards.get(effect.reward) : undefined;
			const by = told.by ? (names.get(told.by.id) ?? told.by.key) : '';
			return {
				rule: told.rule.id,
				key: told.rule.key,
				name: names.get(told.rule.id) ?? told.rule.key,
				version: told.rule.version,
				outcome: told.outcome,
				points,
				tier_points: tierPoints,
				...(reward ? { reward: reward.key } : {}),
				...(told.by ? { by: told.by.key } : {}),
				message: outcomeText(told, { points, tierPoints, by, at, reward: reward?.name ?? '' }, locale),
			};
		}),
		lines: lines.map(({ line, amountMinor }) => ({ line, amount: Number(fromMinor(amountMinor)), points: award.lines.get(line) ?? 0 })),
	};
}
