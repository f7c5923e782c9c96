import type { Call, Host } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { requireRow } from '@guanxi/core/rights';
import { ACCOUNT, LOYALTY_WORDS, ORDER } from '../domain/loyalty-words.ts';
import { TABLES } from '../domain/open-book.ts';

/** The caller may move points of this account, or it is not there for him. */
export const requireAccount = (host: Host, call: Call, id: string): Promise<unknown> =>
	requireRow(host, call, { action: 'update', collection: TABLES.accounts, id, what: ACCOUNT });

/** The caller may see the order, and it is the member's own. */
export async function requireOrderOf(host: Host, call: Call, { account, order }: { account: string; order: string }): Promise<void> {
	await requireRow(host, call, { action: 'read', collection: 'crm_orders', id: order, what: ORDER });
	const { database } = host;
	const isTheirs = await database('crm_orders').where({ id: order }).whereIn('customer', database(TABLES.accounts).where({ id: account }).select('customer')).first('id');
	if (!isTheirs) throw refusal(422, LOYALTY_WORDS, { field: 'order', reason: 'order_of_other_customer' });
}
