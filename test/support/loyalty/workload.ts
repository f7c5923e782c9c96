import type { Request } from './memory-commands.ts';
import { OrderDesk } from './workload-orders.ts';
import { ids } from './settings.ts';

/** Numbers from a seed: always the same ones. */
export function randomFrom(seed: number): (below: number) => number {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) % below;
	};
}

interface Person {
	account: string;
	customer: string;
}

/** What came of earlier requests, to go on with. */
interface Seen {
	holds: { account: string; hold: string }[];
	vouchers: { account: string; voucher: string; reward: string }[];
	requests: Request[];
}

/** Without keys: what a shop does, our own upkeep, and what is looked at as it is. */
const KEYLESS = ['settle', 'order', 'reckon', 'earn_event'];

/**
 * Makes up requests: valid ones, ones that must be refused, ones that were sent before, late and out of order, and others
 * under a key that was used.
 */
export class Workload {
	private readonly random: (below: number) => number;
	private readonly people: Person[];
	private readonly named: ReturnType<typeof ids>;
	private readonly desk: OrderDesk;
	private readonly seen: Seen = { holds: [], vouchers: [], requests: [] };
	/** Orders that changed, and that nobody has looked at. */
	private readonly changed: { account: string; order: string }[] = [];
	private now: number;
	private readonly seed: number;

	constructor(seed: number, people: Person[], { from, program }: { from: Date; program: string }) {
		this.seed = seed;
		this.random = randomFrom(seed);
		this.people = people;
		this.named = ids(program);
		this.desk = new OrderDesk(this.random);
		this.now = from.getTime();
	}

	next(hours: number): Request {
		this.now += this.random(hours * 3600) * 1000;
		const at = new Date(this.now);
		const { requests } = this.seen;
		const again = this.random(10) === 0 ? this.oneOf(requests.slice(-60)) : undefined;
		const seed = `seed ${this.seed}, request ${requests.length + 1} ${this.now}`;
		if (again) return this.random(8) === 0 ? { ...again, at, seed, input: { ...again.input, points: 77_777 } } : { ...again, at, seed };
		const made = this.make();
		const key = `key ${this.random(1e9)}`;
		const request = { ...made, key: KEYLESS.includes(made.command) ? null : key, at, seed };
		requests.push(request);
		return request;
	}

	/** Remembers what was done. */
	learn({ command, input }: Request, answer: Record<string, unknown>): void {
		const account = input['account'] as string;
		if (command === 'hold') this.seen.holds.push({ account, hold: answer['hold'] as string });
		if (command === 'redeem_reward') this.seen.vouchers.push({ account, reward: this.named.reward, voucher: (answer['voucher'] as { id: string }).id });
	}

	private make(): Pick<Request, 'command' | 'input'> {
		const { account, customer } = this.oneOf(this.people)!;
		const points = 1 + this.random(200);
		const dice = this.random(100);
		if (dice < 40) return this.shop(account, customer);
		if (dice < 50) return { command: 'accrue', input: { account, points } };
		if (dice < 62) return { command: 'redeem', input: { account, points: this.random(5) === 0 ? points : 5 * points } };
		if (dice < 66) return { command: 'adjust', input: { account, points: points % 3 === 0 ? points : -points, reason: 'count' } };
		if (dice < 70) return { command: 'transfer', input: { account, to: this.oneOf(this.people)!.account, points } };
		if (dice < 84) return this.set(account, points);
		if (dice < 96) return this.present(account);
		return { command: 'settle', input: { account } };
	}

	/** An order is made or changed; it is looked at soon, late, or twice. */
	private shop(account: string, customer: string): Pick<Request, 'command' | 'input'> {
		const dice = this.random(20);
		const known = this.oneOf(this.desk.bills.slice(-40));
		if (!known || dice < 4) return this.told(account, this.desk.newOrder(account, customer, this.now));
		if (dice < 9) return this.told(known.account, this.desk.change(known, this.now));
		const of = { account: known.account, order: known.order };
		if (dice < 11) return { command: 'redeem', input: { ...of, points: 5 * (1 + this.random(60)) } };
		if (dice < 12) return { command: 'hold', input: { ...of, points: 5 * (1 + this.random(30)), expires_in_minutes: 1 + this.random(6000) } };
		if (dice < 13) return { command: 'accrue_order', input: of };
		const waiting = this.changed.length > 0 && this.random(6) > 0 ? this.changed.splice(this.random(this.changed.length), 1)[0]! : of;
		return { command: 'reckon', input: { ...waiting } };
	}

	private told(account: string, order: { order: string }): Pick<Request, 'command' | 'input'> {
		this.changed.push({ account, order: order.order });
		return { command: 'order', input: { account, ...order } };
	}

	/** Points are set aside, and spent or given back. */
	private set(account: string, points: number): Pick<Request, 'command' | 'input'> {
		const hold = this.oneOf(this.seen.holds.slice(-12));
		const dice = this.random(14);
		if (!hold || dice < 6) return { command: 'hold', input: { account, points: 5 * Math.ceil(points / 8), expires_in_minutes: 1 + this.random(6000) } };
		if (dice < 10) return { command: 'void', input: hold };
		return { command: 'post', input: this.random(2) ? hold : { ...hold, points: [1, 5][this.random(2)]! * (1 + this.random(160)) } };
	}

	private present(account: string): Pick<Request, 'command' | 'input'> {
		const dice = this.random(12);
		const voucher = this.oneOf(this.seen.vouchers.slice(-20));
		if (dice < 3) return { command: 'earn_by_hand', input: { account, rule: this.named.gift } };
		if (dice < 5) return { command: 'earn_event', input: { account, event: { trigger: 'interaction', at: new Date(this.now), source: `call ${this.random(30)}` } } };
		if (dice < 9 || !voucher) return { command: 'redeem_reward', input: { account, reward: this.named.reward } };
		return { command: dice < 11 ? 'cancel_voucher' : 'use_voucher', input: voucher };
	}

	private oneOf = <T>(list: T[]): T | undefined => list[this.random(Math.max(1, list.length))];
}
