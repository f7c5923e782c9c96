import { defineHook } from '@directus/extensions-sdk';
import type { RegisterFunctions } from '@directus/types';
import { refreshDates, SOURCES } from '../activity-dates.ts';
import type { Host, Knex } from '../directus.ts';
import { safely } from '../safely.ts';

/** What Directus tells an action hook; typed as it types it. */
type Meta = Parameters<Parameters<RegisterFunctions['action']>[1]>[0];

/**
 * Keeps "last order", "last contact" and "next task" of a customer right after every write to what they come from.
 * Computed from the committed rows, so hearing an event twice or late does no harm; too early would, and of a list of
 * changes Directus tells each before it commits them.
 */
export default defineHook(({ filter, action }, context) => {
	const host = context as unknown as Host;
	const { watchFor, settled } = openTransactions();
	for (const source of SOURCES) {
		const previous = new Map<string, string>();
		const remember = async (keys: unknown[], knex: Knex): Promise<void> => {
			const rows = await knex(source.collection).whereIn('id', keys as string[]).select('id', 'customer');
			for (const { id, customer } of rows) previous.set(id, customer);
		};
		const refresh = async (keys: string[]): Promise<void> => {
			// Before waiting: who moves the row meanwhile notes the customer in between.
			const before = keys.map((key) => previous.get(key)).filter((id) => id !== undefined);
			keys.forEach((key) => previous.delete(key));
			await settled();
			const rows = await host.database(source.collection).whereIn('id', keys).pluck('customer');
			await refreshDates(host.database, source, [...new Set<string>([...rows, ...before])].filter(Boolean));
		};
		filter(`${source.collection}.items.create`, (payload, _meta, { database }) => {
			watchFor(database as Knex);
			return payload;
		});
		filter(`${source.collection}.items.update`, async (payload, meta, { database }) => {
			watchFor(database as Knex);
			if ('customer' in (payload as object)) await remember(meta['keys'], database);
			return payload;
		});
		filter(`${source.collection}.items.delete`, async (payload, _meta, { database }) => {
			await remember(payload as unknown[], database);
			return payload;
		});
		const after = (event: string, work: (meta: Meta) => Promise<void>): void =>
			action(`${source.collection}.items.${event}`, (meta) => {
				void safely(host, `keeping ${source.column} right`, () => work(meta));
			});
		after('create', ({ key, payload }) => {
			const customer: unknown = payload?.customer;
			// Known without asking, unless the customer was created along with it.
			if (typeof customer !== 'string') return refresh([String(key)]);
			return settled().then(() => refreshDates(host.database, source, [customer]));
		});
		after('update', ({ keys }) => refresh(keys.map(String)));
		after('delete', ({ keys, payload }) => refresh((keys ?? payload).map(String)));
	}
});

/** Transactions in which our hooks were asked and that have not ended yet. */
function openTransactions(): { watchFor: (knex: Knex) => void; settled: () => Promise<unknown> } {
	const open = new Set<Promise<unknown>>();
	return {
		watchFor(knex) {
			const ended = (knex as Knex.Transaction).executionPromise;
			if (!knex.isTransaction || !ended) return;
			const forget = (): void => void open.delete(ended);
			open.add(ended);
			ended.then(forget, forget);
		},
		settled: () => Promise.allSettled(open),
	};
}
