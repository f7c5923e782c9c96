import { Agent, request } from 'node:http';

/** A request as it goes over the wire: nothing between the test and the server mends it. */
export interface WireRequest {
	method: string;
	/** Percent-encoded, with the query. */
	path: string;
	headers: Record<string, string>;
	body: string | Uint8Array | null;
}

export interface WireAnswer {
	status: number;
	type: string;
	text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

export function send(url: string, wire: WireRequest): Promise<WireAnswer> {
	const { method, path, headers, body } = wire;
	const { hostname, port } = new URL(url);
	return new Promise((resolve, reject) => {
		const call = request({ hostname, port, method, path, headers: { ...headers, ...lengthOf(body) }, agent }, (answer) => {
			const parts: Buffer[] = [];
			answer.on('data', (part: Buffer) => parts.push(part));
			answer.on('error', reject);
			answer.on('end', () =>
				resolve({
					status: answer.statusCode ?? 0,
					type: answer.headers['content-type'] ?? '',
					text: Buffer.concat(parts).toString(),
				}),
			);
		});
		call.on('error', (error: Error & { code?: string }) => {
			// The server may close an idle connection in the very moment we use it again; that says nothing about the request.
			if (call.reusedSocket && error.code === 'ECONNRESET') resolve(send(url, wire));
			else reject(error);
		});
		call.setTimeout(60_000, () => call.destroy(new Error('No answer within a minute')));
		call.end(body ?? undefined);
	});
}

function lengthOf(body: WireRequest['body']): Record<string, string> {
	return body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}
