import type { Who, World } from './world.ts';

type Row = Record<string, unknown>;

/** A way into the data besides REST. Refusals are empty answers here; what really happened is looked up in the database. */
export interface Channel {
	/** Ids of those rows that are shown. */
	list: (collection: string, ids: string[]) => Promise<string[]>;
	/** How many of them it counts, or null where the channel does not count. */
	count: ((collection: string, ids: string[]) => Promise<number>) | null;
	create: (collection: string, row: Row) => Promise<void>;
	update: (collection: string, id: string, change: Row) => Promise<void>;
	remove: (collection: string, id: string) => Promise<void>;
	/** Any message to the items of a collection. */
	raw?: (message: Row) => Promise<object>;
	/** A related row is named with everything that its collection requires, not by its id alone. */
	namesRelated?: boolean;
	close: () => void;
}

export const CHANNELS: Record<string, (world: World, who: Who) => Promise<Channel>> = { GraphQL: graphQl, WebSocket: webSocket };

async function graphQl(world: World, who: Who): Promise<Channel> {
	const ask = async (query: string, variables: Row = {}): Promise<Record<string, Row[]>> => {
		const { data } = await world.as<Record<string, Row[]> | null>(who, 'POST', '/graphql', { query, variables });
		return data ?? {};
	};
	const some = (ids: string[]): string => `(filter: { id: { _in: ${JSON.stringify(ids)} } })`;
	return Promise.resolve({
		list: async (collection, ids) => idsIn((await ask(`{ ${collection}${some(ids)} { id } }`))[collection]),
		count: async (collection, ids) => {
			const name = `${collection}_aggregated`;
			const [row] = (await ask(`{ ${name}${some(ids)} { count { id } } }`))[name] ?? [];
			return Number((row?.['count'] as Row | undefined)?.['id'] ?? 0);
		},
		create: async (collection, row) => {
			await ask(`mutation ($data: create_${collection}_input!) { create_${collection}_item(data: $data) { id } }`, { data: isById(who, collection) ? row : await nested(world, row) });
		},
		update: async (collection, id, change) => {
			await ask(`mutation ($data: update_${collection}_input!) { update_${collection}_item(id: "${id}", data: $data) { id } }`, { data: change });
		},
		remove: async (collection, id) => {
			await ask(`mutation { delete_${collection}_item(id: "${id}") { id } }`);
		},
		namesRelated: true,
		close: () => undefined,
	});
}

/** Representatives may not write the list of complaints of a customer, so their GraphQL knows no link there, but only an id. */
const isById = (who: Who, collection: string): boolean => who === 'representative' && collection === 'crm_complaints';

/** GraphQL names a related row by an object with everything that its collection requires. */
async function nested({ crm: { knex } }: World, row: Row): Promise<Row> {
	const { customer, order, program, calendar, ...rest } = row;
	if (calendar) return { ...rest, calendar: (await knex('crm_calendars').where({ id: calendar }).first('id', 'key', 'name', 'timezone')) as Row };
	if (program) return { ...rest, program: (await knex('crm_loyalty_programs').where({ id: program }).first('id', 'key', 'name', 'timezone')) as Row };
	const customerOf = async (id: unknown): Promise<Row> => (await knex('crm_customers').where({ id }).first('id', 'name')) as Row;
	if (customer) return { ...rest, customer: await customerOf(customer) };
	if (!order) return rest;
	const { customer: buyer, ...stored } = (await knex('crm_orders').where({ id: order }).first('id', 'number', 'amount', 'customer')) as Row;
	const placed = { ...stored, amount: Number(stored['amount']), placed_at: '2026-01-01T00:00:00Z' };
	return { ...rest, order: { ...placed, customer: await customerOf(buyer) } };
}

interface Told {
	type: string;
	status?: string;
	data?: Row[];
}

/** One question at a time: Directus' refusals do not say which message they answer. */
async function webSocket(world: World, who: Who): Promise<Channel> {
	const socket = new WebSocket(`${world.crm.url.replace('http', 'ws')}/websocket`);
	let answered: (told: Told) => void = () => undefined;
	socket.onmessage = ({ data }) => {
		const told = JSON.parse(String(data)) as Told;
		if (told.type !== 'ping') answered(told);
	};
	await new Promise((resolve) => (socket.onopen = resolve));
	const send = (message: Row): Promise<Told> =>
		new Promise((resolve) => {
			answered = resolve;
			socket.send(JSON.stringify(message));
		});
	await send({ type: 'auth', access_token: world.tokenOf(who) });
	const raw = (message: Row): Promise<Told> => send({ type: 'items', ...message });
	const some = (ids: string[]): Row => ({ filter: { id: { _in: ids } }, fields: ['id'] });
	return {
		list: async (collection, ids) => idsIn((await raw({ action: 'read', collection, query: some(ids) })).data),
		count: null,
		create: async (collection, row) => void (await raw({ action: 'create', collection, data: row })),
		update: async (collection, id, change) => void (await raw({ action: 'update', collection, id, data: change })),
		remove: async (collection, id) => void (await raw({ action: 'delete', collection, id })),
		raw,
		close: () => socket.close(),
	};
}

const idsIn = (rows: Row[] | undefined): string[] => (Array.isArray(rows) ? rows.map(({ id }) => String(id)) : []);
