import type { Knex } from '@guanxi/core/directus';
import { toMinor } from '@guanxi/core/money';
import { readSettings } from '@guanxi/core/settings';
import type { Period } from '../../domain/ledger/model.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { refundedOf, type Order } from '../../domain/orders/order.ts';
import { REFERRALS, type AttributionState, type Party } from '../../domain/referral/attribute.ts';
import type { FollowState, RefereeOrder, ReferralPolicy } from '../../domain/referral/follow-referral.ts';
import type { Referral, Rejection } from '../../domain/referral/referral.ts';
import { readReferralCode } from '../../domain/referral/referral-code.ts';
import { inHomeCurrency, type Rates } from '../../domain/rules/home-currency.ts';
import { livingAccount } from './living-account.ts';
import { orderOf } from '../orders/order-row.ts';
import { dayOf, instantOf, points, type Row } from '../ledger/rows.ts';

export const referralOf = (row: Row): Referral => ({
	id: String(row['id']),
	referrer: String(row['referrer']),
	state: row['state'] as Referral['state'],
	reason: (row['reason'] as Rejection | null) ?? null,
	attributed_at_ms: points(row['attributed_at_ms']),
	order_id: (row['order_id'] as string | null) ?? null,
	qualified_at_ms: row['qualified_at_ms'] === null ? null : points(row['qualified_at_ms']),
	confirms_on: dayOf(row['confirms_on']),
});

export async function readReferral(reader: Knex, account: string): Promise<Referral | null> {
	const row: Row | undefined = await reader(REFERRALS).where({ id: account }).first();
	return row ? referralOf(row) : null;
}

/** The account whose code it is, in a program; codes of members that were merged go on working. */
export async function findByCode(reader: Knex, program: string, typed: string): Promise<string | null> {
	const code = readReferralCode(typed);
	const row: Row | undefined = code === null ? undefined : await reader(TABLES.accounts).where({ program, referral_code: code }).first('id');
	return row ? livingAccount(reader, String(row['id'])) : null;
}

export async function readAttribution(reader: Knex, account: string, code: string): Promise<AttributionState> {
	const { program: id } = await reader(TABLES.accounts).where({ id: account }).first('program');
	const program = await reader(TABLES.programs).where({ id }).first('key');
	const referee = await readParty(reader, account);
	const found = await findByCode(reader, String(id), code);
	const { referred_by: by } = await reader('crm_customers').where({ id: referee.customer }).first('referred_by');
	const paid: Row | undefined = await reader('crm_orders').where({ customer: referee.customer }).whereIn('status', ['paid', 'refunded']).first('id');
	return {
		program: { key: String(program.key) },
		referee: { ...referee, hasPaid: paid !== undefined, referredBy: (by as string | null) ?? null },
		referrer: found === null ? null : await readParty(reader, found),
		ancestors: found === null ? [] : await readAncestors(reader, found),
		referral: await readReferral(reader, account),
	};
}

/** A referral by its id, with the account that was named; and both sides as they are by now, should one have been merged. */
export interface Following {
	id: string;
	named: string;
	referee: string;
	referrer: string;
}

/** All orders of the referee, because the first one decides; whoever may still be rewarded has few. */
export async function readFollowing(reader: Knex, { id, named, ...sides }: Following): Promise<FollowState> {
	const stored: Row = await reader(`${TABLES.programs} as program`)
		.join(`${TABLES.accounts} as account`, 'account.program', 'program.id')
		.where('account.id', id)
		.first('program.key', 'program.timezone', 'referral_min_amount', 'referral_wait_days', 'referral_cap_count', 'referral_cap_period');
	const found = await readReferral(reader, id);
	const referee = await readParty(reader, sides.referee);
	const others: unknown[] = await reader(REFERRALS).whereIn('referrer', [named, sides.referrer]).whereNot({ id }).whereIn('state', ['qualified', 'confirmed']).pluck('qualified_at_ms');
	return {
		program: { key: String(stored['key']) },
		policy: policyOf(stored),
		// Named another one since somebody looked: that is another command's business.
		referral: found?.referrer === named ? found : null,
		referee,
		referrer: await readParty(reader, sides.referrer),
		orders: await readOrders(reader, referee.customer),
		others: others.map((at) => new Date(points(at))),
	};
}

const policyOf = (row: Row): ReferralPolicy => ({
	timezone: String(row['timezone']),
	minMinor: toMinor((row['referral_min_amount'] ?? 0) as string | number) ?? 0,
	waitDays: Number(row['referral_wait_days'] ?? 0),
	cap: row['referral_cap_count'] === null ? null : { count: Number(row['referral_cap_count']), period: (row['referral_cap_period'] ?? 'year') as Period },
});

async function readParty(reader: Knex, account: string): Promise<Party> {
	const { customer, status } = (await reader(TABLES.accounts).where({ id: account }).first('customer', 'status')) as Row;
	const columns = ['phone', 'email', 'wechat'];
	const own: Party['reachable'] = await reader('crm_customers').where({ id: customer }).select(columns);
	const people: Party['reachable'] = await reader('crm_contacts').where({ customer }).select(columns);
	return { account, customer: String(customer), status: status as Party['status'], reachable: [...own, ...people] };
}

/** Ends where a chain comes back to itself, which the audit tells of. */
async function readAncestors(reader: Knex, account: string): Promise<string[]> {
	const chain = [account];
	for (;;) {
		const row: Row | undefined = await reader(REFERRALS).where({ id: chain.at(-1) }).whereNot({ state: 'rejected' }).first('referrer');
		if (!row || chain.includes(String(row['referrer']))) return chain;
		chain.push(String(row['referrer']));
	}
}

async function readOrders(reader: Knex, customer: string): Promise<RefereeOrder[]> {
	const rows: Row[] = await reader('crm_orders').where({ customer }).whereIn('status', ['paid', 'refunded']);
	const lines: Row[] = rows.length === 0 ? [] : await reader('crm_order_lines').whereIn('order', rows.map(({ id }) => String(id)));
	const settings = await readSettings(reader);
	const timeOf = (row: Row): number => instantOf(row['paid_at'] ?? row['placed_at']).getTime();
	const sorted = rows.sort((a, b) => timeOf(a) - timeOf(b) || (String(a['id']) < String(b['id']) ? -1 : 1));
	return sorted.map((row) => {
		const order = orderOf(row, lines.filter((line) => line['order'] === row['id']));
		return { id: order.id, paidAt: order.paidAt, keptMinor: keptOf(order, settings) };
	});
}

const keptOf = (order: Order, rates: Rates): number =>
	inHomeCurrency({ ...order, amountMinor: order.amountMinor - refundedOf(order), lines: [] }, rates).amountMinor;
