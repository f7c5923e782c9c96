import { dayOf } from './auditor-days.ts';
import type { Member, Pile } from './auditor-model.ts';
import type { Piles } from './auditor-piles.ts';
import type { ShopOrder } from './memory-orders.ts';

interface Line {
	worth: number;
	points: number;
	/** What counts for tiers; no cap leaves less of it. */
	growth: number;
	id: string;
}

/** What an order has earned, and what was spent on it. */
interface Bought {
	/** Null: it has earned nothing yet. */
	lines: Line[] | null;
	gains: { pile: Pile; points: number; back: number }[];
	/** The day on which it earned first. */
	day: number | null;
	most: number;
	spent: { pile: Pile; points: number; back: number; instead: Pile | null }[];
}

const cents = (amount: string): number => Math.round(Number(amount) * 100);
const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);
const isPaid = (order: ShopOrder | null): order is ShopOrder => order?.status === 'paid' || order?.status === 'refunded';

/** What orders mean for members, reckoned from the order as it is. */
export class OrderBooks {
	private readonly orders = new Map<string, ShopOrder>();
	private readonly bought = new Map<string, Bought>();
	private readonly piles: Piles;

	constructor(piles: Piles) {
		this.piles = piles;
	}

	put(order: ShopOrder): void {
		this.orders.set(order.order, order);
	}

	isPaid = (id: string): boolean => isPaid(this.now(id));

	isThere = (id: string): boolean => this.now(id) !== null;

	spend(id: string, parts: [Pile, number][]): void {
		for (const [pile, points] of parts) this.of(id).spent.push({ pile, points, back: 0, instead: null });
	}

	/** The member is as old as the day. */
	reckon(member: Member, id: string, at: Date): void {
		const own = this.of(id);
		if (own.lines === null) this.earn(member, id, dayOf(at));
		else this.adjust(member, id, { ...own, lines: own.lines }, dayOf(at));
		if (own.lines && this.kept(id, own.lines, 'growth') > 0) own.day ??= dayOf(at);
		this.settleSpent(member, id, dayOf(at));
	}

	/** What it earned and kept. */
	earned = (id: string): number => sum(this.of(id).gains.map(({ points, back }) => points - back));

	private of(id: string): Bought {
		if (!this.bought.has(id)) this.bought.set(id, { lines: null, gains: [], day: null, most: Infinity, spent: [] });
		return this.bought.get(id)!;
	}

	private now(id: string): ShopOrder | null {
		const order = this.orders.get(id);
		return order && order.status !== 'gone' ? order : null;
	}

	private earn(member: Member, id: string, today: number): void {
		const order = this.now(id);
		if (!isPaid(order) || order.channel !== 'shop') return;
		const { rate, fixed } = this.piles.rules;
		const points = Math.floor((cents(order.amount) * rate) / 100) + fixed;
		if (points === 0) return;
		const given = this.piles.allowed(member, points, today);
		const worths = order.lines.length > 0 ? order.lines.map((line) => ({ id: line.id, weight: cents(line.amount) })) : [{ id, weight: cents(order.amount) }];
		const whole = shared(points, worths);
		const parts = shared(given, worths.map((line, i) => ({ id: line.id, weight: whole[i]! })));
		const own = this.of(id);
		const growth = shared(Math.floor((cents(order.amount) * rate) / 100), worths);
		own.lines = worths.map((line, i) => ({ id: line.id, worth: line.weight, points: parts[i]!, growth: growth[i]! }));
		const kept = this.kept(id, own.lines);
		this.piles.noteEarned(member, kept, today);
		if (kept > 0) this.gain(member, id, kept, today);
	}

