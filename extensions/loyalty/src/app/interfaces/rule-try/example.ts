import type { SavedRule } from '../../shared/use-saved-rule.ts';

/** What a rule is tried on: what its conditions ask about, else a member. */
export type ExampleKind = 'order' | 'interaction' | 'member';

export interface Example {
	id: string;
	customer: { id: string; name: string; code?: string | null } | null;
	number?: string;
	amount?: string | number;
	currency?: string | null;
	placed_at?: string;
	subject?: string | null;
	occurred_at?: string;
}

export function kindOf({ trigger, interaction_filter }: SavedRule): ExampleKind {
	if (trigger === 'order_paid') return 'order';
	return trigger === 'interaction' && interaction_filter ? 'interaction' : 'member';
}

/** Where the examples for a rule are read. */
export function listOf(rule: SavedRule): { path: string; params: Record<string, unknown> } {
	const list = (collection: string, fields: string, sort: string, filter: object) => ({
		path: `/items/${collection}`,
		params: { fields: `id,customer.id,customer.name,${fields}`, filter: JSON.stringify(filter), sort, limit: 100 },
	});
	const kind = rule.interaction_kind ? { kind: { _eq: rule.interaction_kind } } : {};
	const members = { program: { key: { _eq: rule.program.key } }, customer: { _nnull: true }, status: { _neq: 'closed' } };
	return {
		order: () => list('crm_orders', 'number,amount,currency,placed_at', '-placed_at', { status: { _in: ['paid', 'refunded'] } }),
		interaction: () => list('crm_interactions', 'subject,occurred_at', '-occurred_at', { customer: { _nnull: true }, ...kind }),
		member: () => list('crm_loyalty_accounts', 'customer.code', 'customer.name', members),
	}[kindOf(rule)]();
}

/** An event is the one that the rule is about, in what the rule says of it. */
export function questionOf(rule: SavedRule, { id, customer }: Example): object | null {
	if (!customer) return null;
	const asked = { program: rule.program.key, customer: customer.id, rule: rule.id };
	const kind = kindOf(rule);
	if (kind === 'order') return { ...asked, order: id };
	const { trigger, interaction_kind, referral_side, anniversary_year } = rule;
	if (kind === 'interaction') return { ...asked, event: { trigger, interaction: id } };
	const said = Object.entries({ interaction_kind, referral_side, anniversary_year }).filter(([, value]) => value !== null);
	return { ...asked, event: { trigger, ...Object.fromEntries(said) } };
}
