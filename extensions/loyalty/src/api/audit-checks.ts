import { appendOnlyCheck, appendOnlyOf } from '@guanxi/core/append-only';
import type { AuditCheck } from '@guanxi/core/audit';
import { runUnheard } from '@guanxi/core/command';
import type { Knex } from '@guanxi/core/directus';
import { watchCheck } from '@guanxi/core/watch';
import { loyaltySchema } from '@guanxi/schema/loyalty/index';
import { findingsIn } from '../domain/accounts/freeze-broken.ts';
import { TABLES } from '../domain/ledger/open-book.ts';
import { COMMANDS } from './commands.ts';
import { EARNING_AUDIT } from './events/earning-audit.ts';
import { REFERRAL_AUDIT } from './referral/referral-audit.ts';
import { ONCE_AUDIT } from './ledger/once-audit.ts';
import { allLedgers } from './ledger/read-ledgers.ts';
import { ORDER_AUDIT } from './orders/order-audit.ts';
import { REWARD_AUDIT } from './rewards/reward-audit.ts';
import { LIMIT_AUDIT } from './rules/limit-audit.ts';
import { RULE_AUDIT } from './rules/version-audit.ts';
import { wrongTiers } from './tiers/show-tiers.ts';

const MOST = 20;

/** What must hold of stored points, whatever happened. */
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
	watchCheck('loyalty.changes_are_noted', loyaltySchema),
	{ name: 'loyalty.customers_show_their_tier', violations: ({ database }) => wrongShown(database) },
	...ONCE_AUDIT,
	...ORDER_AUDIT,
	...RULE_AUDIT,
	...LIMIT_AUDIT,
	...EARNING_AUDIT,
	...REFERRAL_AUDIT,
	...REWARD_AUDIT,
	...appendOnlyOf(loyaltySchema).map((rule) => appendOnlyCheck('loyalty.entries_are_append_only', rule)),
];

/**
 * "<account>: <what is wrong>", account by account with all of its entries. Nothing is mended; only an account whose balance is
 * proven to be in doubt is frozen, because its commands read open lots alone and would go on.
 */
async function wrongLedgers(database: Knex): Promise<string[]> {
	const wrong: string[] = [];
	for await (const ledger of allLedgers(database)) {
		const found = findingsIn(ledger);
		if (found.length === 0) continue;
		const { id, status } = ledger.account;
		const isFrozen = status === 'frozen' || (found.some(({ stops }) => stops) && (await freeze(database, id)));
		wrong.push(`${id}: ${found.map(({ name, what }) => `${name}, ${what}`).join('; ')}${isFrozen ? ' (frozen)' : ''}`);
	}
	return wrong.slice(0, MOST);
}

async function wrongShown(database: Knex): Promise<string[]> {
	const wrong: string[] = [];
	for await (const page of wrongTiers(database)) wrong.push(...page.map(({ customer }) => customer));
	return wrong.slice(0, MOST);
}

/** Looked at again under the account's lock. */
async function freeze(database: Knex, account: string): Promise<boolean> {
	const request = { input: { account }, caller: 'loyalty.audit', idempotencyKey: null };
	const outcome = await runUnheard(database, COMMANDS.freeze_broken, request);
	return outcome.kind === 'done' && outcome.answer.frozen;
}
