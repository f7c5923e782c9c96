import type { Knex } from './directus.ts';
import { lockCounter, nextNumber, raiseCounter, readCounter } from './counters.ts';

const SEQUENCE = 'customer_code';
const GENERATED = /^C(\d{6,12})$/;

/**
 * Gives a new customer its code (C000001, C000002 …) inside the creating transaction. An explicit code of the
 * same form takes the same lock and moves the sequence, so that imported codes and parallel creates never collide.
 */
export async function assignCustomerCode(trx: Knex, given: unknown): Promise<string> {
	if (given !== undefined && given !== null && given !== '') return acceptCode(trx, String(given));
	const code = format(await nextNumber(trx, SEQUENCE));
	if (!(await isTaken(trx, code))) return code;
	const free = await freeNumberAfter(trx, await readCounter(trx, SEQUENCE));
	await raiseCounter(trx, SEQUENCE, free);
	return format(free);
}

async function acceptCode(trx: Knex, code: string): Promise<string> {
	const match = GENERATED.exec(code);
	if (!match) return code;
	await lockCounter(trx, SEQUENCE);
	const number = Number(match[1]);
	// Someone's far-off C999999999 must not use up the sequence.
	if (number <= (await readCounter(trx, SEQUENCE)) + 1_000_000) await raiseCounter(trx, SEQUENCE, number);
	return code;
}

/**
 * Codes that came in below Directus (bulk import) are not counted. Strides that double find a free number behind them, and
 * halving finds where they end: a few questions, however many there are and whatever other codes look like.
 */
async function freeNumberAfter(trx: Knex, taken: number): Promise<number> {
	let last = taken;
	let stride = 1;
	while (await isTaken(trx, format(last + stride))) {
		last += stride;
		stride *= 2;
	}
	let free = last + stride;
	while (free - last > 1) {
		const middle = Math.floor((last + free) / 2);
		if (await isTaken(trx, format(middle))) last = middle;
		else free = middle;
	}
	return free;
}

async function isTaken(trx: Knex, code: string): Promise<boolean> {
	return (await trx('crm_customers').where({ code }).first('id')) !== undefined;
}

function format(number: number): string {
	return `C${String(number).padStart(6, '0')}`;
}
