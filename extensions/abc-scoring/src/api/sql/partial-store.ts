import type { Knex } from 'knex';
import type { HistoryRow, PartialStore, Transition } from '../../application/ports.ts';
import { unitsPer } from '../../domain/cut-points.ts';
import { readClassCounts, readHistory, readNetChanges, readTransitions } from './readings.ts';
import { createScoringStore } from './scoring-store.ts';

/** Databases limit how many values one statement takes. */
const CHUNK = 500;

/** Readings about the given customers only. Every customer is in one chunk, so that counts simply add up. */
export function createPartialStore(knex: Knex, customers: string[]): PartialStore {
	const each = async <T>(read: (part: string[]) => Promise<T>): Promise<T[]> => {
		const found: T[] = [];
		for (let start = 0; start < customers.length; start += CHUNK) {
			found.push(await read(customers.slice(start, start + CHUNK)));
		}
		return found;
	};
	return {
		...createScoringStore(knex),
		changes: async (model, range, limit) => {
			const read = (part: string[]): Promise<HistoryRow[]> =>
				readHistory(knex, { model, ...range, customers: part }, { limit, newestFirst: true });
			return (await each(read)).flat().sort((a, b) => b.seq - a.seq).slice(0, limit);
		},
		transitions: async (model, range) =>
			addUp((await each((part) => readTransitions(knex, model, { ...range, customers: part }))).flat()),
		netChanges: async (model, range) => {
			const net = new Map<string, number>();
			for (const part of await each((ids) => readNetChanges(knex, model, { ...range, customers: ids }))) {
				for (const [code, change] of part) net.set(code, (net.get(code) ?? 0) + change);
			}
			return net;
		},
		classCounts: async (model) => {
			const counts = new Map<string, { code: string; customers: number; value: number }>();
			for (const row of (await each((part) => readClassCounts(knex, model, { customers: part }))).flat()) {
				const { customers: number, value } = counts.get(row.code) ?? { customers: 0, value: 0 };
				counts.set(row.code, { code: row.code, customers: number + row.customers, value: value + row.value });
			}
			return [...counts.values()];
		},
		values: async (model) => {
			const read = (part: string[]): Promise<unknown[]> =>
				knex('crm_customer_scores').where({ model: model.id }).whereIn('customer', part).pluck('value');
			return (await each(read)).flat().map((value) => Math.round(Number(value) * unitsPer(model.basis)));
		},
	};
}

function addUp(transitions: Transition[]): Transition[] {
	const sums = new Map<string, Transition>();
	for (const { from, to, customers } of transitions) {
		const key = JSON.stringify([from, to]);
		sums.set(key, { from, to, customers: customers + (sums.get(key)?.customers ?? 0) });
	}
	return [...sums.values()];
}
