import { PRODUCTS, type Product } from './catalogue.ts';
import type { Random } from './random.ts';

export interface DraftLine {
	product: Product;
	quantity: number;
	unitMinor: number;
	/** Always quantity × unit price, so that lines add up to their order to the cent. */
	amountMinor: number;
}

const ACTIVE = PRODUCTS.filter((product) => !product.discontinued);
const MOST_UNITS = 4_000;

/**
 * One to four lines that together come close to `targetMinor`. The order's amount is what the
 * lines add up to, not the other way round: prices are prices. The last line takes small units to
 * get near.
 */
export function linesFor(targetMinor: number, discount: number, random: Random): DraftLine[] {
	const count = targetMinor < 200_000 ? random.whole(1, 2) : random.whole(2, 4);
	const lines: DraftLine[] = [];
	let left = targetMinor;
	for (let index = 0; index < count; index += 1) {
		const last = index === count - 1;
		const part = last ? left : left * random.between(0.25, 0.65);
		const line = lineFor(part, { discount, fine: last, taken: lines }, random);
		lines.push(line);
		left -= line.amountMinor;
		if (left < targetMinor * 0.004) break;
	}
	return lines;
}

interface LineWish {
	discount: number;
	/** Small units only, for a close fit. */
	fine: boolean;
	taken: DraftLine[];
}

function lineFor(partMinor: number, wish: LineWish, random: Random): DraftLine {
	const unit = (product: Product): number => Math.round(product.priceMinor * (1 - wish.discount));
	const free = ACTIVE.filter((product) => !wish.taken.some((line) => line.product === product));
	const fits = free.filter((product) => {
		const units = partMinor / unit(product);
		return units >= (wish.fine ? 40 : 1) && units <= MOST_UNITS;
	});
	const cheapest = free.reduce((best, one) => (one.priceMinor < best.priceMinor ? one : best));
	const product = fits.length > 0 ? byPopularity(fits, random) : cheapest;
	const unitMinor = unit(product);
	const quantity = Math.max(1, Math.round(partMinor / unitMinor));
	return { product, quantity, unitMinor, amountMinor: quantity * unitMinor };
}

function byPopularity(products: Product[], random: Random): Product {
	let left = random.next() * products.reduce((sum, product) => sum + product.popularity, 0);
	return products.find((product) => (left -= product.popularity) < 0) ?? (products[0] as Product);
}
