import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { crmContacts } from '@guanxi/schema/core/crm-contacts';
import { crmCustomers } from '@guanxi/schema/core/crm-customers';
import { crmInteractions } from '@guanxi/schema/core/crm-interactions';
import { crmOrderLines } from '@guanxi/schema/core/crm-order-lines';
import { crmOrders } from '@guanxi/schema/core/crm-orders';
import { crmSettings } from '@guanxi/schema/core/crm-settings';
import { META_TABLES } from '@guanxi/schema/core/tables';
import { DURABLE_INDEXES, DURABLE_TABLES } from '@guanxi/schema/core/tables-durable';
import { loyaltySchema } from '@guanxi/schema/loyalty/index';
import { appendOnlyOf, keepAppendOnly } from '../../../extensions/core/src/api/append-only/append-only.ts';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import { keepWatches } from '../../../extensions/core/src/api/watch/watch.ts';
import { runCommand, type Command, type Outcome } from '../../../extensions/core/src/application/command/run-command.ts';
import { COMMANDS } from '../../../extensions/loyalty/src/api/commands.ts';
import type { Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { createTestTables } from '../tables.ts';
import type { Request } from './memory-commands.ts';

const { collections, extensions, tables, indexes } = loyaltySchema;

/** The tables of loyalty and what commands need, with the triggers that keep entries as they are. */
export async function createLoyaltyTables(knex: Knex): Promise<void> {
	await createTestTables(knex, {
		collections: [
			{ spec: crmCustomers, extra: extensions.flatMap(({ fields }) => fields) },
			{ spec: crmContacts },
			{ spec: crmSettings },
			{ spec: crmOrders },
			{ spec: crmOrderLines },
			{ spec: crmInteractions },
			...collections.map((spec) => ({ spec })),
		],
		tables: [...DURABLE_TABLES, ...META_TABLES.filter(({ table }) => table === 'crm_counters'), ...tables],
		indexes: [...DURABLE_INDEXES, ...indexes],
	});
	for (const rule of appendOnlyOf(loyaltySchema)) await keepAppendOnly(knex, rule);
	await keepWatches(knex, loyaltySchema);
}

export async function newProgram(knex: Knex, program: Partial<Program>): Promise<string> {
	const id = randomUUID();
	await knex('crm_loyalty_programs').insert({
		...program, id, key: id, name: 'Club', point_value: 0.01, breakage_percent: 10, tiers: JSON.stringify(program.tiers ?? []),
	});
	return id;
}

export async function newCustomer(knex: Knex): Promise<string> {
	const id = randomUUID();
	await knex('crm_customers').insert({ id, code: id.slice(0, 12), name: 'Member', kind: 'person', status: 'active' });
	return id;
}

/** A member of a program; `key` is the program's, which is its id here. */
export async function newMember(knex: Knex, key: string, at = new Date()): Promise<string> {
	const input = { program: key, customer: await newCustomer(knex) };
	const outcome = await runOn<{ id: string }>(knex, { command: 'enrol', input, key: null, at });
	if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
	return outcome.answer.id;
}

export interface Sent {
	key: string;
	/** The reason of a refusal, or what happened with its answer. */
	said: string;
}

/** Carries out requests, now, by so many clients at once. */
export async function sendAll(knex: Knex, requests: Omit<Request, 'at'>[], clients: number, onStep?: (step: string) => void): Promise<Sent[]> {
	const waiting = [...requests];
	const sent: Sent[] = [];
	const client = async (): Promise<void> => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			const outcome = await runOn(knex, { ...next, onStep });
			const answer = 'answer' in outcome ? outcome.answer : null;
			const said = outcome.kind === 'refused' ? outcome.refusal.reason : JSON.stringify([outcome.kind, answer]);
			sent.push({ key: next.key!, said });
		}
	};
	await Promise.all(Array.from({ length: clients }, client));
	return sent;
}

/** The ledger's real commands on a real database. Facts wait as actions. Without `at` it is as late as the database says. */
export function runOn<Answer = Record<string, unknown>>(
	knex: Knex,
	{ command, input, key, at, onStep }: Omit<Request, 'at'> & { at?: Date; onStep?: (step: string) => void },
	seed?: string,
): Promise<Outcome<Answer>> {
	const real = COMMANDS[command as keyof typeof COMMANDS] as unknown as Command<object, unknown, Answer, Knex>;
	const request = { input, caller: 'tester', idempotencyKey: key, now: at, seed, onStep };
	return runCommand(commandStore(knex, () => Promise.resolve()), real, request);
}
