import type { Knex } from '@guanxi/core/directus';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Row } from '../ledger/rows.ts';

/** Who an account is by now: one that was closed when its customer was merged is that of the customer who remained. Else itself. */
export async function livingAccount(reader: Knex, id: string): Promise<string> {
	const own: Row | undefined = await reader(TABLES.accounts).where({ id }).first('program', 'customer', 'status');
	if (own?.['status'] !== 'closed') return id;
	const seen = new Set<string>();
	let customer: unknown = own['customer'];
	while (typeof customer === 'string' && !seen.has(customer)) {
		seen.add(customer);
		const heir: Row | undefined = await reader(TABLES.accounts).where({ program: own['program'], customer }).whereNot({ status: 'closed' }).first('id');
		if (heir) return String(heir['id']);
		customer = ((await reader('crm_customers').where({ id: customer }).first('merged_into')) as Row | undefined)?.['merged_into'];
	}
	return id;
}

/** Accounts of the same program that live on in this one, over any number of merges. */
export async function formerAccounts(reader: Knex, account: string): Promise<string[]> {
	const own: Row | undefined = await reader(TABLES.accounts).where({ id: account }).first('program', 'customer');
	if (!own) return [];
	const merged = new Set<string>();
	for (let step = [String(own['customer'])]; step.length > 0; ) {
		const found: string[] = await reader('crm_customers').whereIn('merged_into', step).pluck('id');
		step = found.filter((id) => !merged.has(id));
		for (const id of step) merged.add(id);
	}
	if (merged.size === 0) return [];
	return reader(TABLES.accounts).where({ program: own['program'], status: 'closed' }).whereIn('customer', [...merged]).pluck('id');
}
