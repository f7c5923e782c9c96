import type { Learn, Member, Pile } from './auditor-model.ts';
import type { Piles } from './auditor-piles.ts';

interface Bon {
	parts: { pile: Pile; points: number }[];
	state: 'issued' | 'used' | 'cancelled';
	until: number;
}

/** Points that a rule gives for other things than orders, and rewards for points. */
export class Presents {
	private readonly piles: Piles;
	private readonly given = new Map<Member, Map<number, number>>();
	private readonly heard = new Map<Member, Set<string>>();
	private readonly bons = new Map<string, Bon & { member: Member }>();
	private budget = 0;

	constructor(piles: Piles) {
		this.piles = piles;
	}

	/** A rule that gives nothing says why not. */
	byHand(member: Member, day: number): string {
		const due = this.due(member, day);
		if (due === 0) return 'rule_limit_reached';
		return this.give(member, due, day) ? 'done' : 'cap_reached';
	}

	/** What was heard once decided for good, also that there was nothing left. */
	event(member: Member, source: string, day: number): string {
		const heard = this.heard.get(member) ?? new Set();
		this.heard.set(member, heard);
		if (!heard.has(source)) {
			const points = this.piles.allowed(member, EVENT, day);
			if (points > 0) this.piles.earn(member, points, day);
			this.piles.noteEarned(member, points, day);
		}
		heard.add(source);
		return 'done';
	}

	redeem(member: Member, day: number, onAnswer: (learn: Learn) => void): string {
		const { points, stock, limit, days } = this.piles.rules.reward;
		const alive = [...this.bons.values()].filter(({ state }) => state !== 'cancelled');
		if (alive.filter((bon) => bon.member === member).length >= limit) return 'reward_limit_reached';
		if (alive.length >= stock) return 'reward_out_of_stock';
		if (this.piles.free(member) < points) return 'insufficient_points';
		const parts = this.piles.spend(member, points).map(([pile, n]) => ({ pile, points: n }));
		member.active = day;
		onAnswer(({ voucher }) => this.bons.set((voucher as { id: string }).id, { member, parts, state: 'issued', until: day + days }));
		return 'done';
	}

	resolve(member: Member, { voucher: id, isUse, day }: { voucher: string; isUse: boolean; day: number }): string {
		const bon = this.bons.get(id);
		if (!bon) return 'missing';
		if (bon.state !== 'issued') return `already_${bon.state}`;
		if (bon.until < day) return 'voucher_expired';
		bon.state = isUse ? 'used' : 'cancelled';
		if (isUse) return 'done';
		for (const { pile, points } of [...bon.parts].reverse()) this.piles.putBack(member, pile, points, day);
		return 'done';
	}

	/** What the limit of a day and the budget leave. */
	private due(member: Member, day: number): number {
		const { points, day: most, budget } = this.piles.rules.gift;
		return Math.max(0, Math.min(points, most - (this.given.get(member)?.get(day) ?? 0), budget - this.budget));
	}

	private give(member: Member, due: number, day: number): boolean {
		const points = this.piles.allowed(member, due, day);
		if (points === 0) return false;
		this.piles.earn(member, points, day);
		this.piles.noteEarned(member, points, day);
		const days = this.given.get(member) ?? new Map<number, number>();
		this.given.set(member, days.set(day, (days.get(day) ?? 0) + points));
		this.budget += points;
		return true;
	}
}

/** What the rule for interactions gives. */
export const EVENT = 7;
