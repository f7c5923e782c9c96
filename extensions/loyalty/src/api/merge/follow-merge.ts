import type { ActionHandler } from '@guanxi/core/action-handler';
import { purgeCache } from '@guanxi/core/cache';
import { runUnheard } from '@guanxi/core/command';
import type { Host, Knex } from '@guanxi/core/directus';
import { safely } from '@guanxi/core/safely';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Row } from '../ledger/rows.ts';
import { mergeCommand, openForMergeCommand } from './merge-command.ts';
import { survivorOf } from './survivor.ts';

const KIND = 'loyalty.customer-merged';
const AN_HOUR = 3_600_000;
const PAGE = 500;

/** Does what a merge of customers asks for. A frozen account is asked again, until somebody has looked at it. */
export const customerMerged = (host: Host): ActionHandler<Knex> => ({
	kind: KIND,
	perform: async ({ subjectId: customer }, now) => {
		const { merged, isFrozen } = await followMerge(host.database, String(customer));
		if (merged > 0) await purgeCache(host);
		if (isFrozen) return { again: new Date(now.getTime() + AN_HOUR) };
	},
});

interface Followed {
	merged: number;
	isFrozen: boolean;
}

/** Merges the accounts of a customer, program by program, into those of the customer that goes on. Done before, it does nothing. */
export async function followMerge(database: Knex, customer: string): Promise<Followed> {
	const heir = await survivorOf(database, customer);
	const followed: Followed = { merged: 0, isFrozen: false };
	if (heir === null || heir === customer) return followed;
	const accounts: Row[] = await database(TABLES.accounts).where({ customer }).whereNot('status', 'closed').orderBy('id').select('id', 'program');
	for (const row of accounts) {
		const reason = await mergeInto(database, { account: String(row['id']), heir });
		if (reason === null) followed.merged += 1;
		else if (reason === 'account_frozen') followed.isFrozen = true;
		else if (!(await isClosed(database, String(row['id'])))) throw new Error(`Account ${String(row['id'])} cannot be merged: ${reason}`);
	}
	return followed;
}

/** Null when it is done, or why not. */
async function mergeInto(database: Knex, { account, heir }: { account: string; heir: string }): Promise<string | null> {
	const request = { caller: KIND, idempotencyKey: null };
	const opened = await runUnheard(database, openForMergeCommand, { ...request, input: { account, customer: heir } });
	if (opened.kind !== 'done') return opened.kind;
	const outcome = await runUnheard(database, mergeCommand, { ...request, input: { account, to: opened.answer.id } });
	if (outcome.kind === 'done') return null;
	return outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind;
}

const isClosed = async (database: Knex, id: string): Promise<boolean> =>
	(await database(TABLES.accounts).where({ id, status: 'closed' }).first('id')) !== undefined;

/** Finds customers that were merged past us, such as while triggers were off. */
export async function findMissedMerges(host: Host): Promise<string[]> {
	const customers: string[] = await host.database(`${TABLES.accounts} as account`)
		.join('crm_customers as customer', 'customer.id', 'account.customer')
		.whereNotNull('customer.merged_into')
		.whereNot('account.status', 'closed')
		.distinct('customer.id').orderBy('customer.id').limit(PAGE).pluck('customer.id');
	let merged = 0;
	for (const customer of customers) {
		await safely(host, `merging the loyalty accounts of customer ${customer}`, async () => {
			merged += (await followMerge(host.database, customer)).merged;
		});
	}
	if (merged === 0) return [];
	await safely(host, 'clearing the cache after merging accounts', () => purgeCache(host));
	return [`accounts that were merged: ${merged}`];
}
