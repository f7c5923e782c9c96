import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { complaintsSchema } from '@guanxi/schema/complaints/index';
import type { SchemaOverview } from '../../../extensions/core/src/api/directus.ts';
import { crmCalendars } from '@guanxi/schema/core/crm-calendars';
import { crmTasks } from '@guanxi/schema/core/crm-tasks';
import { crmContacts } from '@guanxi/schema/core/crm-contacts';
import { crmCustomers } from '@guanxi/schema/core/crm-customers';
import { crmInteractions } from '@guanxi/schema/core/crm-interactions';
import { crmOrders } from '@guanxi/schema/core/crm-orders';
import { crmSettings } from '@guanxi/schema/core/crm-settings';
import type { FieldSpec, TableSpec } from '@guanxi/schema/model';
import { META_TABLES } from '@guanxi/schema/core/tables';
import { CLOCK_INDEXES, CLOCK_TABLES } from '@guanxi/schema/core/tables-clocks';
import { DURABLE_INDEXES, DURABLE_TABLES } from '@guanxi/schema/core/tables-durable';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import { runCommand, type Command, type Outcome } from '../../../extensions/core/src/application/command/run-command.ts';
import { createTestTables } from '../tables.ts';

const { collections, extensions, tables, indexes } = complaintsSchema;
const added = (collection: string): FieldSpec[] => extensions.filter((item) => item.collection === collection).flatMap(({ fields }) => fields);

/** As much of Directus' own schema as conditions of policies ask for. */
const typesOf = (fields: readonly FieldSpec[]) => Object.fromEntries(fields.map(({ field, type }) => [field, { type }]));
export const SCHEMA = {
	collections: {
		crm_complaints: { primary: 'id', fields: typesOf(collections.find((spec) => spec.collection === 'crm_complaints')!.fields) },
		crm_customers: { primary: 'id', fields: typesOf(crmCustomers.fields) },
	},
	relations: [{ collection: 'crm_complaints', field: 'customer', related_collection: 'crm_customers', meta: { one_field: 'complaints' } }],
} as unknown as SchemaOverview;

/** Of Directus' own: who is told by a step of a ladder, and how. */
const DIRECTUS_TABLES: TableSpec[] = [
	{
		table: 'directus_notifications',
		columns: [
			{ column: 'id', type: 'increments', primary: true },
			{ column: 'timestamp', type: 'timestamp' },
			...['status', 'recipient', 'subject', 'collection', 'item'].map((column) => ({ column, type: 'string', maxLength: 255 }) as const),
		],
	},
	{ table: 'directus_users', columns: [{ column: 'id', type: 'uuid', primary: true }, ...['status', 'role', 'language'].map((column) => ({ column, type: 'string', maxLength: 64 }) as const)] },
];

/** The tables of complaints and what commands need. */
export async function createComplaintTables(knex: Knex): Promise<void> {
	const core = [crmCalendars, crmCustomers, crmContacts, crmSettings, crmOrders, crmInteractions, crmTasks].map((spec) => ({ spec, extra: added(spec.collection) }));
	await createTestTables(knex, {
		collections: [...core, ...collections.map((spec) => ({ spec }))],
		tables: [...DURABLE_TABLES, ...CLOCK_TABLES, ...DIRECTUS_TABLES, ...META_TABLES.filter(({ table }) => table === 'crm_counters'), ...tables],
		indexes: [...DURABLE_INDEXES, ...CLOCK_INDEXES, ...indexes],
	});
	await knex('crm_settings').insert({ id: randomUUID(), complaint_approval_limit: 500, complaint_reopen_days: 30 });
}

export async function newCustomer(knex: Knex, row: object = {}): Promise<string> {
	const id = randomUUID();
	await knex('crm_customers').insert({ id, code: id.slice(0, 12), name: 'Customer', kind: 'person', status: 'active', ...row });
	return id;
}

export async function newComplaint(knex: Knex, row: object = {}): Promise<string> {
	const id = randomUUID();
	await knex('crm_complaints').insert({
		id, reference: id.slice(0, 12), type: 'complaint', state: 'received', subject: 'Broken', reopen_count: 0, safety: false, legal: false, ver: 0, received_at: new Date(), ...row,
	});
	return id;
}

/** A real command on a real database. Facts wait as actions. */
export const runOn = <Input, State, Answer>(
	knex: Knex,
	command: Command<Input, State, Answer, Knex>,
	input: Input,
	{ key = null, now }: { key?: string | null; now?: Date } = {},
): Promise<Outcome<Answer>> => runCommand(commandStore(knex, () => Promise.resolve()), command, { input, caller: 'tester', idempotencyKey: key, now });

/** What was told, in order, as it waits to be announced. */
export async function factsOf(knex: Knex, complaint: string): Promise<{ type: string; payload: Record<string, unknown> }[]> {
	const rows: { payload: string }[] = await knex('crm_actions').where({ kind: 'core.announce', subject_id: complaint }).orderBy('id');
	return rows.map(({ payload }) => JSON.parse(payload) as { type: string; payload: Record<string, unknown> });
}
