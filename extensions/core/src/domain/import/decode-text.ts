/** Enough text to tell encodings apart; also the most that is held back while deciding. */
const WINDOW_BYTES = 65_536;
const SLICE_BYTES = 16_384;

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';

export interface TextDecoding {
	/**
	 * Text that is certain so far. The same file gives the same text however it was cut into chunks.
	 */
	push: (bytes: Uint8Array) => Generator<string>;
	end: () => Generator<string>;
	/** Undefined while nothing but ASCII was seen, which reads the same in every encoding we know. */
	encoding: () => Encoding | undefined;
}

/**
 * Turns bytes into text and finds the encoding by itself: UTF-8, else GB18030 (what Chinese Excel
 * writes), or UTF-16 with a byte order mark (Excel's "Unicode text"). ASCII flows through; the
 * decision falls on the first 64 kB from the first other byte on. Bytes that fit nowhere become
 * U+FFFD, which the row reader refuses.
 */
export function createTextDecoding(): TextDecoding {
	let encoding: Encoding | undefined;
	let decoder: TextDecoder | undefined;
	let held: Uint8Array[] = [];
	let heldBytes = 0;

	function* decide(final: boolean): Generator<string> {
		const bytes = Buffer.concat(held);
		held = [];
		heldBytes = 0;
		if (bytes.length === 0) return;
		encoding = encodingOf(bytes.subarray(0, WINDOW_BYTES), final && bytes.length <= WINDOW_BYTES);
		decoder = new TextDecoder(encoding);
		yield decoder.decode(bytes, { stream: true });
	}

	function* take(slice: Uint8Array): Generator<string> {
		if (decoder) return yield decoder.decode(slice, { stream: true });
		let rest = slice;
		if (heldBytes === 0) {
			const start = slice.findIndex((byte) => byte > 0x7f);
			if (start !== 0) yield Buffer.from(start < 0 ? slice : slice.subarray(0, start)).toString('latin1');
			if (start < 0) return;
			rest = slice.subarray(start);
		}
		// A copy: the giver of a chunk may reuse its memory.
		held.push(Uint8Array.from(rest));
		heldBytes += rest.length;
		if (heldBytes >= WINDOW_BYTES) yield* decide(false);
	}

	return {
		*push(bytes) {
			for (let at = 0; at < bytes.length; at += SLICE_BYTES) yield* take(bytes.subarray(at, at + SLICE_BYTES));
		},
		*end() {
			if (!decoder) yield* decide(true);
			if (decoder) yield decoder.decode();
		},
		encoding: () => encoding,
	};
}

function encodingOf(sample: Uint8Array, complete: boolean): Encoding {
	if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
	if (fits('utf-8', sample, complete)) return 'utf-8';
	return fits('gb18030', sample, complete) ? 'gb18030' : 'utf-8';
}

/** A window may end inside a character; that alone is not a misfit. */
function fits(encoding: Encoding, sample: Uint8Array, complete: boolean): boolean {
	try {
		new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: !complete });
		return true;
	} catch {
		return false;
	}
}
