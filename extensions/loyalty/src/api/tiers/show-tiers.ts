import type { ActionHandler } from '@guanxi/core/action-handler';
import { purgeCache } from '@guanxi/core/cache';
import type { Host, Knex } from '@guanxi/core/directus';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { bestShown, shownTier } from '../../domain/tiers/tier-state.ts';
import type { Row } from '../ledger/rows.ts';
import { tierPolicyOf } from './tier-rows.ts';

const PAGE = 500;

/** Movements name tiers by their keys; when a program gives them other names, its members show those soon after. */
export const tiersChanged = (host: Host): ActionHandler<Knex> => ({
	kind: 'loyalty.tiers-changed',
	perform: async ({ subjectId }) => {
		if ((await showTiers(host.database, String(subjectId))) > 0) await purgeCache(host);
	},
});

/** How many customers show another name now. What a command shows meanwhile is left to it. */
export async function showTiers(database: Knex, program: string): Promise<number> {
	let changed = 0;
	for await (const page of wrongTiers(database, program)) {
		for (const { customer, shown, right } of page) {
			changed += await database('crm_customers').where({ id: customer, loyalty_tier: shown }).update({ loyalty_tier: right });
		}
	}
	return changed;
}

interface WrongTier {
	customer: string;
	shown: string | null;
	right: string | null;
}

/** Customers who show another tier than their accounts have, by pages; `program`: only those with a tier in it. */
export async function* wrongTiers(database: Knex, program?: string): AsyncGenerator<WrongTier[]> {
	const programs: Row[] = await database(TABLES.programs).select('id', 'tiers');
	const policies = new Map(programs.map((row) => [String(row['id']), tierPolicyOf(row)]));
	let last: string | null = null;
	for (;;) {
		const page = withTier(database, program).orderBy('customer.id').limit(PAGE);
		const customers: Row[] = await (last === null ? page : page.where('customer.id', '>', last));
		if (customers.length === 0) return;
		const ids = customers.map(({ id }) => String(id));
		last = ids.at(-1)!;
		const accounts: Row[] = await database(TABLES.accounts).whereIn('customer', ids).whereNotNull('tier').select('customer', 'program', 'tier', 'status');
		const byCustomer = Map.groupBy(accounts, (row) => String(row['customer']));
		const rightOf = (id: string): string | null =>
			bestShown((byCustomer.get(id) ?? []).map((row) => shownTier(policies.get(String(row['program']))!, row as { tier: string; status: string })));
		yield customers
			.map((row): WrongTier => ({ customer: String(row['id']), shown: row['loyalty_tier'] as string | null, right: rightOf(String(row['id'])) }))
			.filter(({ shown, right }) => shown !== right);
	}
}

function withTier(database: Knex, program: string | undefined): Knex.QueryBuilder {
	const customers = database('crm_customers as customer').select('customer.id', 'customer.loyalty_tier');
	const members = database(TABLES.accounts).whereNotNull('tier').select('customer');
	if (program !== undefined) return customers.whereIn('customer.id', members.where({ program }));
	return customers.where((query) => void query.whereNotNull('customer.loyalty_tier').orWhereIn('customer.id', members));
}
