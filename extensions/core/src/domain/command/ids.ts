/**
 * New UUIDs out of a seed: always the same ones in the same order. `hash` gives at least 32 hexadecimal digits. They are
 * marked as version 8 (RFC 9562, section 5.8: made by the application).
 */
export function idsFrom(seed: string, hash: (text: string) => string): () => string {
	let drawn = 0;
	return () => {
		const digits = hash(`${seed}:${drawn++}`);
		const parts = [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`, `a${digits.slice(17, 20)}`, digits.slice(20, 32)];
		return parts.join('-');
	};
}
