import { createHash } from 'node:crypto';

/** Chance that repeats: the same name gives the same draws on every machine and every day. */
export interface Random {
	/** A number in [0, 1). */
	next: () => number;
	/** A number in [from, to). */
	between: (from: number, to: number) => number;
	/** A whole number, both ends included. */
	whole: (from: number, to: number) => number;
	chance: (probability: number) => boolean;
	pick: <T>(items: readonly T[]) => T;
	/** Log-normal factor around 1: most amounts in trade are skewed to the right. */
	spread: (sigma: number) => number;
	shuffle: <T>(items: readonly T[]) => T[];
}

/** One stream per name: adding draws for one thing never changes another thing. */
export function randomFor(name: string): Random {
	const next = mulberry32(digest(name).readUInt32LE(0));
	const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
	return {
		next,
		whole,
		between: (from, to) => from + next() * (to - from),
		chance: (probability) => next() < probability,
		pick: <T>(items: readonly T[]) => items[Math.floor(next() * items.length)] as T,
		spread: (sigma) => Math.exp(sigma * (next() + next() + next() - 1.5) * 2),
		shuffle: (items) => shuffled(items, whole),
	};
}

/** Name-based UUID (RFC 9562 version 5), so that the same entity has the same id every day. */
export function idFor(name: string): string {
	const bytes = digest(name).subarray(0, 16);
	bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
	bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
	const hex = bytes.toString('hex');
	return [
		hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20),
	].join('-');
}

function digest(name: string): Buffer {
	return createHash('sha1').update(`guanxi-demo/${name}`).digest();
}

function shuffled<T>(items: readonly T[], whole: (from: number, to: number) => number): T[] {
	const result = [...items];
	for (let last = result.length - 1; last > 0; last -= 1) {
		const other = whole(0, last);
		[result[last], result[other]] = [result[other] as T, result[last] as T];
	}
	return result;
}

/** The mulberry32 generator (public domain): 32 bits of state are plenty for a demo. */
function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
