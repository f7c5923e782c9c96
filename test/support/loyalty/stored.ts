import type { Knex } from 'knex';
import { accountOf, entryOf, holdOf, type Row } from '../../../extensions/loyalty/src/api/ledger/rows.ts';
import type { Account, Entry, Hold } from '../../../extensions/loyalty/src/domain/ledger/model.ts';

/** All that a database has stored about an account. */
export async function readAccount(knex: Knex, id: string): Promise<{ account: Account; entries: Entry[]; holds: Hold[] }> {
	return {
		account: accountOf((await knex('crm_loyalty_accounts').where({ id }).first()) as Row),
		entries: ((await knex('crm_loyalty_entries').where({ account: id }).orderBy('seq')) as Row[]).map(entryOf),
		holds: ((await knex('crm_loyalty_holds').where({ account: id })) as Row[]).map(holdOf),
	};
}
