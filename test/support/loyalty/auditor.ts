import { dayOf } from './auditor-days.ts';
import type { Hold, Learn, Member, Rules } from './auditor-model.ts';
import { OrderBooks } from './auditor-orders.ts';
import { Piles } from './auditor-piles.ts';
import { Presents } from './auditor-presents.ts';
import type { Request } from './memory-commands.ts';
import type { ShopOrder } from './memory-orders.ts';

interface Input {
	account: string;
	to: string;
	points: number;
	hold: string;
	order?: string;
	expires_in_minutes: number;
	voucher: string;
	event: { source: string };
}

/**
 * An accountant of its own, who keeps piles of points and shares no code with the ledger, not even its dates. It hears every
 * request, says what the answer must be, and what every member has.
 */
export class Auditor {
	private readonly known = new Map<string, { request: string; verdict: string }>();
	private readonly rules: Rules;
	private readonly piles: Piles;
	private readonly orders: OrderBooks;
	private readonly presents: Presents;

	constructor(rules: Rules) {
		this.rules = rules;
		this.piles = new Piles(rules);
		this.orders = new OrderBooks(this.piles);
		this.presents = new Presents(this.piles);
	}

	join = (account: string): void => this.piles.join(account);

	/** What must be answered: "done", a reason, or "mismatch". `learn` takes ids from the answer. "missing": it is about nothing that there is. */
	judge({ command, input, key, at }: Request): { verdict: string; learn: Learn } {
		const request = JSON.stringify(Object.entries(input).sort());
		const name = `${command}:${key}`;
		const known = key === null ? undefined : this.known.get(name);
		if (known) return { verdict: known.request === request ? known.verdict : 'mismatch', learn: () => undefined };
		let learn: Learn = () => undefined;
		const verdict = this.carryOut(command, input as never, at, (then) => (learn = then));
		if (key !== null && verdict !== 'missing') this.known.set(name, { request, verdict });
		return { verdict, learn };
	}

	/** available/pending/held/debt, as the member sees it on that day. */
	balance(account: string, at: Date): string {
		const member = this.piles.members.get(account)!;
		this.piles.age(member, at);
		const held = [...member.holds.values()].filter(({ state }) => state === 'held').reduce((n, { points }) => n + points, 0);
		return [this.piles.free(member), this.piles.waiting(member), held, member.owed].join('/');
	}

	private carryOut(command: string, input: Input, at: Date, onAnswer: (learn: Learn) => void): string {
		if (command === 'order') {
			this.orders.put(input as unknown as ShopOrder);
			return 'done';
		}
		const member = this.piles.members.get(input.account);
		if (!member) return 'missing';
		const { points, order } = input;
		const isSpending = command === 'redeem' || command === 'hold';
		if (isSpending && points < this.rules.min) return 'below_minimum';
		if (isSpending && points % this.rules.step !== 0) return 'not_a_step';
		if (command === 'transfer' && input.account === input.to) return 'same_account';
		if (command === 'post' || command === 'void') return this.resolve(member, { at, id: input.hold, isPost: command === 'post', points });
		this.piles.age(member, at);
		if ((isSpending || command === 'transfer' || (command === 'adjust' && points < 0)) && this.piles.free(member) < Math.abs(points)) return 'insufficient_points';
		const verdict = this.move(member, { command, input, at, onAnswer, order });
		this.piles.age(member, at);
		return verdict;
	}

	private move(
		member: Member,
		{ command, input, at, onAnswer, order }: { command: string; input: Input; at: Date; onAnswer: (learn: Learn) => void; order?: string },
	): string {
		const { points } = input;
		const day = dayOf(at);
		switch (command) {
			case 'settle':
				return 'done';
			case 'accrue': {
				const given = this.piles.allowed(member, points, day);
				if (given <= 0) return 'cap_reached';
				this.piles.earn(member, given, day);
				this.piles.noteEarned(member, given, day);
				return 'done';
			}
			case 'adjust':
				if (points > 0) this.piles.pile(member, points, { from: day, until: this.piles.lastDay(day) });
				else this.piles.spend(member, -points);
				return 'done';
			case 'redeem': {
				const parts = this.piles.spend(member, points);
				member.active = day;
				if (order) this.orders.spend(order, parts);
				return 'done';
			}
			case 'hold': {
				const until = at.getTime() + input.expires_in_minutes * 60_000;
				const made: Hold = { from: this.piles.spend(member, points), points, until, state: 'held', order: order ?? null };
				onAnswer((answer) => member.holds.set(answer['hold'] as string, made));
				return 'done';
			}
			case 'transfer': {
				const other = this.piles.members.get(input.to)!;
				this.piles.age(other, at);
				for (const [pile, n] of this.piles.spend(member, points)) this.piles.pile(other, n, pile);
				member.active = day;
				this.piles.age(other, at);
				return 'done';
			}
			case 'accrue_order':
				if (!this.orders.isThere(order!)) return 'order_of_other_customer';
				if (!this.orders.isPaid(order!)) return 'order_not_paid';
				this.orders.reckon(member, order!, at);
				return 'done';
			case 'reckon':
				this.orders.reckon(member, order!, at);
				return 'done';
			case 'earn_by_hand':
				return this.presents.byHand(member, day);
			case 'earn_event':
				return this.presents.event(member, input.event.source, day);
			case 'redeem_reward':
				return this.presents.redeem(member, day, onAnswer);
			case 'use_voucher':
			case 'cancel_voucher':
				return this.presents.resolve(member, { voucher: input.voucher, isUse: command === 'use_voucher', day });
			default:
				throw new Error(`The auditor does not know ${command}`);
		}
	}

	private resolve(member: Member, { at, id, isPost, points }: { at: Date; id: string; isPost: boolean; points?: number }): string {
		const hold = member.holds.get(id);
		if (!hold) return 'missing';
		if (hold.state === 'posted') return 'already_posted';
		if (hold.state === 'voided') return 'already_voided';
		if (hold.state === 'expired' || hold.until <= at.getTime()) return 'hold_expired';
		const post = isPost ? (points ?? hold.points) : 0;
		if (post > hold.points) return 'more_than_held';
		if (isPost && post < hold.points && post < this.rules.min) return 'below_minimum';
		if (isPost && post < hold.points && post % this.rules.step !== 0) return 'not_a_step';
		this.piles.age(member, at);
		let left = post;
		for (const [pile, n] of hold.from) {
			const used = Math.min(n, left);
			left -= used;
			pile.left += n - used;
			if (used > 0 && hold.order) this.orders.spend(hold.order, [[pile, used]]);
		}
		hold.state = isPost ? 'posted' : 'voided';
		if (post > 0) member.active = dayOf(at);
		this.piles.age(member, at);
		return 'done';
	}
}
