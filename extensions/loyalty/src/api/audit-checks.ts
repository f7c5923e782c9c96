import { appendOnlyCheck, appendOnlyOf } from '@guanxi/core/append-only';
import type { AuditCheck } from '@guanxi/core/audit';
import type { Knex } from '@guanxi/core/directus';
import { watchCheck } from '@guanxi/core/watch';
import { loyaltySchema } from '@guanxi/schema/loyalty/index';
import { INVARIANTS, type Ledger } from '../domain/invariants.ts';
import { TABLES } from '../domain/open-book.ts';
import { accountOf, entryOf, holdOf, programOf, type Row } from './rows.ts';
import { RULE_AUDIT } from './rules/version-audit.ts';
import { inSnapshot } from './snapshot.ts';

const PAGE = 200;
const MOST = 20;

/** What must hold of stored points, whatever happened. Nothing is mended. An account whose balances disagree with its lots refuses every movement by itself. */
export const AUDIT_CHECKS: AuditCheck[] = [
	{ name: 'loyalty.every_ledger_is_right', violations: ({ database }) => wrongLedgers(database) },
	{
		name: 'loyalty.what_leaves_one_account_reaches_another',
		violations: ({ database }) =>
			database(TABLES.entries).where({ contra: 'transfer' }).groupBy('txn').havingRaw('SUM(points) <> 0').limit(MOST).pluck('txn'),
	},
	{
		name: 'loyalty.customers_show_their_points',
		violations: ({ database }) =>
			database('crm_customers as customer')
				.leftJoin(`${TABLES.accounts} as account`, 'account.customer', 'customer.id')
				.groupBy('customer.id', 'customer.points_available')
				.havingRaw('COALESCE(SUM(account.available), 0) <> COALESCE(customer.points_available, 0)')
				.limit(MOST)
				.pluck('customer.id'),
	},
	watchCheck('loyalty.changed_orders_are_noted', loyaltySchema),
	{
		name: 'loyalty.customers_show_their_tier',
		violations: ({ database }) =>
			database('crm_customers as customer')
				.leftJoin(`${TABLES.accounts} as account`, (on) => {
					void on.on('account.customer', 'customer.id').andOnNotNull('account.tier').andOnVal('account.status', '<>', 'closed');
				})
				.groupBy('customer.id', 'customer.loyalty_tier')
				.havingRaw('(COUNT(account.id) = 0) <> (customer.loyalty_tier IS NULL)')
				.limit(MOST)
				.pluck('customer.id'),
	},
	...RULE_AUDIT,
	...appendOnlyOf(loyaltySchema).map((rule) => appendOnlyCheck('loyalty.entries_are_append_only', rule)),
];

/** "<account>: <what is wrong>", account by account with all of its entries; memory holds a page of accounts. */
async function wrongLedgers(database: Knex): Promise<string[]> {
	const wrong: string[] = [];
	for (let after = ''; wrong.length < MOST; ) {
		const ledgers = await readLedgers(database, after);
		for (const ledger of ledgers) {
			const said = INVARIANTS.flatMap(({ name, broken }) => {
				const what = toldBy(() => broken(ledger));
				return what === null ? [] : [`${name}, ${what}`];
			});
			if (said.length > 0) wrong.push(`${ledger.account.id}: ${said.join('; ')}`);
		}
		if (ledgers.length < PAGE) break;
		after = ledgers.at(-1)!.account.id;
	}
	return wrong;
}

/** A row damaged beyond reckoning is a finding about its account, and no reason to pass over the others. */
function toldBy(check: () => string | null): string | null {
	try {
		return check();
	} catch (error) {
		return `cannot be reckoned (${error instanceof Error ? error.message : String(error)})`;
	}
}

function readLedgers(database: Knex, after: string): Promise<Ledger[]> {
	return inSnapshot(database, async (trx) => {
		const page = trx(TABLES.accounts).orderBy('id').limit(PAGE);
		const accounts = ((await (after === '' ? page : page.where('id', '>', after))) as Row[]).map(accountOf);
		const ids = accounts.map(({ id }) => id);
		const programs = new Map(((await trx(TABLES.programs)) as Row[]).map((row) => [String(row['id']), programOf(row)]));
		const entries = byAccount((await trx(TABLES.entries).whereIn('account', ids).orderBy('seq')) as Row[], entryOf);
		const holds = byAccount((await trx(TABLES.holds).whereIn('account', ids)) as Row[], holdOf);
		return accounts.map((account) => ({
			account,
			program: programs.get(account.program)!,
			entries: entries.get(account.id) ?? [],
			holds: holds.get(account.id) ?? [],
		}));
	});
}

function byAccount<T extends { account: string }>(rows: Row[], decode: (row: Row) => T): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of rows.map(decode)) {
		const group = groups.get(item.account);
		if (group) group.push(item);
		else groups.set(item.account, [item]);
	}
	return groups;
}
