import type { Call, Reply } from './directus.ts';
import { REQUEST_WORDS } from '../domain/request-words.ts';
import { refusal } from './errors.ts';

/** Directus reads JSON; what forms send it leaves to us. */
const FORMS = ['urlencoded', 'multipart'];
const MOST_BYTES = 100_000;
const MOST_FIELDS = 500;

export const isForm = (call: Call): boolean => Boolean(call.is(FORMS));

/** The fields of a form: texts, and lists where a name comes more than once. What was left empty is not there. */
export async function readForm(call: Call, reply: Reply): Promise<Record<string, unknown>> {
	const bytes = await readBytes(call, reply);
	const type = String(call.headers['content-type']);
	const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData().catch(() => {
		throw refusal(400, REQUEST_WORDS, { field: 'body', reason: 'body_malformed' });
	});
	const fields = new Map<string, unknown[]>();
	for (const [name, value] of form) {
		if (value === '') continue;
		if (fields.size === MOST_FIELDS && !fields.has(name)) {
			throw refusal(400, REQUEST_WORDS, { field: 'body', reason: 'too_many_fields', params: { limit: MOST_FIELDS } });
		}
		const values = fields.get(name);
		if (values) values.push(value);
		else fields.set(name, [value]);
	}
	const given = Object.fromEntries([...fields].map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
	formsRead.set(call, given);
	return given;
}

/** What was sent can be read once, and is still needed where it is refused. */
const formsRead = new WeakMap<Call, Record<string, unknown>>();

export const wasRead = (call: Call): boolean => formsRead.has(call);

/** The texts of a form that was read. */
export const typedIn = (call: Call): Record<string, string> =>
	Object.fromEntries(Object.entries(formsRead.get(call) ?? {}).filter((field): field is [string, string] => typeof field[1] === 'string'));

async function readBytes(call: Call, reply: Reply): Promise<Buffer> {
	const parts: Buffer[] = [];
	let size = 0;
	// Who sends too much must still be able to read the answer.
	for await (const part of call.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
		size += part.length;
		if (size > MOST_BYTES) {
			reply.setHeader('Connection', 'close');
			throw refusal(400, REQUEST_WORDS, { field: 'body', reason: 'body_too_large', params: { limit: MOST_BYTES } });
		}
		parts.push(part);
	}
	return Buffer.concat(parts);
}
