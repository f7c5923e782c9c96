const EMPTY = 0;

export interface SeenKeys {
	/** The content stored under a key, or undefined. */
	get: (key: string) => number | undefined;
	set: (key: string, content: number) => void;
	/** As if the key had never been set. */
	forget: (key: string) => void;
	size: () => number;
}

/**
 * Remembers every key of a file of any length in 12 bytes a slot instead of some 150 for a string
 * in a Map: a 64-bit hash and a 32-bit mark. Two keys among a million share a hash with a chance of
 * about 1 in 37 million.
 */
export function createSeenKeys(capacity = 4096): SeenKeys {
	let slots = capacity;
	let high = new Uint32Array(slots);
	let low = new Uint32Array(slots);
	let content = new Uint32Array(slots);
	let used = 0;

	/** The slot that holds the hash, or the free one where it belongs. */
	const find = (a: number, b: number): number => {
		let slot = a & (slots - 1);
		while (low[slot] !== EMPTY && (low[slot] !== b || high[slot] !== a)) slot = (slot + 1) & (slots - 1);
		return slot;
	};
	const grow = (): void => {
		const old = { high, low, content };
		slots *= 2;
		high = new Uint32Array(slots);
		low = new Uint32Array(slots);
		content = new Uint32Array(slots);
		old.low.forEach((b, index) => {
			if (b === EMPTY) return;
			const slot = find(old.high[index]!, b);
			high[slot] = old.high[index]!;
			low[slot] = b;
			content[slot] = old.content[index]!;
		});
	};
	const slotOf = (key: string): { slot: number; a: number; b: number } => {
		const a = hash32(key, 0x9747b28c);
		const b = hash32(key, 0x3c6ef372) || 1;
		return { slot: find(a, b), a, b };
	};
	const store = (key: string, mark: number): void => {
		if (used > slots * 0.8) grow();
		const { slot, a, b } = slotOf(key);
		if (low[slot] === EMPTY) used++;
		high[slot] = a;
		low[slot] = b;
		content[slot] = mark;
	};

	return {
		get(key) {
			const { slot } = slotOf(key);
			return low[slot] === EMPTY || content[slot] === EMPTY ? undefined : content[slot];
		},
		set: (key, mark) => store(key, mark >>> 0 || 1),
		forget: (key) => store(key, EMPTY),
		size: () => used,
	};
}

/**
 * A 32-bit hash of the MurmurHash3 kind over UTF-16 units; good spread, not meant to resist an
 * attacker.
 */
export function hash32(text: string, seed = 0): number {
	let hash = seed;
	for (let index = 0; index < text.length; index++) {
		let unit = Math.imul(text.charCodeAt(index), 0xcc9e2d51);
		unit = (unit << 15) | (unit >>> 17);
		hash ^= Math.imul(unit, 0x1b873593);
		hash = (hash << 13) | (hash >>> 19);
		hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
	}
	hash ^= text.length;
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
}
