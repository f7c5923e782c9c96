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
import type { SchemaOverview } from '../../../extensions/core/src/api/directus.ts';
import { COMMANDS } from '../../../extensions/loyalty/src/api/commands.ts';
import { earnByHandCommand, earnEventCommand } from '../../../extensions/loyalty/src/api/events/commands.ts';
import { accrueOrderCommand, reckonCommand } from '../../../extensions/loyalty/src/api/orders/commands.ts';
import { redeemRewardCommand, VOUCHER_COMMANDS } from '../../../extensions/loyalty/src/api/rewards/commands.ts';
import type { Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { createTestTables } from '../tables.ts';
import type { Request } from './memory-commands.ts';
import { rowsOf, type ShopOrder } from './memory-orders.ts';
import { rewardOf, shopRules, type Settings } from './settings.ts';

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

export async function newProgram(knex: Knex, program: Partial<Program>, id: string = randomUUID()): Promise<string> {
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

/** What conditions need to know of the schema, as Directus would tell it. */
const SCHEMA = {
	collections: Object.fromEntries(
		[crmCustomers, crmOrders].map(({ collection, fields }) => [collection, { primary: 'id', fields: Object.fromEntries(fields.map(({ field, type }) => [field, { type }])) }]),
	),
	relations: [],
} as unknown as SchemaOverview;

const commandNamed = (name: string, at: Date | undefined): unknown =>
	({
		...COMMANDS,
		reckon: reckonCommand(SCHEMA),
		accrue_order: accrueOrderCommand(SCHEMA),
		earn_event: earnEventCommand(SCHEMA),
		earn_by_hand: earnByHandCommand(SCHEMA, at ?? new Date()),
		redeem_reward: redeemRewardCommand(SCHEMA),
		use_voucher: VOUCHER_COMMANDS.use,
		cancel_voucher: VOUCHER_COMMANDS.cancel,
	})[name];

/** The ledger's real commands on a real database. Facts wait as actions. Without `at` it is as late as the database says. */
export async function runOn<Answer = Record<string, unknown>>(
	knex: Knex,
	{ command, input, key, at, onStep, ...request }: Omit<Request, 'at'> & { at?: Date; onStep?: (step: string) => void },
	seed = request.seed,
): Promise<Outcome<Answer>> {
	if (command === 'order') {
		await putOrder(knex, input as unknown as ShopOrder);
		return { kind: 'done', answer: {} as Answer, replayed: false };
	}
	const real = commandNamed(command, at) as Command<object, unknown, Answer, Knex>;
	return runCommand(commandStore(knex, () => Promise.resolve()), real, { input, caller: 'tester', idempotencyKey: key, now: at, seed, onStep });
}

/** What a shop does to an order, past us. */
async function putOrder(knex: Knex, input: ShopOrder): Promise<void> {
	const { order, lines } = rowsOf(input);
	await knex('crm_order_lines').where({ order: order.id }).delete();
	if (input.status === 'gone') await knex('crm_orders').where({ id: order.id }).delete();
	else {
		await knex('crm_orders').insert(order).onConflict('id').merge();
		if (lines.length > 0) await knex('crm_order_lines').insert(lines);
	}
}

/** Puts up what a simulated shop gives. */
export async function putRulesOn(knex: Knex, settings: Settings): Promise<void> {
	for (const { per_minor: perMinor, order_filter: filter, ...rule } of shopRules(settings)) {
		const stored = { ...rule, per_amount: perMinor === null ? null : perMinor / 100, order_filter: filter && JSON.stringify(filter) };
		await knex('crm_loyalty_rules').insert(stored);
	}
	await knex('crm_loyalty_rewards').insert({ ...rewardOf(settings), issued: 0 });
}
