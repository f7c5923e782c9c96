import { readJson } from '@guanxi/core/calendar';
import { readTimekeeping } from '@guanxi/core/clocks';
import { conditionOf, type Condition } from '@guanxi/core/condition';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { readItems, shapeOf } from '@guanxi/core/items';
import { under, type Item } from '@guanxi/core/shape';
import { COMPLAINTS } from '../../domain/case/case.ts';
import type { SlaPolicy } from '../../domain/sla/policy.ts';
import { policyOf } from '../../domain/sla/policy-row.ts';
import type { Promises } from '../../domain/sla/promises.ts';
import { textOf, type Row } from '../rows.ts';
import { POLICIES } from './policy-guard.ts';

const CUSTOMERS = 'crm_customers';

interface Offered {
	policy: SlaPolicy;
	complaint: Condition | null;
	customer: Condition | null;
}

/** What is promised about a stored case, read under its lock; `row` is as it is stored. One that is about to be stored has no clocks yet. */
export async function readPromises(reader: Knex, schema: SchemaOverview, row: Row, { isStored = true } = {}): Promise<Promises> {
	const offered = await readPolicies(reader, schema);
	const item = await itemOf(reader, schema, { row, isStored, fields: offered.flatMap(({ complaint }) => complaint?.fields ?? []) });
	const customer = await customerOf(reader, schema, textOf(row['customer']), offered.flatMap((one) => one.customer?.fields ?? []));
	const at = new Date();
	const applying = offered
		.filter((one) => one.complaint === null || one.complaint.matches(item, at))
		.filter((one) => one.customer === null || (customer !== null && one.customer.matches(customer, at)))
		.map(({ policy }) => policy);
	const calendars = applying.map(({ calendar }) => calendar);
	const ids = isStored ? [String(row['id'])] : [];
	return { applying, ...(await readTimekeeping(reader, { collection: COMPLAINTS, ids, calendars })) };
}

async function readPolicies(reader: Knex, schema: SchemaOverview): Promise<Offered[]> {
	const rows: Row[] = await reader(POLICIES).where({ enabled: true }).orderBy(['sort', 'id']);
	const condition = (stored: unknown, collection: string): Condition | null =>
		stored === null || stored === undefined ? null : conditionOf((readJson(stored) ?? {}) as Row, collection, shapeOf(schema));
	return rows.flatMap((row) => {
		const policy = policyOf(row);
		if (policy === null) return [];
		return { policy, complaint: condition(row['complaint_filter'], COMPLAINTS), customer: condition(row['customer_filter'], CUSTOMERS) };
	});
}

async function customerOf(reader: Knex, schema: SchemaOverview, id: string | null, fields: string[]): Promise<Item | null> {
	if (id === null || fields.length === 0) return null;
	return (await readItems(reader, schema, { collection: CUSTOMERS, ids: [id], fields })).get(id) ?? null;
}

/** The case as conditions see it. What is not stored yet has links to others, but none from others. */
async function itemOf(reader: Knex, schema: SchemaOverview, { row, isStored, fields }: { row: Row; isStored: boolean; fields: string[] }): Promise<Item> {
	const nested = fields.filter((field) => field.includes('.'));
	if (nested.length === 0) return row;
	if (isStored) return (await readItems(reader, schema, { collection: COMPLAINTS, ids: [String(row['id'])], fields })).get(String(row['id'])) ?? row;
	const item: Item = { ...row };
	for (const head of new Set(nested.map((field) => field.split('.')[0]!))) {
		const link = shapeOf(schema).linkOf(COMPLAINTS, head);
		const key = textOf(row[head]);
		const inside = nested.filter((field) => field.startsWith(`${head}.`)).map((field) => field.slice(head.length + 1));
		if (!link || link.back !== null) item[under(head)] = [];
		else item[under(head)] = key === null ? null : ((await readItems(reader, schema, { collection: link.to, ids: [key], fields: inside })).get(key) ?? null);
	}
	return item;
}
