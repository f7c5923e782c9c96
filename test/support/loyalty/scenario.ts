import type { Outcome } from '../../../extensions/core/src/application/command/run-command.ts';
import { INVARIANTS } from '../../../extensions/loyalty/src/domain/ledger/invariants.ts';
import type { Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import type { Tier } from '../../../extensions/loyalty/src/domain/tiers/policy.ts';
import { runInMemory } from './memory-commands.ts';
import { MemoryLedger } from './memory-ledger.ts';
import type { ShopOrder } from './memory-orders.ts';
import { ruleOf } from './memory-rules.ts';

/** A program without limits; tests say what differs. */
export const PROGRAM: Program = {
	id: 'p1', key: 'club', status: 'active', timezone: 'Asia/Shanghai', pending_days: 0, expiry_months: null, expiry_round: null, inactivity_months: null, inactivity_from: null,
	redeem_min: null, redeem_step: null, earn_cap_points: null, earn_cap_period: null, hold_minutes: 15, refund_recovery: 'other_lots', refund_grace_days: null,
	tiers: [], tier_window: 'rolling_months', tier_window_length: 12, tier_downgrade: 'one_down', tier_grace_days: 0, tier_revoke_on_refund: false,
};

const tier = (key: string, qualify_min: number, keep_min: number | null): Tier =>
	({ key, name: key.toUpperCase(), color: null, qualify_min, keep_min, discount_percent: null, benefits: null });

/** Kept with less than it takes to rise, but for the best one. */
export const TIERS = [tier('silver', 1000, 800), tier('gold', 3000, 2500), tier('platinum', 8000, null)];

/** Noon of a day in Shanghai, or an instant. */
export const at = (text: string): Date => new Date(text.includes('T') ? text : `${text}T04:00:00Z`);

export type Answered = Record<string, unknown> & { txn: string };

/** What somebody does to an order; what it says of nothing stays as it is. `refunded`: all together. */
type OrderChange = { order: string; amount?: number; refunded?: number } & Partial<Pick<ShopOrder, 'status' | 'channel'>>;

/** A program with the members `a` and `b`, and what can be done with them. Orders of the channel `shop` earn a point for each unit of money. */
export class Scenario {
	readonly memory: MemoryLedger;
	private readonly orders = new Map<string, ShopOrder>();
	private readonly ids = new Map<string, string>();

	constructor(program: Partial<Program> = {}) {
		this.memory = new MemoryLedger([{ ...PROGRAM, ...program }], ['customer-a', 'customer-b']);
		const earning = { effect: 'per_amount', points: 1, per_minor: 100, order_filter: { channel: { _eq: 'shop' } } } as const;
		this.memory.put('crm_loyalty_rules', { ...ruleOf(PROGRAM, { id: 'a point each', ...earning }) });
	}

	static async begin(program: Partial<Program> = {}): Promise<Scenario> {
		const scenario = new Scenario(program);
		for (const name of ['a', 'b']) {
			const input = { program: PROGRAM.id, customer: `customer-${name}` };
			const outcome = await runInMemory<{ id: string }>(scenario.memory, { command: 'enrol', input, key: null, at: at('2020-01-01') });
			if (outcome.kind === 'done') scenario.ids.set(name, outcome.answer.id);
		}
		return scenario;
	}

	id = (name: string): string => this.ids.get(name)!;

	/**
	 * `do('2026-01-31', 'a', 'accrue', { points: 100 })`; `key` among the input is an idempotency key. `order` changes an order, which is paid
	 * unless it says otherwise, and looks at it. What must hold is checked.
	 */
	async do(when: string, who: string, command: string, input: Record<string, unknown> = {}): Promise<Outcome<Answered>> {
		const outcome = await this.send(when, who, command, input);
		this.check();
		return outcome;
	}

	async send(when: string, who: string, command: string, { key = null, ...input }: Record<string, unknown> = {}): Promise<Outcome<Answered>> {
		if (command === 'order') {
			await this.put(when, who, input as OrderChange);
			return this.send(when, who, 'reckon', { order: input['order'] });
		}
		const to = typeof input['to'] === 'string' ? { to: this.id(input['to']) } : {};
		const request = { command, input: { account: this.id(who), ...input, ...to }, key: key as string | null, at: at(when) };
		return runInMemory<Answered>(this.memory, request);
	}

	private async put(when: string, who: string, { order, amount, refunded, ...change }: OrderChange): Promise<void> {
		const known = this.orders.get(order) ?? {
			order, customer: `customer-${who}`, status: 'paid', channel: 'shop', amount: '0', refunded_amount: '0', placed_at: at(when).toISOString(), paid_at: at(when).toISOString(), lines: [],
		};
		const money = { ...(amount === undefined ? {} : { amount: amount.toFixed(2) }), ...(refunded === undefined ? {} : { refunded_amount: refunded.toFixed(2) }) };
		const input: ShopOrder = { ...known, ...change, ...money };
		this.orders.set(order, input);
		await runInMemory(this.memory, { command: 'order', input: { ...input }, key: null, at: at(when) });
	}

	/** The answer of what must be done, not refused. */
	async done(when: string, who: string, command: string, input: Record<string, unknown> = {}): Promise<Answered> {
		const outcome = await this.do(when, who, command, input);
		if (outcome.kind !== 'done') throw new Error(`${command} was ${JSON.stringify(outcome)}`);
		return outcome.answer;
	}

	/** "available/pending/held/debt". */
	balance(name: string): string {
		const { available, pending, held, debt } = this.memory.account(this.id(name));
		return [available, pending, held, debt].join('/');
	}

	/** "open of points until last day" of each lot. */
	lots(name: string): string[] {
		return this.memory.entries(this.id(name))
			.filter(({ lot }) => lot === null)
			.map(({ open_points: open, points, expires_on: last }) => `${open} of ${points} until ${last}`);
	}

	check(): void {
		for (const id of this.ids.values()) {
			const ledger = this.memory.ledger(id);
			const wrong = INVARIANTS.flatMap(({ code, broken }) => (broken(ledger) === null ? [] : [`${code}: ${broken(ledger)}`]));
			if (wrong.length > 0) throw new Error(`${wrong.join('; ')} in ${JSON.stringify(ledger, null, 1)}`);
		}
	}
}
