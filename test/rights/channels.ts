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
	raw?: (message: Row) => Promise<Row>;
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
			await ask(`mutation ($data: create_${collection}_input!) { create_${collection}_item(data: $data) { id } }`, { data: row });
		},
		update: async (collection, id, change) => {
			await ask(`mutation ($data: update_${collection}_input!) { update_${collection}_item(id: "${id}", data: $data) { id } }`, { data: change });
		},
		remove: async (collection, id) => {
			await ask(`mutation { delete_${collection}_item(id: "${id}") { id } }`);
		},
		close: () => undefined,
	});
}

interface Told {
	type: string;
	uid?: string;
	data?: Row[];
}

async function webSocket(world: World, who: Who): Promise<Channel> {
	const socket = new WebSocket(`${world.crm.url.replace('http', 'ws')}/websocket`);
	const waiting = new Map<string, (told: Told) => void>();
	socket.onmessage = ({ data }) => {
		const told = JSON.parse(String(data)) as Told;
		waiting.get(told.uid ?? told.type)?.(told);
	};
	await new Promise((resolve) => (socket.onopen = resolve));
	const send = (uid: string, message: Row): Promise<Told> =>
		new Promise((resolve) => {
			waiting.set(uid, resolve);
			socket.send(JSON.stringify({ uid, ...message }));
		});
	await send('auth', { type: 'auth', access_token: world.tokenOf(who) });
	let number = 0;
	const ask = (action: string, collection: string, rest: Row): Promise<Told> =>
		send(`message-${number++}`, { type: 'items', action, collection, ...rest });
	const some = (ids: string[]): Row => ({ filter: { id: { _in: ids } }, fields: ['id'] });
	return {
		list: async (collection, ids) => idsIn((await ask('read', collection, { query: some(ids) })).data),
		count: null,
		create: async (collection, row) => void (await ask('create', collection, { data: row })),
		update: async (collection, id, change) => void (await ask('update', collection, { id, data: change })),
		remove: async (collection, id) => void (await ask('delete', collection, { id })),
		raw: async (message) => ({ ...(await send(`message-${number++}`, { type: 'items', ...message })), uid: null }),
		close: () => socket.close(),
	};
}

const idsIn = (rows: Row[] | undefined): string[] => (Array.isArray(rows) ? rows.map(({ id }) => String(id)) : []);
