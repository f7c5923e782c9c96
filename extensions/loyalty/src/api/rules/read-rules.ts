import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { readItems, shapeOf } from '@guanxi/core/items';
import type { Item } from '@guanxi/core/shape';
import { dateIn } from '@guanxi/core/time';
import type { Book } from '../../domain/ledger/model.ts';
import type { RuleInputs, RuleState } from '../../domain/rules/decide-award.ts';
import { isInForce } from '../../domain/rules/evaluate.ts';
import { isLimited, type Given } from '../../domain/rules/limits.ts';
import { fieldsOf, matchedBy, withConditions } from '../../domain/rules/matched.ts';
import type { ReferralSide, Rounding, Trigger } from '../../domain/rules/rule.ts';
import { rulesAt } from '../../domain/rules/rules-at.ts';
import type { StoredRule } from '../../domain/rules/stored-rule.ts';
import type { Row } from '../ledger/rows.ts';
import { readGiftOffers } from '../rewards/read-gifts.ts';
import { readGiven } from './read-counts.ts';
import { readVersions } from './read-versions.ts';

/** Something that happened, as far as conditions of rules ask. */
export interface Happening {
	trigger: Trigger;
	at: Date;
	/** Ids of what it is about. */
	order?: string | null;
	interaction?: string | null;
	interactionKind?: string | null;
	referralSide?: ReferralSide | null;
	/** Years since the member joined. */
	anniversaryYear?: number | null;
}

interface Question {
	program: string;
	customer: string;
	event: Happening;
	/** What is asked in place of the rules in force. */
	instead?: (rules: StoredRule[]) => StoredRule[];
}

/**
 * All that rules say about an event for one member, as a decision needs it; read with the account's lock held, so inside a command's
 * `load`. Budgets and stocks are shared by all members: those of every rule that holds are locked from here on, after the accounts.
 * Null when there is no such program.
 */
export async function readRuleState(reader: Knex, schema: SchemaOverview, { book, event }: { book: Book; event: Happening }): Promise<RuleState | null> {
	const { account, program } = book;
	const inputs = await readRuleInputs(reader, schema, { program: account.program, customer: account.customer, event });
	if (!inputs) return null;
	const held = inputs.rules.filter(({ id }) => inputs.matched.has(id));
	const given = await readAllGiven(reader, { account: account.id, day: dateIn(event.at, program.timezone), rules: held.filter(isLimited) });
	return { ...inputs, given, offers: await readGiftOffers(reader, schema, { book, rules: held }) };
}

async function readAllGiven(reader: Knex, { account, day, rules }: { account: string; day: string; rules: StoredRule[] }): Promise<Map<string, Given>> {
	const given = new Map<string, Given>();
	for (const rule of [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))) given.set(rule.id, await readGiven(reader, { account, day, rule }));
	return given;
}

/** The same without limits and rewards, which nobody needs who only tries rules. */
export async function readRuleInputs(reader: Knex, schema: SchemaOverview, { program, customer, event, instead }: Question): Promise<RuleInputs | null> {
	const rounding = await readRounding(reader, program);
	if (!rounding) return null;
	const standing = rulesAt(await readVersions(reader, program, event.at), event.at);
	const rules = instead ? instead(standing) : standing;
	const asked = withConditions(rules.filter((rule) => rule.trigger === event.trigger && isInForce(rule, event.at)), shapeOf(schema));
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
