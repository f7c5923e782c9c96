import { readCounter } from '@guanxi/core/counters';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { COMPLAINTS } from '../../domain/case/case.ts';
import { ENDS } from '../../domain/case/workflow.ts';
import type { OpenCase } from '../../domain/intake/duplicates.ts';
import { emailForms, identify, phoneForms } from '../../domain/intake/identify.ts';
import type { Filing, FilingState } from '../../domain/intake/receive.ts';
import { REFERENCES } from '../../domain/intake/reference.ts';
import { instantOf, textOf, type Row } from '../rows.ts';
import { readPromises } from '../sla/read-promises.ts';

/** As many open cases of one person as are compared. */
const MOST = 50;

/** As far as conditions of policies may ask for it. */
const NEW = { state: 'received', safety: false, legal: false, reopen_count: 0 };

/** Everything that decides what becomes of a filing. */
export async function readFiling(reader: Knex, schema: SchemaOverview, filing: Filing): Promise<FilingState> {
	const byContact = await customersBy(reader, filing);
	const order: Row | undefined = filing.order_number === null ? undefined : await reader('crm_orders').where({ number: filing.order_number }).first('id', 'customer');
	const { customer, isTheirOrder } = identify({ byContact, byOrder: order ? String(order['customer']) : null });
	const own = isTheirOrder ? String(order!['id']) : null;
	return {
		known: filing.external_id === null ? null : await findKnown(reader, filing.external_id),
		isLogged: filing.external_id !== null && (await reader('crm_interactions').where({ external_id: filing.external_id }).first('id')) !== undefined,
		answered: await findAnswered(reader, filing, byContact),
		customer,
		order: own,
		open: await openCasesOf(reader, filing, customer),
		lastFromAddress: await lastFrom(reader, filing.email),
		lastNumber: await readCounter(reader, REFERENCES),
		promises: await readPromises(reader, schema, { ...NEW, ...filing, customer, order: own }, { isStored: false }),
	};
}

/** Customers with this phone or address, as far as they are ones of today. */
async function customersBy(reader: Knex, { phone, email }: Filing): Promise<string[]> {
	const ways = [...(phone === null ? [] : [['phone', phoneForms(phone)]]), ...(email === null ? [] : [['email', emailForms(email)]])] as [string, string[]][];
	const found: string[] = [];
	for (const [column, forms] of ways) {
		const contacts = reader('crm_contacts').whereIn(column, forms).whereNull('left_at').select('customer');
		const own = reader('crm_customers').where((either) => void either.whereIn(column, forms).orWhereIn('id', contacts));
		found.push(...(await own.where({ status: 'active' }).whereNull('merged_into').limit(MOST).pluck('id')).map(String));
	}
	return found;
}

async function findKnown(reader: Knex, external: string): Promise<FilingState['known']> {
	const filed: Row | undefined = await reader(COMPLAINTS).where({ external_id: external }).first('id', 'reference');
	if (filed) return { complaint: String(filed['id']), reference: String(filed['reference']), joined: false };
	const message: Row | undefined = await reader('crm_interactions as message')
		.join(`${COMPLAINTS} as item`, 'item.id', 'message.complaint')
		.where('message.external_id', external)
		.first('item.id', 'item.reference');
	return message ? { complaint: String(message['id']), reference: String(message['reference']), joined: true } : null;
}

/** A mail joins the case that it answers when it comes from the same person: anybody can write any reference. */
async function findAnswered(reader: Knex, { reply_to: named, email }: Filing, byContact: string[]): Promise<FilingState['answered']> {
	if (named.length === 0 || email === null) return null;
	const messages = reader('crm_interactions').whereIn('external_id', named).whereNotNull('complaint').select('complaint');
	const rows: Row[] = await reader(COMPLAINTS)
		.whereNotNull('customer')
		.where((either) => void either.whereIn('reference', named).orWhereIn('external_id', named).orWhereIn('id', messages))
		.limit(MOST)
		.select('id', 'reference', 'customer', 'email', 'duplicate_of');
	const own = rows.find((row) => byContact.includes(String(row['customer'])) || String(row['email'] ?? '').toLowerCase() === email.toLowerCase());
	return own ? goingOn(reader, own) : null;
}

/** An answer to a case that was merged belongs to the one that goes on. */
async function goingOn(reader: Knex, found: Row): Promise<FilingState['answered']> {
	const master: Row | undefined = found['duplicate_of'] ? await reader(COMPLAINTS).where({ id: found['duplicate_of'] }).whereNotNull('customer').first() : undefined;
	const row = master ?? found;
	return { id: String(row['id']), reference: String(row['reference']), customer: String(row['customer']) };
}

/** Of the customer; of somebody unknown those with the same phone or address. */
async function openCasesOf(reader: Knex, { phone, email }: Filing, customer: string | null): Promise<OpenCase[]> {
	const query = reader(COMPLAINTS).whereNotIn('state', [...ENDS]);
	if (customer !== null) void query.where({ customer });
	else void query.whereNull('customer').where((either) => void either.where({ phone: phone ?? '' }).orWhere({ email: email ?? '' }));
	const rows: Row[] = await query
		.orderBy('received_at', 'desc')
		.limit(MOST)
		.select('id', 'reference', 'customer', 'order', 'category', 'subject', 'body', 'received_at');
	return rows.map((row) => ({
		id: String(row['id']),
		reference: String(row['reference']),
		customer: textOf(row['customer']),
		order: textOf(row['order']),
		category: textOf(row['category']),
		subject: String(row['subject'] ?? ''),
		body: String(row['body'] ?? ''),
		received_at: instantOf(row['received_at']) ?? new Date(0),
	}));
}

/** When the last few came: enough to see whether it was too many. */
async function lastFrom(reader: Knex, email: string | null): Promise<Date[]> {
	if (email === null) return [];
	const times: unknown[] = await reader(COMPLAINTS).whereIn('email', emailForms(email)).orderBy('received_at', 'desc').limit(5).pluck('received_at');
	return times.flatMap((at) => instantOf(at) ?? []);
}
