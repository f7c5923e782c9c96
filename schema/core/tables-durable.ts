import type { IndexSpec, TableSpec } from '../model.ts';

/** The command log, things to be done later, links, and what customers were sent: plumbing that nobody edits. */
export const DURABLE_TABLES: TableSpec[] = [
	{
		table: 'crm_commands',
		columns: [
			{ column: 'id', type: 'increments' },
			/** SHA-256 of caller, command and idempotency key; null for commands without a key. */
			{ column: 'idem_hash', type: 'string', maxLength: 64 },
			{ column: 'request_hash', type: 'string', maxLength: 64, notNull: true },
			{ column: 'command', type: 'string', maxLength: 120, notNull: true },
			{ column: 'caller', type: 'string', maxLength: 120, notNull: true },
			{ column: 'outcome', type: 'string', maxLength: 10, notNull: true },
			{ column: 'result', type: 'text', notNull: true },
			{ column: 'done_at_ms', type: 'bigInteger', notNull: true },
			/** Null = for good. */
			{ column: 'keep_until_ms', type: 'bigInteger' },
		],
		unique: [['idem_hash']],
	},
	{
		table: 'crm_actions',
		columns: [
			{ column: 'id', type: 'increments' },
			{ column: 'kind', type: 'string', maxLength: 120, notNull: true },
			{ column: 'subject_collection', type: 'string', maxLength: 64 },
			{ column: 'subject_id', type: 'string', maxLength: 64 },
			{ column: 'due_at_ms', type: 'bigInteger', notNull: true },
			{ column: 'state', type: 'string', maxLength: 10, notNull: true },
			{ column: 'attempts', type: 'integer', notNull: true },
			{ column: 'lease_owner', type: 'string', maxLength: 36 },
			{ column: 'lease_until_ms', type: 'bigInteger' },
			/** JSON `{ table, id, match }`: the action is void when that row no longer matches. */
			{ column: 'guard', type: 'text' },
			{ column: 'payload', type: 'text', notNull: true },
			{ column: 'dedupe_key', type: 'string', maxLength: 64, notNull: true },
			{ column: 'last_error', type: 'text' },
			{ column: 'created_at_ms', type: 'bigInteger', notNull: true },
			{ column: 'finished_at_ms', type: 'bigInteger' },
		],
		unique: [['dedupe_key']],
	},
	{
		/** Names to lock where no row of its own exists. Never emptied: there are a few for each customer at most. */
		table: 'crm_locks',
		columns: [
			{ column: 'name', type: 'string', maxLength: 120, primary: true },
			{ column: 'ver', type: 'bigInteger', notNull: true },
		],
	},
	{
		/** Links to public pages. The token itself is nowhere: it is made again from id and nonce, or known by its hash. */
		table: 'crm_links',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'kind', type: 'string', maxLength: 40, notNull: true },
			{ column: 'subject', type: 'string', maxLength: 64, notNull: true },
			{ column: 'nonce', type: 'string', maxLength: 36, notNull: true },
			{ column: 'token_hash', type: 'string', maxLength: 64, notNull: true },
			{ column: 'expires_at_ms', type: 'bigInteger', notNull: true },
			{ column: 'revoked_at_ms', type: 'bigInteger' },
		],
		unique: [['token_hash']],
	},
	{
		/** What the system sent to customers, for the limits of the contact policy. */
		table: 'crm_contact_log',
		columns: [
			{ column: 'id', type: 'increments' },
			{ column: 'customer', type: 'uuid', notNull: true },
			{ column: 'channel', type: 'string', maxLength: 20, notNull: true },
			{ column: 'purpose', type: 'string', maxLength: 20, notNull: true },
			{ column: 'plugin', type: 'string', maxLength: 40, notNull: true },
			{ column: 'counts', type: 'boolean', notNull: true },
			{ column: 'at_ms', type: 'bigInteger', notNull: true },
			{ column: 'dedupe_key', type: 'string', maxLength: 64, notNull: true },
		],
		unique: [['dedupe_key']],
	},
];

export const DURABLE_INDEXES: IndexSpec[] = [
	{ name: 'crm_actions_state_due', table: 'crm_actions', columns: ['state', 'due_at_ms'] },
	/** Not by state as well: finished rows are most of the table, and only the oldest are looked for. */
	{ name: 'crm_actions_finished', table: 'crm_actions', columns: ['finished_at_ms'] },
	{ name: 'crm_links_subject', table: 'crm_links', columns: ['kind', 'subject'] },
	{ name: 'crm_contact_log_at', table: 'crm_contact_log', columns: ['at_ms'] },
	{ name: 'crm_commands_keep_until', table: 'crm_commands', columns: ['keep_until_ms'] },
	{ name: 'crm_contact_log_customer', table: 'crm_contact_log', columns: ['customer', 'at_ms'] },
];
