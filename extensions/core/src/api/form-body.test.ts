import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Call, Reply } from './directus.ts';
import { readForm } from './form-body.ts';

/** A request as it comes from a form. */
const sent = (body: string): Call =>
	Object.assign(Readable.from([Buffer.from(body)]), { headers: { 'content-type': 'application/x-www-form-urlencoded' } }) as unknown as Call;
const read = (body: string): Promise<Record<string, unknown>> => readForm(sent(body), { setHeader: () => undefined } as unknown as Reply);

describe('a form', () => {
	it('gives texts, lists where a name comes more than once, and nothing for what was left empty', async () => {
		expect(await read('name=%E7%8E%8B&tag=a&tag=b&note=&tag=')).toEqual({ name: '王', tag: ['a', 'b'] });
	});

	it.each([
		{ why: 'more bytes than people write', body: `name=${'x'.repeat(100_001)}`, reason: 'body_too_large' },
		{ why: 'more fields than a form has', body: Array.from({ length: 501 }, (_, n) => `f${n}=1`).join('&'), reason: 'too_many_fields' },
	])('is refused with $why', async ({ body, reason }) => {
		await expect(read(body)).rejects.toMatchObject({ extensions: { reason } });
	});

	it('takes one name many times', async () => {
		const body = Array(20_000).fill('a=1').join('&');
		expect((await read(body))['a']).toHaveLength(20_000);
	});
});