	private adjust(member: Member, id: string, own: Bought & { lines: Line[] }, today: number): void {
		const has = this.earned(id);
		const day = own.day ?? today;
		const wants = Math.min(this.kept(id, own.lines), own.most);
		const goal = wants > has ? has + this.piles.allowed(member, wants - has, day) : wants;
		if (goal < wants) this.of(id).most = goal;
		let loss = Math.max(0, has - goal);
		for (const gain of [...own.gains].reverse()) {
			const points = Math.min(loss, gain.points - gain.back);
			gain.back += points;
			loss -= points;
			if (points > 0) this.piles.takeBack(member, gain.pile, { points, recovery: this.piles.rules.recovery });
		}
		if (goal > has) this.gain(member, id, goal - has, today);
		this.piles.noteEarned(member, goal - has, day);
	}

	private gain(member: Member, id: string, points: number, today: number): void {
		const order = this.now(id)!;
		const pile = this.piles.earn(member, points, dayOf(new Date(order.paid_at ?? order.placed_at)));
		const own = this.of(id);
		own.gains.push({ pile, points, back: 0 });
		own.day ??= today;
	}

	/** Each line the share of it that was not refunded; all together the share that is left of the order. */
	private kept(id: string, lines: Line[], of: 'points' | 'growth' = 'points'): number {
		const order = this.now(id);
		if (!isPaid(order)) return 0;
		const left = lines.map(({ id: line, worth }) => {
			const now = order.lines.find((one) => one.id === line);
			if (!now) return worth;
			return worth - Math.floor((worth * Math.min(cents(now.refunded_amount), cents(now.amount))) / cents(now.amount));
		});
		const byLines = sum(lines.map((line, i) => Math.floor((line[of] * left[i]!) / line.worth)));
		const rest = cents(order.amount) - this.refunded(order);
		return sum(left) <= 0 ? byLines : Math.floor((byLines * Math.min(sum(left), rest)) / sum(left));
	}

	private refunded(order: ShopOrder): number {
		const [noted, whole] = [cents(order.refunded_amount), cents(order.amount)];
		const back = Math.max(noted, sum(order.lines.map((line) => cents(line.refunded_amount))));
		return order.status === 'refunded' && back === 0 ? whole : Math.min(back, whole);
	}

	/** Spent points come back, the last ones first, as far as the order is refunded; a refund that is taken back spends them again. */
	private settleSpent(member: Member, id: string, today: number): void {
		const order = this.now(id);
		const { spent } = this.of(id);
		const total = sum(spent.map(({ points }) => points));
		const before = sum(spent.map(({ back }) => back));
		if (order === null || order.status === 'cancelled') return this.putBack(member, spent, { points: total - before, today });
		const due = isPaid(order) ? Math.floor((total * this.refunded(order)) / cents(order.amount)) : 0;
		if (due > before) return this.putBack(member, spent, { points: due - before, today });
		let left = before - due;
		for (const part of spent) {
			const n = Math.min(left, part.back);
			part.back -= n;
			left -= n;
			if (n > 0) this.piles.takeBack(member, part.instead ?? part.pile, { points: n, recovery: 'debt' });
		}
	}

	private putBack(member: Member, spent: Bought['spent'], { points, today }: { points: number; today: number }): void {
		let left = points;
		for (const part of [...spent].reverse()) {
			const n = Math.min(left, part.points - part.back);
			part.back += n;
			left -= n;
			if (n > 0) part.instead = this.piles.putBack(member, part.pile, n, today) ?? part.instead;
		}
	}
}

/** Whole points by weight: rounded down, and what is left one by one to the largest rests, among equals to the first name. */
function shared(points: number, parts: { id: string; weight: number }[]): number[] {
	const total = sum(parts.map(({ weight }) => weight));
	const exact = parts.map(({ weight }) => (total === 0 ? points / parts.length : (points * weight) / total));
	const whole = exact.map(Math.floor);
	const byRest = parts.map(({ id }, i) => ({ i, id, rest: total === 0 ? points % parts.length : (points * parts[i]!.weight) % total }));
	byRest.sort((a, b) => b.rest - a.rest || (a.id < b.id ? -1 : 1));
	for (const { i } of byRest.slice(0, points - sum(whole))) whole[i]! += 1;
	return whole;
}
