import type { Call, Host } from '@guanxi/core/directus';
import { notFound, refusal } from '@guanxi/core/http';
import { requireRow } from '@guanxi/core/rights';
import { z } from 'zod';
import { cardNumberIn } from '../domain/card/card-number.ts';
import { ACCOUNT, CARD, HOLD, LOYALTY_WORDS, ORDER, PROGRAM } from '../domain/loyalty-words.ts';
import { TABLES } from '../domain/ledger/open-book.ts';
import { survivorOf } from './merge/survivor.ts';
import { VOUCHER } from '../domain/rewards/reward-words.ts';
import { VOUCHERS, type Voucher } from '../domain/rewards/voucher.ts';
import { RULE } from '../domain/rules/rule-words.ts';
import { voucherOf } from './rewards/read-vouchers.ts';
import type { Row } from './ledger/rows.ts';
import { RULES } from './rules/read-versions.ts';

/** The caller may move points of this account, or it is not there for him. */
export const requireAccount = (host: Host, call: Call, id: string): Promise<unknown> =>
	requireRow(host, call, { action: 'update', collection: TABLES.accounts, id, what: ACCOUNT });

/** A correction by nothing would be an entry of nothing. */
export function requireSome({ points }: Record<string, unknown>): void {
	if (points === 0) throw refusal(400, LOYALTY_WORDS, { field: 'points', reason: 'zero' });
}

/** The customer's name, for who may read it. */
export async function readableName({ services, database }: Host, { accountability, schema }: Call, customer: string): Promise<string | null> {
	const items = new services.ItemsService<{ name: string }>('crm_customers', { knex: database, schema, accountability });
	try {
		const [row] = await items.readByQuery({ filter: { id: { _eq: customer } }, fields: ['name'], limit: 1 }, { emitEvents: false });
		return row?.name ?? null;
	} catch (error) {
		if ((error as { code?: string }).code === 'FORBIDDEN') return null;
		throw error;
	}
}

/** The caller may see the order, and it is the member's own. */
export async function requireOrderOf(host: Host, call: Call, { account, order }: { account: string; order: string }): Promise<void> {
	await requireRow(host, call, { action: 'read', collection: 'crm_orders', id: order, what: ORDER });
	const { database } = host;
	const { customer: buyer } = (await database('crm_orders').where({ id: order }).first('customer')) as { customer: string };
	const { customer } = (await database(TABLES.accounts).where({ id: account }).first('customer')) as { customer: string };
	const isTheirs = buyer === customer || (await survivorOf(database, buyer)) === customer;
	if (!isTheirs) throw refusal(422, LOYALTY_WORDS, { field: 'order', reason: 'order_of_other_customer' });
}

/** Id of a rule of the member's own program, which is named by its id or key, and which the caller may see. */
export async function requireRuleOf(host: Host, call: Call, { account, rule }: { account: string; rule: string }): Promise<string> {
	const { database } = host;
	const named = z.guid().safeParse(rule).success ? { id: rule.toLowerCase() } : { key: rule };
	const own = database(TABLES.accounts).where({ id: account }).select('program');
	const found: { id: string } | undefined = await database(RULES).where(named).whereIn('program', own).first('id');
	if (!found) throw notFound(RULE);
	await requireRow(host, call, { action: 'read', collection: RULES, id: found.id, what: RULE });
	return found.id;
}

/** The hold's account. Who may not see that account is told the same as of a hold that is not there. */
export async function requireHold({ database, services }: Host, call: Call, id: string): Promise<string> {
	const row: { account: string } | undefined = await database(TABLES.holds).where({ id }).first('account');
	const right = { action: 'update', collection: TABLES.accounts, id: row?.account ?? NO_ACCOUNT, what: HOLD } as const;
	await requireRow({ database, services }, call, right);
	if (!row) throw notFound(HOLD);
	return row.account;
}

export async function requireProgram({ database }: Host, key: string): Promise<Row> {
	const row: Row | undefined = await database(TABLES.programs).where({ key }).first();
	if (!row) throw notFound(PROGRAM);
	return row;
}

/** The voucher with its account and reward, as `requireHold`. A till looks it up by its code, and reads; else it is moved. */
export async function requireVoucher(host: Host, call: Call, asked: { id: string } | { code: string }): Promise<Voucher> {
	const row: Row | undefined = await host.database(VOUCHERS).where(asked).first();
	const action = 'code' in asked ? 'read' : 'update';
	await requireRow(host, call, { action, collection: TABLES.accounts, id: row ? String(row['account']) : NO_ACCOUNT, what: VOUCHER });
	if (!row) throw notFound(VOUCHER);
	return voucherOf(row);
}

/** The account of the member card with this number, which the caller may read; a card of others is as little there as no card. */
export async function requireCard({ database, services }: Host, call: Call, number: string): Promise<string> {
	const row: { id: string } | undefined = await database(TABLES.accounts).where({ card_number: cardNumberIn(number) }).first('id');
	const right = { action: 'read', collection: TABLES.accounts, id: row?.id ?? NO_ACCOUNT, what: CARD } as const;
	await requireRow({ database, services }, call, right);
	if (!row) throw notFound(CARD);
	return row.id;
}

const NO_ACCOUNT = '00000000-0000-4000-8000-000000000000';
