import { dayInMonth, dayOf, FOREVER, lastOfMonth, monthOf, plusMonths } from './auditor-days.ts';
import type { Request } from './memory-commands.ts';
import type { GivenBack, Learn, Member, Pile, Rules } from './auditor-model.ts';

/**
 * An accountant of its own, who keeps piles of points and shares no code with the ledger, not even its dates. It hears every
 * request, says what the answer must be, and what every member has.
 */
export class Auditor {
	readonly members = new Map<string, Member>();
	private readonly accruals = new Map<string, { pile: Pile; points: number; reversed: number; day: number }>();
	private readonly spent = new Map<string, { parts: { pile: Pile; points: number; back: number }[]; back: number }>();
	private readonly known = new Map<string, { request: string; verdict: string }>();
	private readonly rules: Rules;
	private piles = 0;
	private today = 0;

	constructor(rules: Rules) {
		this.rules = rules;
	}

	join(account: string): void {
		this.members.set(account, { piles: [], owed: 0, active: -FOREVER, holds: new Map(), earned: new Map(), closed: false });
	}

	/** What must be answered: "done", a reason, or "mismatch". `learn` takes ids from the answer. */
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
		const member = this.members.get(account)!;
		this.age(member, at);
		const day = dayOf(at);
		const held = [...member.holds.values()].filter(({ state }) => state === 'held').reduce((n, { points }) => n + points, 0);
		const waiting = member.piles.filter(({ from }) => from > day).reduce((n, { left }) => n + left, 0);
		return [this.free(member, day), waiting, held, member.owed].join('/');
	}

	private carryOut(command: string, input: Record<string, never>, at: Date, onAnswer: (learn: Learn) => void): string {
		const { account, to, points, hold } = input as unknown as { account: string; to: string; points: number; hold: string };
		const member = this.members.get(account);
		if (!member) return 'missing';
		const day = (this.today = dayOf(at));
		const isSpending = command === 'redeem' || command === 'hold';
		if (isSpending && points < this.rules.min) return 'below_minimum';
		if (isSpending && points % this.rules.step !== 0) return 'not_a_step';
		if (command === 'post' || command === 'void') return this.resolve(member, { at, hold, isPost: command === 'post', points }, onAnswer);
		if (command === 'transfer' && account === to) return 'same_account';
		this.age(member, at);
		switch (command) {
			case 'settle':
				return 'done';
			case 'accrue': {
				const used = member.earned.get(monthOf(day)) ?? 0;
				const given = Math.min(points, this.rules.cap - used);
				if (given <= 0) return 'cap_reached';
				const from = day + this.rules.pendingDays;
				const pile = this.pile(member, given, from, Math.max(from, this.lastDay(day)));
				member.earned.set(monthOf(day), used + given);
				member.active = day;
				this.repay(member, day);
				onAnswer((answer) => this.accruals.set(answer['entry'] as string, { pile, points: given, reversed: 0, day }));
				return 'done';
			}
			case 'adjust':
				if (points > 0) this.pile(member, points, day, this.lastDay(day));
				else if (this.free(member, day) < -points) return 'insufficient_points';
				else this.spend(member, day, -points);
				this.repay(member, day);
				return 'done';
			case 'redeem': {
				if (this.free(member, day) < points) return 'insufficient_points';
				const parts = this.spend(member, day, points).map(([pile, n]) => ({ pile, points: n, back: 0 }));
				member.active = day;
				onAnswer((answer) => this.spent.set(answer['txn'] as string, { parts, back: 0 }));
				return 'done';
			}
			case 'hold': {
				if (this.free(member, day) < points) return 'insufficient_points';
				const minutes = (input as unknown as { expires_in_minutes: number }).expires_in_minutes;
				const made = { from: this.spend(member, day, points), points, until: at.getTime() + minutes * 60_000, state: 'held' };
				onAnswer((answer) => member.holds.set(answer['hold'] as string, made));
				return 'done';
			}
			case 'transfer': {
				const other = this.members.get(to)!;
				this.age(other, at);
				if (this.free(member, day) < points) return 'insufficient_points';
				for (const [pile, n] of this.spend(member, day, points)) this.pile(other, n, pile.from, pile.until);
				member.active = day;
				this.repay(other, day);
				return 'done';
			}
			case 'reverse':
				return this.reverse(member, day, input as never);
			case 'give_back':
				return this.giveBack(member, day, input as never);
			default:
				throw new Error(`The auditor does not know ${command}`);
		}
	}

	private resolve(
		member: Member,
		{ at, hold: id, isPost, points }: { at: Date; hold: string; isPost: boolean; points?: number },
		onAnswer: (learn: () => void) => void,
	): string {
		const hold = member.holds.get(id)!;
		if (hold.state === 'posted') return 'already_posted';
		if (hold.state === 'voided') return 'already_voided';
		if (hold.state === 'expired' || hold.until <= at.getTime()) return 'hold_expired';
		const post = isPost ? (points ?? hold.points) : 0;
		if (post > hold.points) return 'more_than_held';
		if (isPost && post < hold.points && post < this.rules.min) return 'below_minimum';
		if (isPost && post < hold.points && post % this.rules.step !== 0) return 'not_a_step';
		this.age(member, at);
		let left = post;
		const parts: { pile: Pile; points: number; back: number }[] = [];
		for (const [pile, n] of hold.from) {
			const used = Math.min(n, left);
			left -= used;
			pile.left += n - used;
			if (used > 0) parts.push({ pile, points: used, back: 0 });
		}
		hold.state = isPost ? 'posted' : 'voided';
		if (post > 0) onAnswer(() => this.spent.set(id, { parts, back: 0 }));
		if (post > 0) member.active = dayOf(at);
		this.age(member, at);
		return 'done';
	}

	private reverse(member: Member, day: number, input: { accrual: string; originalMinor: number; remainingMinor: number; recovery: string }): string {
		const accrual = this.accruals.get(input.accrual)!;
		const goal = accrual.points - Math.floor((accrual.points * input.remainingMinor) / input.originalMinor);
		const points = Math.max(0, goal - accrual.reversed);
		accrual.reversed += points;
		const month = monthOf(accrual.day);
		if (month === monthOf(day)) member.earned.set(month, (member.earned.get(month) ?? 0) - points);
		let left = points;
		const own = Math.min(left, accrual.pile.left);
		accrual.pile.left -= own;
		left -= own;
		const lapsed = Math.min(left, accrual.pile.lapsed);
		accrual.pile.lapsed -= lapsed;
		left -= lapsed;
		if (input.recovery !== 'forgive') {
			member.owed += left;
			this.repay(member, day);
		}
		return 'done';
	}

	private giveBack(member: Member, day: number, input: GivenBack): string {
		const spent = this.spent.get(input.txn)!;
		const total = spent.parts.reduce((n, { points }) => n + points, 0);
		let left = Math.max(0, Math.floor((total * input.refundedMinor) / input.originalMinor) - spent.back);
		spent.back += left;
		for (const part of [...spent.parts].reverse()) {
			const n = Math.min(left, part.points - part.back);
			part.back += n;
			left -= n;
			if (n === 0) continue;
			if (this.last(member, part.pile) >= day) part.pile.left += n;
			else if (input.graceDays === null) part.pile.lapsed += n;
			else this.pile(member, n, day, day + input.graceDays);
		}
		this.repay(member, day);
		return 'done';
	}

	private age(member: Member, at: Date): void {
		for (const hold of member.holds.values()) {
			if (hold.state !== 'held' || hold.until > at.getTime()) continue;
			hold.state = 'expired';
			for (const [pile, n] of hold.from) pile.left += n;
		}
		for (const pile of member.piles) {
			if (this.last(member, pile) >= dayOf(at)) continue;
			pile.lapsed += pile.left;
			pile.left = 0;
		}
		this.repay(member, dayOf(at));
	}

	private free = (member: Member, day: number): number =>
		member.piles.filter((pile) => pile.from <= day && day <= this.last(member, pile)).reduce((n, { left }) => n + left, 0);

	private repay(member: Member, day: number): void {
		const points = Math.min(member.owed, this.free(member, day));
		this.spend(member, day, points);
		member.owed -= points;
	}

	private spend(member: Member, day: number, points: number): [Pile, number][] {
		const used: [Pile, number][] = [];
		for (let left = points; left > 0; ) {
			const usable = member.piles.filter((pile) => pile.left > 0 && pile.from <= day && day <= this.last(member, pile));
			const [first] = usable.sort((a, b) => a.until - b.until || a.from - b.from || a.number - b.number);
			const n = Math.min(left, first!.left);
			first!.left -= n;
			left -= n;
			used.push([first!, n]);
		}
		return used;
	}

	private pile(member: Member, points: number, from: number, until: number): Pile {
		const pile = { left: points, came: this.today, from, until, number: ++this.piles, lapsed: 0 };
		member.piles.push(pile);
		return pile;
	}

	private last(member: Member, { until, from, came }: Pile): number {
		const { idleMonths } = this.rules;
		return idleMonths === null ? until : Math.min(until, Math.max(from, plusMonths(Math.max(came, member.active), idleMonths)));
	}

	private lastDay(day: number): number {
		if (this.rules.months === null) return FOREVER;
		const month = monthOf(day) + this.rules.months;
		const end = lastOfMonth(month);
		return this.rules.roundToMonthEnd ? end : Math.min(end, end - new Date(end * 86_400_000).getUTCDate() + dayInMonth(day));
	}
}
