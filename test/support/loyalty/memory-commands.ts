import type { Lock } from '../../../extensions/core/src/domain/command/decision.ts';
import { runCommand, type Command, type Outcome } from '../../../extensions/core/src/application/command/run-command.ts';
import { accrue } from '../../../extensions/loyalty/src/domain/accounts/accrue.ts';
import { adjust } from '../../../extensions/loyalty/src/domain/accounts/adjust.ts';
import { enrol } from '../../../extensions/loyalty/src/domain/accounts/enrol.ts';
import { giveBack } from '../../../extensions/loyalty/src/domain/accounts/give-back.ts';
import { freeze, unfreeze } from '../../../extensions/loyalty/src/domain/accounts/freeze.ts';
import { createHold, postHold, voidHold } from '../../../extensions/loyalty/src/domain/accounts/holds.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../../extensions/loyalty/src/domain/loyalty-words.ts';
import { mergeAccounts } from '../../../extensions/loyalty/src/domain/merge/merge-accounts.ts';
import type { Hold, Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { redeem } from '../../../extensions/loyalty/src/domain/accounts/redeem.ts';
import { reverseAccrual } from '../../../extensions/loyalty/src/domain/accounts/reverse-accrual.ts';
import { settleAccount } from '../../../extensions/loyalty/src/domain/accounts/settle-account.ts';
import { releaseTier, setTier } from '../../../extensions/loyalty/src/domain/tiers/set-tier.ts';
import { transfer } from '../../../extensions/loyalty/src/domain/accounts/transfer.ts';
import type { MemoryLedger } from './memory-ledger.ts';
import { takeGrowth } from './take-growth.ts';

/** One request to the ledger, as data. */
export interface Request {
	command: string;
	input: Record<string, unknown>;
	key: string | null;
	at: Date;
}

interface Loaded {
	locks: (input: never) => Lock[];
	load: (memory: MemoryLedger, input: never) => unknown;
	decide: (state: never, input: never, circumstances: never) => unknown;
}

const lock = (id: string): Lock => ({ table: 'crm_loyalty_accounts', id, what: ACCOUNT });
const onAccount = (decide: unknown): Loaded => ({
	locks: ({ account }: { account: string }) => [lock(account)],
	load: (memory, { account }: { account: string }) => memory.book(account),
	decide: decide as Loaded['decide'],
});
const onHold = (decide: unknown): Loaded => ({
	...onAccount(decide),
	load: (memory, { account, hold }: { account: string; hold: string }) => ({
		book: memory.book(account),
		hold: memory.holds(account).find(({ id }) => id === hold) as Hold,
	}),
});
const onTwo = (decide: unknown): Loaded => ({
	locks: ({ account, to }: { account: string; to: string }) => [lock(account), lock(to)],
	load: (memory, { account, to }: { account: string; to: string }) => ({ from: memory.book(account), to: memory.book(to) }),
	decide: decide as Loaded['decide'],
});

/** The commands on rows in memory. Reversals have no endpoint yet; here they run all the same. */
const COMMANDS: Record<string, Loaded> = {
	enrol: {
		locks: ({ program, customer }: { program: string; customer: string }) => [{ name: `enrol:${program}:${customer}` }],
		load: (memory, { program, customer }: { program: string; customer: string }) => ({
			program: memory.program(program) as Program,
			customer: { id: customer },
			account: memory.rows<{ id: string; customer: string; program: string }>('crm_loyalty_accounts')
				.find((row) => row.customer === customer && row.program === program) ?? null,
		}),
		decide: enrol as Loaded['decide'],
	},
	accrue: onAccount(accrue),
	redeem: onAccount(redeem),
	adjust: onAccount(adjust),
	settle: onAccount(settleAccount),
	set_tier: onAccount(setTier),
	release_tier: onAccount(releaseTier),
	freeze: onAccount(freeze),
	unfreeze: onAccount(unfreeze),
	take_growth: {
		...onAccount(takeGrowth),
		load: (memory, { account, entry }: { account: string; entry: string }) => memory.book(account, [entry]),
	},
	hold: onAccount(createHold),
	post: onHold(postHold),
	void: onHold(voidHold),
	transfer: onTwo(transfer),
	merge: {
		...onTwo(mergeAccounts),
		load: (memory, { account, to }: { account: string; to: string }) => ({
			from: memory.book(account), to: memory.book(to), entries: memory.entries(account), rows: [],
		}),
	},
	reverse: {
		...onAccount(reverseAccrual),
		load: (memory, { account, accrual }: { account: string; accrual: string }) => ({
			book: memory.book(account, [accrual]),
			accrual: memory.lot(accrual),
			entries: memory.entries(account).filter(({ lot, reverses }) => lot === accrual || reverses === accrual),
		}),
	},
	give_back: {
		...onAccount(giveBack),
		load: (memory, { account, txn }: { account: string; txn: string }) => {
			const redemption = memory.entries(account).filter((entry) => entry.txn === txn && entry.type === 'redemption');
			const ids = new Set(redemption.map(({ id }) => id));
			const returned = memory.entries(account).filter(({ type, reverses }) => type === 'return' && reverses && ids.has(reverses));
			return { book: memory.book(account, redemption.map(({ lot }) => lot!)), redemption, returned };
		},
	},
};

let requests = 0;

export function runInMemory<Answer = Record<string, unknown>>(
	memory: MemoryLedger,
	request: Request,
	seed = `request ${++requests}`,
): Promise<Outcome<Answer>> {
	const { command: name, input, key, at: now } = request;
	const loaded = COMMANDS[name]!;
	const command = {
		...loaded,
		name: `loyalty.${name}`,
		words: LOYALTY_WORDS,
		load: (reader: MemoryLedger, given: never) => Promise.resolve(loaded.load(reader, given)),
	} as unknown as Command<object, unknown, Answer, MemoryLedger>;
	return runCommand(memory.store(), command, { input, caller: 'tester', idempotencyKey: key, now, seed });
}
