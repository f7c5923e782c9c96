import { abcSchema } from '../../schema/abc-scoring/index.ts';
import { coreSchema } from '../../schema/core/index.ts';
import { complaintsSchema } from '../../schema/complaints/index.ts';
import { loyaltySchema } from '../../schema/loyalty/index.ts';
import type { FieldSpec } from '../../schema/model.ts';
import { readsOf } from './rights-table.ts';
import type { Who, Whose } from './world.ts';

const OWNERS = [coreSchema, abcSchema, loyaltySchema, complaintsSchema].flatMap(({ collections, extensions }) => [...collections, ...extensions]);

/** A field that names a row of another collection, and the list of such rows over there, if it has one. */
export interface Link {
	collection: string;
	field: string;
	to: string;
	list: string | null;
}

/** Every relation of our collections, as the schema declares them. */
export const LINKS: Link[] = OWNERS.flatMap(({ collection, fields }) =>
	fields.flatMap(({ field, relation }) =>
		relation ? [{ collection, field, to: relation.collection, list: relation.oneField ?? null }] : [],
	),
);

/** A representative may read such a row because this link leads to an own customer, and else not. */
const DECIDING = [
	'crm_customers.owner', 'crm_contacts.customer', 'crm_orders.customer', 'crm_order_lines.order', 'crm_interactions.customer',
	'crm_events.customer', 'crm_customer_scores.customer', 'crm_loyalty_accounts.customer', 'crm_loyalty_entries.account',
	'crm_complaints.customer',
];

const isVisible = (collection: string, who: Who, whose: Whose): boolean => {
	const cell = readsOf(collection, who);
	return cell === 'all' || (cell === 'own' && whose === 'own');
};

/** Whether a row of one's own is still seen when its link names such a row, and whether that one is. */
export function sightOf(link: Link, who: Who, whose: Whose): { row: boolean; linked: boolean } {
	const linked = isVisible(link.to, who, whose);
	const row = isVisible(link.collection, who, whoseBy(link, whose));
	return { row, linked: row && linked };
}

/** A row is one's own task as soon as it is about an own customer or assigned to oneself. */
const REVEALING = [...DECIDING, 'crm_tasks.customer', 'crm_tasks.assignee'];

/** Whether a foreign row is seen because its link leads to something of one's own. */
export function isRevealed({ collection, field }: Link, who: Who): boolean {
	return isVisible(collection, who, REVEALING.includes(`${collection}.${field}`) ? 'own' : 'foreign');
}

/** Whose row it is after its link was set. */
export const whoseBy = ({ collection, field }: Link, linked: Whose): Whose =>
	DECIDING.includes(`${collection}.${field}`) ? linked : 'own';

/** Nothing of the link may be asked at all. */
export const isClosed = ({ collection, to }: Link, who: Who): boolean =>
	readsOf(collection, who) === '-' || readsOf(to, who) === '-';

/** The first text of a collection that takes any words of up to 31 characters. */
export function textOf(collection: string): string {
	if (collection.startsWith('directus_')) return 'title';
	const takesWords = ({ type, choices, maxLength = 255 }: FieldSpec): boolean =>
		(type === 'string' || type === 'text') && !choices && maxLength >= 31;
	const { fields } = OWNERS.find((spec) => spec.collection === collection)!;
	const field = fields.find(takesWords);
	if (!field) throw new Error(`${collection} has no text to look for: say in test/rights/relations.ts which field to take`);
	return field.field;
}
