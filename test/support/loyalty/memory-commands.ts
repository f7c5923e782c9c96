import type { Circumstances, Lock } from '../../../extensions/core/src/domain/command/decision.ts';
import { runCommand, type Command, type Outcome } from '../../../extensions/core/src/application/command/run-command.ts';
import { accrue } from '../../../extensions/loyalty/src/domain/accounts/accrue.ts';
import { adjust } from '../../../extensions/loyalty/src/domain/accounts/adjust.ts';
import { enrol } from '../../../extensions/loyalty/src/domain/accounts/enrol.ts';
import { freeze, unfreeze } from '../../../extensions/loyalty/src/domain/accounts/freeze.ts';
import { createHold, postHold, voidHold } from '../../../extensions/loyalty/src/domain/accounts/holds.ts';
import { earnByHand } from '../../../extensions/loyalty/src/domain/events/earn-by-hand.ts';
import { earnEvent, type EarningEvent, type EventState } from '../../../extensions/loyalty/src/domain/events/earn-event.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../../extensions/loyalty/src/domain/loyalty-words.ts';
import { mergeAccounts } from '../../../extensions/loyalty/src/domain/merge/merge-accounts.ts';
import type { Hold, Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { redeem } from '../../../extensions/loyalty/src/domain/accounts/redeem.ts';
import { accrueOrder } from '../../../extensions/loyalty/src/domain/orders/accrue-order.ts';
import { reckonOrder } from '../../../extensions/loyalty/src/domain/orders/reckon-order.ts';
import { redeemReward } from '../../../extensions/loyalty/src/domain/rewards/redeem-reward.ts';
import { cancelVoucher, useVoucher, type VoucherInBook } from '../../../extensions/loyalty/src/domain/rewards/resolve-voucher.ts';
import { VOUCHERS, type Voucher } from '../../../extensions/loyalty/src/domain/rewards/voucher.ts';
import { settleAccount } from '../../../extensions/loyalty/src/domain/accounts/settle-account.ts';
import { releaseTier, setTier } from '../../../extensions/loyalty/src/domain/tiers/set-tier.ts';
import { transfer } from '../../../extensions/loyalty/src/domain/accounts/transfer.ts';
import type { MemoryLedger } from './memory-ledger.ts';
import { orderState, putOrder, type ShopOrder } from './memory-orders.ts';
import { eventState, offerOf } from './memory-rules.ts';
import { takeGrowth } from './take-growth.ts';

/** One request to the ledger, as data. `order` is none: it is what a shop does to an order, and nobody has looked at it yet. */
export interface Request {
	command: string;
	input: Record<string, unknown>;
	key: string | null;
	at: Date;
	/** Where its ids come from, so that it has the same ones when it is played again. */
	seed?: string;
}

interface Loaded {
	locks: (input: never) => Lock[];
	load: (memory: MemoryLedger, input: never, at: Date) => unknown;
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

const onOrder = (decide: unknown): Loaded => ({
	...onAccount(decide),
	load: (memory, { account, order }: { account: string; order: string }) => orderState(memory, account, order),
});
const onVoucher = (decide: unknown): Loaded => ({
	...onAccount(decide),
	load: (memory, { account, voucher: id }: { account: string; voucher: string }): VoucherInBook => {
		const voucher = memory.rows<Voucher>(VOUCHERS).find((one) => one.id === id && one.account === account) ?? null;
		const paid = memory.entries(account).filter(({ txn, type }) => voucher?.txn === txn && type === 'redemption');
		const ids = new Set(paid.map((entry) => entry.id));
		const returned = memory.entries(account).filter(({ type, reverses }) => type === 'return' && reverses && ids.has(reverses));
		return { book: memory.book(account, paid.map(({ lot }) => lot!)), voucher: structuredClone(voucher), spent: { redemption: paid, returned }, paidBefore: [] };
	},
});
type ByHand = { account: string; rule: string; reason?: string };
const byHand = ({ rule, reason }: Omit<ByHand, 'account'>, at: Date) => ({ trigger: 'manual', source: null, at, rule, reason }) as const;

/** The commands on rows in memory. */
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
	reckon: onOrder(reckonOrder),
	accrue_order: onOrder(accrueOrder),
	earn_by_hand: {
		...onAccount(earnByHand),
		load: (memory, { account, ...asked }: ByHand, at) => eventState(memory, account, byHand(asked, at)),
		decide: ((state: EventState, { account: _, ...asked }: ByHand, given: Circumstances) => earnByHand(state, { event: byHand(asked, given.now) }, given)) as Loaded['decide'],
	},
	earn_event: {
		...onAccount(earnEvent),
		load: (memory, { account, event }: { account: string; event: EarningEvent }) => eventState(memory, account, event),
	},
	redeem_reward: {
		...onAccount(redeemReward),
		load: (memory, { account, reward }: { account: string; reward: string }) => ({ book: memory.book(account), offer: offerOf(memory, account, reward) }),
	},
	use_voucher: onVoucher(useVoucher),
	cancel_voucher: onVoucher(cancelVoucher),
};

let requests = 0;

export function runInMemory<Answer = Record<string, unknown>>(
	memory: MemoryLedger,
	request: Request,
	seed = request.seed ?? `request ${++requests}`,
): Promise<Outcome<Answer>> {
	const { command: name, input, key, at: now } = request;
	if (name === 'order') {
		putOrder(memory, input as unknown as ShopOrder);
		return Promise.resolve({ kind: 'done', answer: {} as Answer, replayed: false });
	}
	const loaded = COMMANDS[name]!;
	const command = {
		...loaded,
		name: `loyalty.${name}`,
		words: LOYALTY_WORDS,
		load: (reader: MemoryLedger, given: never) => Promise.resolve(loaded.load(reader, given, now)),
	} as unknown as Command<object, unknown, Answer, MemoryLedger>;
	return runCommand(memory.store(), command, { input, caller: 'tester', idempotencyKey: key, now, seed });
}
