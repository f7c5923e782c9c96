import type { Command } from '@guanxi/core/command';
import type { Circumstances, Decision } from '@guanxi/core/decision';
import type { Knex } from '@guanxi/core/directus';
import { accrue, type Accrual, type Accrued } from '../domain/accounts/accrue.ts';
import { adjust, type Adjustment } from '../domain/accounts/adjust.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../domain/loyalty-words.ts';
import type { Moved } from '../domain/accounts/answers.ts';
import { enrol, type EnrolState } from '../domain/accounts/enrol.ts';
import { freeze, unfreeze, type Stilled } from '../domain/accounts/freeze.ts';
import { freezeBroken } from '../domain/accounts/freeze-broken.ts';
import { createHold, postHold, voidHold } from '../domain/accounts/holds.ts';
import type { Held, HoldRequest, HoldState, ResolvedHold } from '../domain/accounts/holds.ts';
import type { Ledger } from '../domain/ledger/invariants.ts';
import type { Book } from '../domain/ledger/model.ts';
import { TABLES } from '../domain/ledger/open-book.ts';
import { redeem, type Redemption } from '../domain/accounts/redeem.ts';
import { settleAccount, type Settled } from '../domain/accounts/settle-account.ts';
import { releaseTier, setTier, type TierOverride, type TierSet } from '../domain/tiers/set-tier.ts';
import { transfer, type TwoBooks } from '../domain/accounts/transfer.ts';
import { readBook } from './ledger/read-book.ts';
import { readLedger } from './ledger/read-ledgers.ts';
import { holdOf, type Row } from './ledger/rows.ts';

/** The ledger's commands: what each locks and reads. The rules are in the domain, under the same names. */
type OnAccount<Input> = Input & { account: string };

const lockOf = (id: string) => ({ table: TABLES.accounts, id, what: ACCOUNT });

/** A command about one account, which its lock has shown to be there. */
function onAccount<Input, Answer>(
	name: string,
	decide: (book: Book, input: Input, circumstances: Circumstances) => Decision<Answer>,
): Command<OnAccount<Input>, Book, Answer, Knex> {
	return {
		name: `loyalty.${name}`,
		locks: ({ account }) => [lockOf(account)],
		load: async (reader, { account }) => (await readBook(reader, account))!,
		decide,
		words: LOYALTY_WORDS,
	};
}

export const COMMANDS = {
	accrue: onAccount<Accrual, Accrued>('accrue', accrue),
	redeem: onAccount<Redemption, Moved>('redeem', redeem),
	adjust: onAccount<Adjustment, Moved>('adjust', adjust),
	hold: onAccount<HoldRequest, Held>('hold', createHold),
	/** Reads all that is stored, not only the open book. */
	freeze_broken: {
		name: 'loyalty.freeze_broken',
		locks: ({ account }) => [lockOf(account)],
		load: (reader, { account }) => readLedger(reader, account),
		decide: freezeBroken,
	} satisfies Command<OnAccount<object>, Ledger, { frozen: boolean }, Knex>,
	settle: { ...onAccount<object, Settled>('settle', settleAccount), unlogged: true },
	set_tier: onAccount<TierOverride, TierSet>('set_tier', setTier),
	release_tier: onAccount<{ reason: string }, TierSet>('release_tier', releaseTier),
	freeze: onAccount<{ reason: string }, Stilled>('freeze', freeze),
	unfreeze: onAccount<{ reason: string }, Stilled>('unfreeze', unfreeze),
	post: onHold<{ points?: number }>('post', postHold),
	void: onHold<object>('void', voidHold),
	transfer: {
		name: 'loyalty.transfer',
		locks: ({ account, to }) => [lockOf(account), lockOf(to)],
		load: async (reader, { account, to }) => ({ from: (await readBook(reader, account))!, to: (await readBook(reader, to))! }),
		decide: transfer,
		words: LOYALTY_WORDS,
	} satisfies Command<OnAccount<{ to: string; points: number }>, TwoBooks, Moved, Knex>,
	enrol: {
		name: 'loyalty.enrol',
		locks: ({ program, customer }) => [{ name: `loyalty.enrol:${program}:${customer}` }],
		load: readEnrolment,
		decide: enrol,
		words: LOYALTY_WORDS,
	} satisfies Command<{ program: string; customer: string }, EnrolState, { id: string; created: boolean }, Knex>,
};

function onHold<Input>(
	name: string,
	decide: (state: HoldState, input: Input, circumstances: Circumstances) => Decision<ResolvedHold>,
): Command<OnAccount<Input & { hold: string }>, HoldState, ResolvedHold, Knex> {
	return {
		name: `loyalty.${name}`,
		locks: ({ account }) => [lockOf(account)],
		load: async (reader, { account, hold }) => {
			const row: Row = await reader(TABLES.holds).where({ id: hold }).first();
			return { book: (await readBook(reader, account))!, hold: holdOf(row) };
		},
		decide,
		words: LOYALTY_WORDS,
	};
}

async function readEnrolment(
	reader: Knex,
	{ program: key, customer: id }: { program: string; customer: string },
): Promise<EnrolState> {
	const program: EnrolState['program'] = (await reader(TABLES.programs).where({ key }).first('id', 'key', 'status')) ?? null;
	const customer: EnrolState['customer'] = (await reader('crm_customers').where({ id }).first('id', 'merged_into')) ?? null;
	const account: EnrolState['account'] =
		(program && (await reader(TABLES.accounts).where({ program: program.id, customer: id }).first('id'))) ?? null;
	return { program, customer, account };
}
