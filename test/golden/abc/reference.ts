import { Decimal } from 'decimal.js';

/**
 * The scoring semantics of the contract once more, written the slow and obvious way: one customer after the other,
 * every comparison against every other customer. The engine's SQL must agree with it on any data.
 */
export interface ReferenceOrder {
	id: string;
	status: string;
	/** Milliseconds. */
	placedAt: number;
	currency: string | null;
	cents: number;
	refundedCents: number;
}

export interface ReferenceCustomer {
	id: string;
	status: 'active' | 'archived';
	merged: boolean;
	potential: string | null;
	risk: string;
	orders: ReferenceOrder[];
}

export interface ReferenceModel {
	method: 'thresholds' | 'cumulative_share' | 'percentile';
	basis: 'turnover' | 'order_count';
	classes: { code: string; bound: number | null }[];
	matrix: { class: string; potential: string; result: string }[];
	riskClass: string | null;
	hysteresis: number;
	customerIds: string[] | null;
	orderIds: string[] | null;
}

export interface ReferenceSettings {
	home: string;
	/** Milliseconds or null = since ever. */
	rates: { currency: string; rate: string; from: number | null }[];
	from: number;
	to: number;
}

export interface ReferenceScore {
	value: number;
	base: string;
	class: string;
	/** Class after hysteresis, what the next run remembers. */
	held: string;
}

export function referenceScores(
	customers: ReferenceCustomer[],
	model: ReferenceModel,
	{ settings, before }: { settings: ReferenceSettings; before: Map<string, ReferenceScore> },
): { scores: Map<string, ReferenceScore>; withoutRate: number } {
	let withoutRate = 0;
	const values = new Map<string, number>();
	for (const customer of customers) {
		if (customer.status !== 'active' || customer.merged) continue;
		if (model.customerIds && !model.customerIds.includes(customer.id)) continue;
		let sum = 0;
		let count = 0;
		for (const order of customer.orders) {
			if (!['confirmed', 'paid', 'refunded'].includes(order.status)) continue;
			if (order.placedAt < settings.from || order.placedAt >= settings.to) continue;
			if (model.orderIds && !model.orderIds.includes(order.id)) continue;
			const worth = inHomeCurrency(order, settings);
			if (worth === null) {
				withoutRate++;
				continue;
			}
			sum += worth;
			count++;
		}
		values.set(customer.id, model.basis === 'turnover' ? Math.max(0, sum) : count);
	}
	const all = [...values.values()];
	const scores = new Map<string, ReferenceScore>();
	for (const customer of customers) {
		const value = values.get(customer.id);
		if (value !== undefined) scores.set(customer.id, score(customer, { value, all, model, before: before.get(customer.id) }));
	}
	return { scores, withoutRate };
}

function inHomeCurrency(order: ReferenceOrder, { home, rates }: ReferenceSettings): number | null {
	const cents = order.cents - order.refundedCents;
	if (order.currency === null || order.currency === home) return cents;
	const valid = rates
		.filter((rate) => rate.currency === order.currency && (rate.from ?? -Infinity) <= order.placedAt)
		.sort((a, b) => (b.from ?? -Infinity) - (a.from ?? -Infinity))[0];
	if (!valid) return null;
	return new Decimal(cents).times(valid.rate).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
}

interface Situation {
	value: number;
	all: number[];
	model: ReferenceModel;
	before: ReferenceScore | undefined;
}

function score(customer: ReferenceCustomer, situation: Situation): ReferenceScore {
	const { value, model, before } = situation;
	const codes = model.classes.map((item) => item.code);
	const last = codes.length - 1;
	const reaches = (index: number, relaxed: boolean): boolean => value > 0 && satisfies(index, relaxed, situation);
	let base = last;
	for (let index = last - 1; index >= 0; index--) if (reaches(index, false)) base = index;

	let held = base;
	const previous = before ? codes.indexOf(before.held) : -1;
	if (model.hysteresis > 0 && previous >= 0 && previous < base) {
		for (let index = base - 1; index >= previous; index--) if (reaches(index, true)) held = index;
	}

	let result = held;
	const cell = model.matrix.find((item) => item.class === codes[held] && item.potential === customer.potential);
	if (cell) result = codes.indexOf(cell.result);
	if (customer.risk === 'insolvent' && model.riskClass) result = Math.max(result, codes.indexOf(model.riskClass));
	return { value, base: codes[base]!, held: codes[held]!, class: codes[result]! };
}

function satisfies(index: number, relaxed: boolean, { value, all, model }: Situation): boolean {
	const bound = new Decimal(model.classes[index]!.bound!);
	if (model.method === 'thresholds') {
		const units = bound.times(model.basis === 'turnover' ? 100 : 1);
		return units.times(relaxed ? new Decimal(1).minus(model.hysteresis / 100) : 1).lte(value);
	}
	const greater = all.filter((other) => other > value);
	const share = bound.times(relaxed ? new Decimal(1).plus(model.hysteresis / 100) : 1);
	const [part, whole] =
		model.method === 'percentile'
			? [greater.length, all.filter((other) => other > 0).length]
			: [sum(greater), sum(all)];
	return share.times(whole).gt(part);
}

function sum(numbers: number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
