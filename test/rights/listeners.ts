import type { Who, World } from './world.ts';

/** Somebody who has subscribed to new events. */
export interface Listener {
	who: Who;
	/** What each event was about, in the order it was heard. */
	heard: string[];
	refusals: number;
	close: () => void;
}

interface Told {
	type: string;
	status?: string;
	event?: string;
	data?: { subject_id: string }[];
	payload?: { data?: { crm_events_mutated: { data: { subject_id: string } } } };
}

type Subscribe = (world: World, who: Who) => Promise<Listener>;

export const SUBSCRIPTIONS: Record<string, Subscribe> = {
	WebSocket: async (world, who) => {
		const socket = await open(world, 'websocket');
		const listener = listen(socket, who, ({ event, data }) => (event === 'create' ? data!.map((row) => row.subject_id) : []));
		await ask(socket, { type: 'auth', access_token: world.tokenOf(who) });
		await ask(socket, { type: 'subscribe', collection: 'crm_events', event: 'create', query: { fields: ['subject_id'] } });
		return listener;
	},
	GraphQL: async (world, who) => {
		const socket = await open(world, 'graphql', 'graphql-transport-ws');
		const listener = listen(socket, who, ({ type, payload }) =>
			type === 'next' ? [payload!.data!.crm_events_mutated.data.subject_id] : [],
		);
		await ask(socket, { type: 'connection_init', payload: { access_token: world.tokenOf(who) } });
		const query = 'subscription { crm_events_mutated(event: create) { data { subject_id } } }';
		socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
		// The server confirms no subscription, but it answers in turn.
		await ask(socket, { type: 'ping' });
		return listener;
	},
};

function listen(socket: WebSocket, who: Who, subjectsIn: (told: Told) => string[]): Listener {
	const listener: Listener = { who, heard: [], refusals: 0, close: () => socket.close() };
	socket.addEventListener('message', ({ data }) => {
		const told = JSON.parse(String(data)) as Told;
		if (told.status === 'error' || told.type === 'error') listener.refusals++;
		else listener.heard.push(...subjectsIn(told));
	});
	return listener;
}

function open(world: World, path: string, protocol?: string): Promise<WebSocket> {
	const socket = new WebSocket(`${world.crm.url.replace('http', 'ws')}/${path}`, protocol);
	return new Promise((resolve) => socket.addEventListener('open', () => resolve(socket), { once: true }));
}

function ask(socket: WebSocket, message: object): Promise<void> {
	const answered = new Promise<void>((resolve) => socket.addEventListener('message', () => resolve(), { once: true }));
	socket.send(JSON.stringify(message));
	return answered;
}
