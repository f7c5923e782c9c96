import type { Knex } from '@guanxi/core/directus';
import { operation, type Operation } from '@guanxi/core/operations';
import { readableIds, requireRow } from '@guanxi/core/rights';
import { BenefitsAnswer } from '../../contract/reward-answers.ts';
import { CUSTOMER } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { benefitsAt, bestDiscount, type Benefits } from '../../domain/tiers/benefits.ts';
import { readBook } from '../ledger/read-book.ts';
import { CustomerParams } from '../requests.ts';
import type { Row } from '../ledger/rows.ts';
import { inSnapshot } from '../figures/snapshot.ts';

interface ProgramBenefits extends Benefits {
	/** Key. */
	program: string;
	name: string;
	account: string;
}

/** What a till asks before it makes a price. */
export const BENEFITS: Operation = operation({
	method: 'get',
	path: '/crm/loyalty/customers/{id}/benefits',
	summary: 'What a customer’s tiers are worth: discount and benefits, by program',
	tag: 'Loyalty',
	may: ['read', TABLES.accounts],
	params: CustomerParams,
	answer: BenefitsAnswer,
	handle: async ({ host, call, params: { id } }) => {
		await requireRow(host, call, { action: 'read', collection: 'crm_customers', id, what: CUSTOMER });
		const accounts: string[] = await host.database(TABLES.accounts).where({ customer: id }).whereNot({ status: 'closed' }).pluck('id');
		const readable = await readableIds(host, call, { collection: TABLES.accounts, ids: accounts });
		const programs = await benefitsOf(host.database, [...readable], new Date());
		return { discount_percent: bestDiscount(programs), programs };
	},
});

async function benefitsOf(database: Knex, accounts: string[], now: Date): Promise<ProgramBenefits[]> {
	return inSnapshot(database, async (trx) => {
		const names = new Map(((await trx(TABLES.programs).select('id', 'name')) as Row[]).map(({ id, name }) => [String(id), String(name)]));
		const all: ProgramBenefits[] = [];
		for (const account of accounts) {
			const book = (await readBook(trx, account))!;
			const { id, key } = book.program;
			all.push({ program: key, name: names.get(id)!, account, ...benefitsAt(book, now) });
		}
		return all.sort((a, b) => (a.program < b.program ? -1 : 1));
	});
}
