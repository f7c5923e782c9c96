/** An open case that a new one may repeat. */
export interface OpenCase {
	id: string;
	reference: string;
	customer: string | null;
	order: string | null;
	category: string | null;
	subject: string;
	body: string;
	received_at: Date;
}

export type Told = Pick<OpenCase, 'customer' | 'order' | 'category' | 'subject' | 'body'>;

const WINDOW_MS = 14 * 86_400_000;
const ALIKE_FROM = 0.85;

/** The case that this is one more message about: the same customer, order and category, shortly after. Of several the oldest. */
export function sameCase(open: OpenCase[], told: Told, now: Date): OpenCase | null {
	if (told.customer === null || told.order === null || told.category === null) return null;
	const same = recent(open, now).filter(
		({ customer, order, category }) => customer === told.customer && order === told.order && category !== null && plain(category) === plain(told.category!),
	);
	return same.sort((a, b) => a.received_at.getTime() - b.received_at.getTime())[0] ?? null;
}

/** A case that says nearly the same: staff are told of it, and decide. Never one of another customer. */
export function similarCase(open: OpenCase[], told: Told, now: Date): OpenCase | null {
	const scored = recent(open, now)
		.filter(({ customer }) => customer === told.customer)
		.map((item) => ({ item, score: likeness(item, told) }))
		.filter(({ score }) => score >= ALIKE_FROM)
		.sort((a, b) => b.score - a.score);
	return scored[0]?.item ?? null;
}

const recent = (open: OpenCase[], now: Date): OpenCase[] => open.filter(({ received_at: at }) => now.getTime() - at.getTime() <= WINDOW_MS);

/** From 0 to 1: mostly the words, a little the order and the category. */
export function likeness(a: Told, b: Told): number {
	const same = (x: string | null, y: string | null): number => (plain(x ?? '') === plain(y ?? '') ? 0.1 : 0);
	return 0.4 * alike(a.subject, b.subject) + 0.4 * alike(a.body, b.body) + same(a.order, b.order) + same(a.category, b.category);
}

/** Share of three-letter pieces that both texts have; Chinese has no blanks to cut words at. */
function alike(a: string, b: string): number {
	const [left, right] = [trigrams(a), trigrams(b)];
	const both = [...left].filter((piece) => right.has(piece)).length;
	const all = left.size + right.size - both;
	return all === 0 ? 1 : both / all;
}

function trigrams(text: string): Set<string> {
	const letters = [...`  ${plain(text)} `];
	return new Set(letters.slice(0, -2).map((_, index) => letters.slice(index, index + 3).join('')));
}

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');
