import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { TableSpec } from '@guanxi/schema/model';
import { crmCustomers } from '@guanxi/schema/core/crm-customers';
import { crmSettings } from '@guanxi/schema/core/crm-settings';
import { META_TABLES } from '@guanxi/schema/core/tables';
import { DURABLE_INDEXES, DURABLE_TABLES } from '@guanxi/schema/core/tables-durable';
import { STAMP_TABLES, redeemStamps, thankYou, type Redemption } from '../../docs/examples/stamp-card.ts';
import { commandStore } from '../../extensions/core/src/api/command/store.ts';
import type { ActionHandler } from '../../extensions/core/src/application/actions/ports.ts';
import { runCommand, type CommandRequest, type Outcome } from '../../extensions/core/src/application/command/run-command.ts';
import { createTestTables } from './tables.ts';

const COUNTERS = META_TABLES.find(({ table }) => table === 'crm_counters')!;

/** Traces of calls, without any key that would hide a doubled one. */
const CALLS: TableSpec = { table: 'example_calls', columns: [{ column: 'dedupe_key', type: 'string', maxLength: 64 }] };

/** The tables of the durable parts of core and of the worked example, with the settings of a new installation. */
export async function createStampTables(knex: Knex): Promise<void> {
	await createTestTables(knex, {
		collections: [{ spec: crmCustomers }, { spec: crmSettings }],
		tables: [...DURABLE_TABLES, ...STAMP_TABLES, COUNTERS, CALLS],
		indexes: DURABLE_INDEXES,
	});
	await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
}

/** A customer with a card that has collected `stamps`. */
export async function newCard(knex: Knex, stamps: number, customer: object = {}): Promise<{ card: string; customer: string }> {
	const ids = { card: randomUUID(), customer: randomUUID() };
	await knex('crm_customers').insert({
		id: ids.customer,
		code: ids.customer.slice(0, 12),
		name: 'Stamps',
		kind: 'company',
		status: 'active',
		...customer,
	});
	await knex('example_cards').insert({ id: ids.card, customer: ids.customer, stamps, ver: 0 });
	await knex('example_stamps').insert({ id: randomUUID(), card: ids.card, stamps });
	return ids;
}

/** Redeems without telling facts: those wait as actions. */
export function redeem(
	knex: Knex,
	input: Redemption,
	key: string | null,
	rest: Partial<CommandRequest<Redemption>> = {},
): Promise<Outcome<{ left: number }>> {
	const request = { input, caller: 'tester', idempotencyKey: key, now: new Date(), ...rest };
	return runCommand(commandStore(knex, () => Promise.resolve()), redeemStamps, request);
}

/** Balance, ledger and what is to follow must tell the same story. */
export async function auditCard(knex: Knex, card: string): Promise<{ balance: number; ledger: number; redemptions: number }> {
	const { stamps } = (await knex('example_cards').where({ id: card }).first('stamps')) as { stamps: number };
	const sum = await knex('example_stamps').where({ card }).sum({ n: 'stamps' }).first();
	const rows = await knex('example_stamps').where({ card }).where('stamps', '<', 0).count({ n: '*' }).first();
	return { balance: stamps, ledger: Number(sum?.['n']), redemptions: Number(rows?.['n']) };
}

/** Kinds of what is put down to follow a customer's redemptions. */
export async function followUps(knex: Knex, customer: string): Promise<string[]> {
	const rows: { kind: string; payload: string }[] = await knex('crm_actions').select('kind', 'payload');
	return rows.filter(({ payload }) => payload.includes(customer)).map(({ kind }) => kind).sort();
}

export const NOON_IN_SHANGHAI = new Date('2026-03-02T04:00:00Z');

/** The letter of the example for tests that run at any hour: by the real clock it would be put off at night. */
export const thankYouAtNoon: ActionHandler<Knex> = {
	kind: thankYou.kind,
	write: (trx, action) => (thankYou as Extract<typeof thankYou, { write: unknown }>).write(trx, action, NOON_IN_SHANGHAI),
};
