import type { IndexSpec, TableSpec } from '../model.ts';

export const LOYALTY_TABLES: TableSpec[] = [
	{
		/** Holds in flight and what became of them; the entries of a hold have its id as their transaction. */
		table: 'crm_loyalty_holds',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'account', type: 'uuid', notNull: true },
			{ column: 'points', type: 'bigInteger', notNull: true },
			{ column: 'posted_points', type: 'bigInteger', notNull: true },
			{ column: 'state', type: 'string', maxLength: 16, notNull: true },
			{ column: 'expires_at_ms', type: 'bigInteger', notNull: true },
			{ column: 'created_at_ms', type: 'bigInteger', notNull: true },
			{ column: 'resolved_at_ms', type: 'bigInteger' },
		],
	},
	{
		/** Customers with an account, by its id: triggers ask here, because SQLite cannot rebuild a table that a trigger of another one names. */
		table: 'crm_loyalty_members',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'customer', type: 'uuid', notNull: true },
		],
	},
	{
		/** What each line of an order was worth and earned when the order was paid; refunds are measured against it. */
		table: 'crm_loyalty_order_lines',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'account', type: 'uuid', notNull: true },
			{ column: 'order_id', type: 'uuid', notNull: true },
			{ column: 'line', type: 'uuid', notNull: true },
			{ column: 'amount_minor', type: 'bigInteger', notNull: true },
			{ column: 'points', type: 'bigInteger', notNull: true },
			{ column: 'tier_points', type: 'bigInteger', notNull: true },
		],
		unique: [['account', 'order_id', 'line']],
	},
	{
		/** What earned besides orders: each event once for an account. `entry` is what it earned; null where limits and caps left nothing. */
		table: 'crm_loyalty_earnings',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'account', type: 'uuid', notNull: true },
			{ column: 'trigger', type: 'string', maxLength: 31, notNull: true },
			{ column: 'source', type: 'string', maxLength: 64, notNull: true },
			{ column: 'txn', type: 'string', maxLength: 36, notNull: true },
			{ column: 'entry', type: 'uuid' },
		],
		unique: [['account', 'trigger', 'source']],
	},
	{
		/**
		 * What each rule has given for what, which never changes, and what of it counts: limits and budgets by `counted`, the limit by day by
		 * `counted_day`, which refunds on later days leave alone. Null: all of it.
		 */
		table: 'crm_loyalty_rule_awards',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'account', type: 'uuid', notNull: true },
			{ column: 'rule', type: 'uuid', notNull: true },
			{ column: 'source', type: 'uuid', notNull: true },
			{ column: 'version', type: 'integer', notNull: true },
			/** Of the event, in the program's time zone. */
			{ column: 'day', type: 'string', maxLength: 10, notNull: true },
			{ column: 'points', type: 'bigInteger', notNull: true },
			{ column: 'tier_points', type: 'bigInteger', notNull: true },
			{ column: 'counted', type: 'bigInteger' },
			{ column: 'counted_day', type: 'bigInteger' },
		],
		unique: [['account', 'rule', 'source']],
	},
	{
		/** Orders of members, and those that points were spent on, as they were when they were reckoned last. */
		table: 'crm_loyalty_orders',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'account', type: 'uuid', notNull: true },
			{ column: 'order_id', type: 'uuid', notNull: true },
			{ column: 'status', type: 'string', maxLength: 16, notNull: true },
			{ column: 'amount_minor', type: 'bigInteger', notNull: true },
			{ column: 'refunded_minor', type: 'bigInteger', notNull: true },
			/** Of its lines, added up. */
			{ column: 'lines_minor', type: 'bigInteger' },
			{ column: 'lines_refunded_minor', type: 'bigInteger' },
			/** Points that it may have at most, since there was no room for all that came back; null: what it earned. */
			{ column: 'at_most', type: 'bigInteger' },
		],
		unique: [['account', 'order_id']],
	},
	{
		/** Who brought whom, by the account of who came: nobody is brought twice. */
		table: 'crm_loyalty_referrals',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'referrer', type: 'uuid', notNull: true },
			{ column: 'state', type: 'string', maxLength: 16, notNull: true },
			{ column: 'reason', type: 'string', maxLength: 31 },
			{ column: 'attributed_at_ms', type: 'bigInteger', notNull: true },
			{ column: 'order_id', type: 'uuid' },
			{ column: 'qualified_at_ms', type: 'bigInteger' },
			{ column: 'confirms_on', type: 'date' },
		],
	},
	{
		/** What members were told, by account: until which last day they know of points that expire, and since when. */
		table: 'crm_loyalty_told',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'expiring_until', type: 'date', notNull: true },
			{ column: 'told_at', type: 'timestamp', notNull: true },
		],
	},
	{
		/** What a rule said from when on. A version counts once the rule itself says its number. */
		table: 'crm_loyalty_rule_versions',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'rule', type: 'uuid', notNull: true },
			{ column: 'version', type: 'integer', notNull: true },
			{ column: 'valid_from_ms', type: 'bigInteger', notNull: true },
			{ column: 'snapshot', type: 'text', notNull: true },
		],
		unique: [['rule', 'version']],
	},
	{
		/** What members got for points, or from a rule: each can be used once. */
		table: 'crm_loyalty_vouchers',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'account', type: 'uuid', notNull: true },
			{ column: 'reward', type: 'uuid', notNull: true },
			{ column: 'code', type: 'string', maxLength: 16, notNull: true },
			/** What was paid for it, and the entries that did; a present of a rule has neither. */
			{ column: 'points', type: 'bigInteger', notNull: true },
			{ column: 'txn', type: 'uuid' },
			/** The rule that gave it, and the event for which it did. */
			{ column: 'rule', type: 'uuid' },
			{ column: 'source', type: 'uuid' },
			/** Who got it; `account` is another one after a merge. */
			{ column: 'issued_to', type: 'uuid', notNull: true },
			/** How many the member might have at most when it was given. */
			{ column: 'customer_limit', type: 'integer' },
			{ column: 'state', type: 'string', maxLength: 16, notNull: true },
			/** The first day on which it can be used; null = at once. */
			{ column: 'available_on', type: 'string', maxLength: 10 },
			{ column: 'expires_on', type: 'string', maxLength: 10, notNull: true },
			{ column: 'issued_at_ms', type: 'bigInteger', notNull: true },
			{ column: 'used_at_ms', type: 'bigInteger' },
			{ column: 'cancelled_at_ms', type: 'bigInteger' },
		],
		unique: [['code']],
	},
];

