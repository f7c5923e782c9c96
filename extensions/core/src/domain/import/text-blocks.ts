/** Small enough that V8 keeps the text and its slices among the short-lived objects. */
const BLOCK_CHARS = 16_384;

export interface TextBlocks {
	/** Blocks that are full. */
	push: (text: string) => Generator<string>;
	/** What is left, shorter than a block. */
	end: () => string;
}

/**
 * Cuts text into blocks of one size, whatever pieces it came in, with every kind of line end as LF.
 */
export function createTextBlocks(): TextBlocks {
	let block = '';
	let heldReturn = '';
	return {
		*push(text) {
			const whole = heldReturn + text;
			// A trailing CR may be the first half of a CRLF.
			heldReturn = whole.endsWith('\r') ? '\r' : '';
			const lines = heldReturn ? whole.slice(0, -1) : whole;
			block += lines.includes('\r') ? lines.replace(/\r\n?/g, '\n') : lines;
			let at = 0;
			for (; block.length - at >= BLOCK_CHARS; at += BLOCK_CHARS) yield block.slice(at, at + BLOCK_CHARS);
			if (at > 0) block = block.slice(at);
		},
		end: () => block + (heldReturn && '\n'),
	};
}
