import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { readItems, shapeOf } from '@guanxi/core/items';
import { toMinor } from '@guanxi/core/money';
import type { Item } from '@guanxi/core/shape';
import { contributionsOf, type Contribution } from '../../domain/rules/contributions.ts';
import { amountOf, evaluate, type Award } from '../../domain/rules/evaluate.ts';
import { fieldsOf, matchedBy, withConditions } from '../../domain/rules/matched.ts';
import type { ReferralSide, RuleEvent, Rounding } from '../../domain/rules/rule.ts';
import { rulesAt } from '../../domain/rules/rules-at.ts';
import { ruleOf, type StoredRule } from '../../domain/rules/stored-rule.ts';
import { split } from '../../domain/rules/split.ts';
import { instantOf, type Row } from '../ledger/rows.ts';
import { readVersions } from './read-versions.ts';

/** Something that happened to a customer, with what the rules need to know of it. */
export interface EarningEvent extends RuleEvent {
	/** Id of the order that it is about. */
	order: string | null;
	/** What it is besides, as far as rules ask. */
	interaction?: string | null;
	interactionKind?: string | null;
	referralSide?: ReferralSide | null;
	/** Years since the member joined. */
	anniversaryYear?: number | null;
}

export interface OrderEvent extends EarningEvent {
	order: string;
	customer: string;
	/** As ordered, net; negative for a credit. */
	amountMinor: number;
	/** Null: the home currency. */
	currency: string | null;
	placedAt: Date;
	status: string;
}

/** What an event earns. `points` = sum of `lines` (for events with lines) = sum of `byRule`. */
export interface RuleAward extends Award {
	byRule: Contribution[];
	/** The rules as they stood at the event, with their limits. */
	rules: StoredRule[];
}

/** All that the rules of a program say about an event, read; `decideAward` needs nothing else. */
export interface RuleInputs {
	/** As they stood when it happened. */
	rules: StoredRule[];
	rounding: Rounding;
	/** Ids of the rules whose conditions hold. */
	matched: ReadonlySet<string>;
}

/**
 * A paid order as an event. It happened when it was paid; before that, as it would be when it was placed. Its amount is split over its
 * lines in proportion to theirs, because a discount on the whole order is on none of them. Null when there is no such order.
 *
 * Stable: everything is read through `reader`, so both functions may be called inside a command's `load`.
 */
export async function readOrderEvent(reader: Knex, _schema: SchemaOverview, { order: id }: { order: string }): Promise<OrderEvent | null> {
	const order: Row | undefined = await reader('crm_orders').where({ id }).first();
	if (!order) return null;
	const lines: Row[] = await reader('crm_order_lines').where({ order: id }).orderBy('id').select('id', 'amount');
	return orderEventOf(order, lines);
}

/** What an event earns its customer in a program, by the rules as they stood when it happened. Null when there is no such program. */
export async function readAward(
	reader: Knex,
	schema: SchemaOverview,
	asked: { program: string; customer: string; event: EarningEvent },
): Promise<RuleAward | null> {
	const inputs = await readRuleInputs(reader, schema, asked);
	return inputs && decideAward(asked.event, inputs);
}

/** Reads, and decides nothing. `instead`: what is asked in place of the rules in force. */
export async function readRuleInputs(
	reader: Knex,
	schema: SchemaOverview,
	{ program, customer, event, instead }: { program: string; customer: string; event: EarningEvent; instead?: (rules: StoredRule[]) => StoredRule[] },
): Promise<RuleInputs | null> {
	const rounding = await readRounding(reader, program);
	if (!rounding) return null;
	const inForce = rulesAt(await readVersions(reader, program, event.at), event.at);
	const rules = instead ? instead(inForce) : inForce;
	const asked = withConditions(rules.filter(({ trigger }) => trigger === event.trigger), shapeOf(schema));
	const fields = fieldsOf(asked);
	const read = (collection: string, id: string | null | undefined, wanted: string[]): Promise<Item | null> =>
		id ? readItem(reader, schema, { collection, id, fields: wanted }) : Promise.resolve(null);
	const circumstance = {
		at: event.at,
		order: await read('crm_orders', event.order, fields.order),
		interaction: await read('crm_interactions', event.interaction, fields.interaction),
		customer: await read('crm_customers', customer, fields.customer),
		interactionKind: event.interactionKind ?? null,
		referralSide: event.referralSide ?? null,
		anniversaryYear: event.anniversaryYear ?? null,
	};
	return { rules, rounding, matched: matchedBy(asked, circumstance) };
}

export async function readRounding(reader: Knex, program: string): Promise<Rounding | null> {
	const row: Row | undefined = await reader('crm_loyalty_programs').where({ id: program }).first('rounding');
	return row ? (row['rounding'] === 'half_up' ? 'half_up' : 'floor') : null;
}

/** Nothing is read for conditions that nobody states. */
export async function readItem(
	reader: Knex,
	schema: SchemaOverview,
	{ collection, id, fields }: { collection: string; id: string; fields: string[] },
): Promise<Item | null> {
	if (fields.length === 0) return null;
	return (await readItems(reader, schema, { collection, ids: [id], fields })).get(id) ?? null;
}

/** Pure: the same inputs give the same award. */
export function decideAward(event: RuleEvent, { rules, rounding, matched }: RuleInputs): RuleAward {
	const award = evaluate(event, rules.map(ruleOf), { matched, rounding });
	return { ...award, byRule: contributionsOf(award, amountOf(event)), rules };
}

/** `lines` may be none: then the order itself is the line. */
export function orderEventOf(order: Row, lines: Row[]): OrderEvent {
	const amountMinor = minorOf(order['amount']);
	const id = String(order['id']);
	const shares =
		lines.length > 0 && amountMinor > 0
			? split(amountMinor, lines.map((line) => ({ name: String(line['id']), weight: minorOf(line['amount']) })))
			: new Map([[id, amountMinor]]);
	return {
		trigger: 'order_paid',
		at: instantOf(order['paid_at'] ?? order['placed_at']),
		lines: [...shares].map(([line, share]) => ({ line, amountMinor: share })),
		order: id,
		customer: String(order['customer']),
		amountMinor,
		currency: (order['currency'] as string | null) ?? null,
		placedAt: instantOf(order['placed_at']),
		status: String(order['status'] ?? 'draft'),
	};
}

const minorOf = (stored: unknown): number => toMinor((stored ?? 0) as string | number) ?? 0;
