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

/** Accounts of the same program that live on in this one. */
export async function formerAccounts(reader: Knex, account: string): Promise<string[]> {
	const former: string[] = await reader(`${TABLES.accounts} as former`)
		.join('crm_customers as customer', 'customer.id', 'former.customer')
		.join(`${TABLES.accounts} as heir`, (on) => void on.on('heir.customer', 'customer.merged_into').on('heir.program', 'former.program'))
		.where({ 'heir.id': account, 'former.status': 'closed' })
		.pluck('former.id');
	return former;
}
