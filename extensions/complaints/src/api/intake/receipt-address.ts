import type { Knex } from '@guanxi/core/directus';
import { COMPLAINTS } from '../../domain/case/case.ts';
import { textOf, type Row } from '../rows.ts';

/** Where a receipt goes: the address that was given, else the customer's. */
export async function addressOf(reader: Knex, complaint: string): Promise<string | null> {
	const row: Row | undefined = await reader(`${COMPLAINTS} as item`)
		.leftJoin('crm_customers as customer', 'customer.id', 'item.customer')
		.where('item.id', complaint)
		.first('item.email as given', 'customer.email as own');
	return textOf(row?.['given']) ?? textOf(row?.['own']);
}
