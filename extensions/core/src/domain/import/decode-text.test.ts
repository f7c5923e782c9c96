import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextDecoding } from './decode-text.ts';

function decode(...chunks: Uint8Array[]): { text: string; encoding: string | undefined } {
	const decoding = createTextDecoding();
	const text = [...chunks.flatMap((chunk) => [...decoding.push(chunk)]), ...decoding.end()].join('');
	return { text, encoding: decoding.encoding() };
}

/** 订单号,金额 in the encoding of Chinese Windows. */
const GBK = Buffer.from('b6a9b5a5bac52cbdf0b6ee', 'hex');
const ASCII = Buffer.from('a,b\n'.repeat(50_000));

describe('createTextDecoding', () => {
	it.each([
		{ bytes: Buffer.from('订单号'), text: '订单号', encoding: 'utf-8', why: 'UTF-8' },
		{ bytes: Buffer.from('\uFEFF订单号'), text: '订单号', encoding: 'utf-8', why: 'the mark of UTF-8 is taken off' },
		{ bytes: GBK, text: '订单号,金额', encoding: 'gb18030', why: 'Chinese Excel' },
		{ bytes: Buffer.from('\uFEFF号,1', 'utf16le'), text: '号,1', encoding: 'utf-16le', why: 'Excel "Unicode text"' },
		{ bytes: Buffer.from('a,b'), text: 'a,b', encoding: undefined, why: 'ASCII needs no decision' },
		{ bytes: Buffer.alloc(0), text: '', encoding: undefined, why: 'empty' },
		{ bytes: Buffer.concat([Buffer.from('号'), Buffer.from([0xff, 0xff])]), text: '号\uFFFD\uFFFD', encoding: 'utf-8', why: 'bytes that fit nowhere' },
	])('$why', ({ bytes, text, encoding }) => {
		expect(decode(bytes)).toEqual({ text, encoding });
	});

	it('decides late when the first 200 kB are ASCII', () => {
		expect(decode(Buffer.concat([ASCII, GBK])).text.endsWith('\n订单号,金额')).toBe(true);
	});

	it('gives the same text however the bytes are cut', () => {
		const file = fc.constantFrom(Buffer.from('订单,😀,1\n客户'), GBK, Buffer.concat([Buffer.from('a,b\n'), GBK]));
		fc.assert(
			fc.property(file, fc.array(fc.nat(40)), (bytes, cuts) => {
				const edges = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
				const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
				expect(decode(...chunks)).toEqual(decode(bytes));
			}),
		);
	});
});
