import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { crmCustomers } from '@guanxi/schema/core/crm-customers';
import { crmInteractions } from '@guanxi/schema/core/crm-interactions';
import { loyaltySchema } from '@guanxi/schema/loyalty/index';
import { actionStore } from '../../../extensions/core/src/api/actions/store.ts';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import type { Host, SchemaOverview } from '../../../extensions/core/src/api/directus.ts';
import { sweepActions } from '../../../extensions/core/src/application/actions/sweep-actions.ts';
import { runCommand, type Outcome } from '../../../extensions/core/src/application/command/run-command.ts';
import { AUDIT_CHECKS } from '../../../extensions/loyalty/src/api/audit-checks.ts';
import { earnEventCommand } from '../../../extensions/loyalty/src/api/events/commands.ts';
import { eventHappened, interactionChanged } from '../../../extensions/loyalty/src/api/events/follow-events.ts';
import type { EarningEvent, EventEarned } from '../../../extensions/loyalty/src/domain/events/earn-event.ts';
import type { Entry } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { readAccount } from './stored.ts';

type Row = Record<string, unknown>;
const SPECS = [crmCustomers, crmInteractions, ...loyaltySchema.collections];

/** What conditions need to know of the schema, as Directus would tell it. */
export const EVENT_SCHEMA = {
	collections: Object.fromEntries(
		SPECS.map(({ collection, fields }) => [collection, { primary: 'id', fields: Object.fromEntries(fields.map(({ field, type }) => [field, { type }])) }]),
	),
	relations: [],
} as unknown as SchemaOverview;

export const NOON = new Date('2026-03-01T04:00:00Z');

/** A published rule that gives 100 points to spend and as many for tiers, unless the test says otherwise. */
export async function newEventRule(knex: Knex, program: string, values: Row = {}): Promise<string> {
	const id = randomUUID();
	const filters = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, name.endsWith('_filter') ? JSON.stringify(value) : value]));
	await knex('crm_loyalty_rules').insert({
		id, key: id, name: 'Care', program, status: 'active', version: 1, effect: 'fixed', points: 100, gives: 'both', priority: 100, exclusive: false, ...filters,
	});
	return id;
}

/** Tells an event to an account; the same source, unless the test says otherwise. */
export function tell(knex: Knex, account: string, event: Partial<EarningEvent>, now = NOON): Promise<Outcome<EventEarned>> {
	const happened: EarningEvent = { trigger: 'interaction', at: NOON, source: 'a call', ...event };
	const request = { input: { account, event: happened }, caller: 'tester', idempotencyKey: null, now };
	return runCommand(commandStore(knex, () => Promise.resolve()), earnEventCommand(EVENT_SCHEMA), request);
}

/** What it earned, or the reason why it was refused. */
export async function told(knex: Knex, account: string, event: Partial<EarningEvent> = {}, now = NOON): Promise<string | number> {
	const outcome = await tell(knex, account, event, now);
	if (outcome.kind === 'refused') return outcome.refusal.reason;
	if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
	return outcome.answer.points;
}

export const entriesOf = async (knex: Knex, account: string): Promise<Entry[]> => (await readAccount(knex, account)).entries;

/** As far as following events needs it. */
export const hostOn = (knex: Knex): Host => ({ database: knex, env: {}, getSchema: () => Promise.resolve(EVENT_SCHEMA) }) as unknown as Host;

/** A round of the worker: does what is due, by the database's clock, and fails when anything does. */
export async function work(knex: Knex): Promise<void> {
	const failures: unknown[] = [];
	const handlers = [eventHappened(hostOn(knex)), interactionChanged(hostOn(knex))];
	await sweepActions({ store: actionStore(knex), handlers, owner: randomUUID(), spread: () => 0, onFailure: (_action, error) => void failures.push(error) });
	if (failures.length > 0) throw new AggregateError(failures);
}

export async function audit(knex: Knex): Promise<string[]> {
	const wrong: string[] = [];
	for (const { name, violations } of AUDIT_CHECKS) wrong.push(...(await violations({ database: knex } as never)).map((what) => `${name}: ${what}`));
	return wrong;
}
