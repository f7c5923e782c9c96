import { dayInMonth, dayOf, FOREVER, lastOfMonth, monthOf, plusMonths } from './auditor-days.ts';
import type { Member, Pile, Rules } from './auditor-model.ts';

/** The piles of points of all members, and what time does to them. */
export class Piles {
	readonly members = new Map<string, Member>();
	readonly rules: Rules;
	private count = 0;
	private today = 0;

	constructor(rules: Rules) {
		this.rules = rules;
	}

	join(account: string): void {
		this.members.set(account, { piles: [], owed: 0, active: -FOREVER, holds: new Map(), earned: new Map() });
	}

	/** Holds run out, piles end, and what is there repays what is owed. */
	age(member: Member, at: Date): void {
		this.today = dayOf(at);
		for (const hold of member.holds.values()) {
			if (hold.state !== 'held' || hold.until > at.getTime()) continue;
			hold.state = 'expired';
			for (const [pile, n] of hold.from) pile.left += n;
		}
		for (const pile of member.piles) {
			if (this.last(member, pile) >= this.today) continue;
			pile.lapsed += pile.left;
			pile.left = 0;
		}
		const points = Math.min(member.owed, this.free(member));
		this.spend(member, points);
		member.owed -= points;
	}

	free = (member: Member): number => this.usable(member).reduce((n, { left }) => n + left, 0);

	waiting = (member: Member): number => member.piles.filter(({ from }) => from > this.today).reduce((n, { left }) => n + left, 0);

	/** First what ends first, of that what could be spent first, of that what came first. */
	spend(member: Member, points: number): [Pile, number][] {
		const used: [Pile, number][] = [];
		for (let left = points; left > 0; ) {
			const [first] = this.usable(member).filter((pile) => pile.left > 0).sort((a, b) => a.until - b.until || a.from - b.from || a.number - b.number);
			const n = Math.min(left, first!.left);
			first!.left -= n;
			left -= n;
			used.push([first!, n]);
		}
		return used;
	}

	pile(member: Member, points: number, { from, until }: { from: number; until: number }): Pile {
		const pile = { left: points, came: this.today, from, until, number: ++this.count, lapsed: 0 };
		member.piles.push(pile);
		return pile;
	}

	/** Points for something that happened on a day: they wait, and then last. */
	earn(member: Member, points: number, happened: number): Pile {
		const day = Math.min(happened, this.today);
		const from = day + this.rules.pendingDays;
		member.active = this.today;
		return this.pile(member, points, { from, until: Math.max(from, this.lastDay(day)) });
	}

	/** Takes points that came to a pile: from it, from what lapsed of it, and then as is said. */
	takeBack(member: Member, pile: Pile, { points, recovery }: { points: number; recovery: string }): void {
		const own = Math.min(points, pile.left);
		pile.left -= own;
		const lapsed = Math.min(points - own, pile.lapsed);
		pile.lapsed -= lapsed;
		let left = points - own - lapsed;
		if (recovery === 'forgive') return;
		if (recovery === 'other_lots') {
			const others = Math.min(left, this.free(member));
			this.spend(member, others);
			left -= others;
		}
		member.owed += left;
	}

	/** Spent points come back to their pile; where that is over they are lost, or last some days more as a pile of their own. */
	putBack(member: Member, pile: Pile, points: number, day: number): Pile | null {
		const { graceDays } = this.rules;
		if (graceDays !== null && this.last(member, pile) < day) return this.pile(member, points, { from: day, until: day + graceDays });
		pile.left += points;
		return null;
	}

	/** What the cap leaves of points for something that was earned on a day; of a month that is over it leaves all. */
	allowed(member: Member, points: number, day: number): number {
		const month = monthOf(this.today);
		return monthOf(day) === month ? Math.max(0, Math.min(points, this.rules.cap - (member.earned.get(month) ?? 0))) : points;
	}

	noteEarned(member: Member, points: number, day: number): void {
		const month = monthOf(this.today);
		if (monthOf(day) === month) member.earned.set(month, Math.max(0, (member.earned.get(month) ?? 0) + points));
	}

	last(member: Member, { until, from, came }: Pile): number {
		const { idleMonths } = this.rules;
		return idleMonths === null ? until : Math.min(until, Math.max(from, plusMonths(Math.max(came, member.active), idleMonths)));
	}

	lastDay(day: number): number {
		if (this.rules.months === null) return FOREVER;
		const month = monthOf(day) + this.rules.months;
		const end = lastOfMonth(month);
		return this.rules.roundToMonthEnd ? end : Math.min(end, end - dayInMonth(end) + dayInMonth(day));
	}

	private usable = (member: Member): Pile[] => member.piles.filter((pile) => pile.from <= this.today && this.today <= this.last(member, pile));
}