export const LOYALTY_INDEXES: IndexSpec[] = [
	{ name: 'crm_loyalty_accounts_pair', table: 'crm_loyalty_accounts', columns: ['program', 'customer'], unique: true },
	/** Two writers who came past the lock would give the same number, and one of them fails. */
	{ name: 'crm_loyalty_entries_seq', table: 'crm_loyalty_entries', columns: ['account', 'seq'], unique: true },
	/** What an order has earned. */
	{ name: 'crm_loyalty_entries_source', table: 'crm_loyalty_entries', columns: ['source_id', 'account'] },
	/** Tiers that are to be looked at again, and what they are decided by. */
	{ name: 'crm_loyalty_accounts_tier', table: 'crm_loyalty_accounts', columns: ['program', 'tier_until'] },
	/** Members who have not shown up for long. */
	{ name: 'crm_loyalty_accounts_idle', table: 'crm_loyalty_accounts', columns: ['program', 'idle_since'] },
	{ name: 'crm_loyalty_entries_growth', table: 'crm_loyalty_entries', columns: ['account', 'tier_points'] },
	/** What an account can spend, and what is due in all of them. */
	{ name: 'crm_loyalty_entries_open', table: 'crm_loyalty_entries', columns: ['account', 'status'] },
	{ name: 'crm_loyalty_entries_expiring', table: 'crm_loyalty_entries', columns: ['status', 'expires_on'] },
	{ name: 'crm_loyalty_entries_waiting', table: 'crm_loyalty_entries', columns: ['status', 'available_on'] },
	{ name: 'crm_loyalty_referrals_referrer', table: 'crm_loyalty_referrals', columns: ['referrer', 'state'] },
	{ name: 'crm_loyalty_referrals_due', table: 'crm_loyalty_referrals', columns: ['state', 'confirms_on'] },
	/** What rules have given in a period. */
	{ name: 'crm_loyalty_rule_awards_day', table: 'crm_loyalty_rule_awards', columns: ['rule', 'day'] },
	/** Whose birthday it is, and who joined so many years ago. */
	{ name: 'crm_customers_birthday', table: 'crm_customers', columns: ['birthday'] },
	{ name: 'crm_loyalty_accounts_joined', table: 'crm_loyalty_accounts', columns: ['program', 'enrolled_at'] },
	/** Whether an interaction has earned, for whomever. */
	{ name: 'crm_loyalty_earnings_source', table: 'crm_loyalty_earnings', columns: ['source'] },
	{ name: 'crm_loyalty_members_customer', table: 'crm_loyalty_members', columns: ['customer'] },
	{ name: 'crm_loyalty_orders_order', table: 'crm_loyalty_orders', columns: ['order_id'] },
	{ name: 'crm_loyalty_vouchers_account', table: 'crm_loyalty_vouchers', columns: ['account', 'reward'] },
	{ name: 'crm_loyalty_vouchers_reward', table: 'crm_loyalty_vouchers', columns: ['reward'] },
	{ name: 'crm_loyalty_holds_account', table: 'crm_loyalty_holds', columns: ['account', 'state'] },
	{ name: 'crm_loyalty_holds_due', table: 'crm_loyalty_holds', columns: ['state', 'expires_at_ms'] },
];
