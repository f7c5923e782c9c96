import type { ShopOrder } from './memory-orders.ts';

type Random = (below: number) => number;

interface Bill {
	order: string;
	account: string;
	customer: string;
	status: ShopOrder['status'];
	channel: string;
	placed: number;
	paid: number | null;
	lines: { id: string; cents: number; back: number }[];
	/** Refunded besides what its lines say. */
	back: number;
	/** Of an order without lines. */
	cents: number;
}

const DAY_MS = 86_400_000;
const text = (cents: number): string => (cents / 100).toFixed(2);
const sum = (bill: Bill, of: 'cents' | 'back'): number => bill[of] + bill.lines.reduce((total, line) => total + line[of], 0);

/** A shop: orders are made, paid, refunded line by line or as a whole, cancelled, restored, edited upward, and deleted. */
export class OrderDesk {
	readonly bills: Bill[] = [];
	private readonly random: Random;

	constructor(random: Random) {
		this.random = random;
	}

	newOrder(account: string, customer: string, now: number): ShopOrder {
		const lines = Array.from({ length: this.random(4) }, () => ({ id: this.newId(), cents: 1 + this.random(12_000), back: 0 }));
		const isPaid = this.random(3) > 0;
		const bill: Bill = {
			order: this.newId(), account, customer, status: isPaid ? 'paid' : 'confirmed', channel: this.random(6) === 0 ? 'gift' : 'shop', placed: now,
			// Some are noted late.
			paid: isPaid ? now - (this.random(8) === 0 ? this.random(20) * DAY_MS : 0) : null,
			lines: lines.sort((a, b) => (a.id < b.id ? -1 : 1)), back: 0, cents: lines.length === 0 ? 1 + this.random(12_000) : 0,
		};
		this.bills.push(bill);
		return this.told(bill);
	}

	/** Something happens to an order, sensible or not. */
	change(bill: Bill, now: number): ShopOrder {
		const dice = this.random(12);
		if (bill.status === 'gone') return this.told(bill);
		if (dice < 3) this.pay(bill, now);
		else if (dice < 7) this.refund(bill);
		else if (dice === 7) bill.status = 'cancelled';
		else if (dice === 8) this.restore(bill, now);
		else if (dice === 9) this.grow(bill);
		else if (dice === 10) bill.status = ['refunded', 'confirmed', 'gone'][this.random(3)] as Bill['status'];
		else if (bill.lines.length === 0 || this.random(2) === 0) bill.back = this.random(sum(bill, 'cents') - sum({ ...bill, back: 0 }, 'back') + 1);
		return this.told(bill);
	}

	private pay(bill: Bill, now: number): void {
		bill.status = 'paid';
		bill.paid ??= now;
	}

	private refund(bill: Bill): void {
		const line = bill.lines[this.random(Math.max(1, bill.lines.length))];
		if (line) line.back += this.random(3) === 0 ? line.cents - line.back : this.random(line.cents - line.back + 1);
		else bill.back += this.random(bill.cents - bill.back + 1);
		bill.back = Math.min(bill.back, sum(bill, 'cents') - sum({ ...bill, back: 0 }, 'back'));
		if (sum(bill, 'back') === sum(bill, 'cents')) bill.status = 'refunded';
	}

	/** A cancellation or a refund was a mistake. */
	private restore(bill: Bill, now: number): void {
		this.pay(bill, now);
		if (this.random(2) === 0) return;
		bill.back = 0;
		for (const line of bill.lines) line.back = 0;
	}

	private grow(bill: Bill): void {
		const line = bill.lines[0];
		if (line) line.cents += this.random(5000);
		else bill.cents += this.random(5000);
	}

	private told(bill: Bill): ShopOrder {
		const { order, customer, status, channel, lines } = bill;
		return {
			order, customer, status, channel, amount: text(sum(bill, 'cents')), refunded_amount: text(sum(bill, 'back')),
			placed_at: new Date(bill.placed).toISOString(), paid_at: bill.paid === null ? null : new Date(bill.paid).toISOString(),
			lines: lines.map(({ id, cents, back }) => ({ id, amount: text(cents), refunded_amount: text(back) })),
		};
	}

	private newId(): string {
		const hex = Array.from({ length: 32 }, () => this.random(16).toString(16)).join('');
		return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join('-');
	}
}
