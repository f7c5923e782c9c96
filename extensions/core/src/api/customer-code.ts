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
	await raiseCounter(trx, SEQUENCE, await highestNumber(trx));
	return format(await nextNumber(trx, SEQUENCE));
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

/** Codes that came in below Directus (bulk import) are not counted; look where they end. */
async function highestNumber(trx: Knex): Promise<number> {
	const codes: string[] = await trx('crm_customers')
		.where('code', 'like', 'C______%')
		.orderByRaw('LENGTH(code) DESC, code DESC')
		.limit(1000)
		.pluck('code');
	const numbers = codes.map((code) => Number(GENERATED.exec(code)?.[1] ?? 0));
	return Math.max(0, ...numbers.filter((number) => number < 1e11));
}

async function isTaken(trx: Knex, code: string): Promise<boolean> {
	return (await trx('crm_customers').where({ code }).first('id')) !== undefined;
}

function format(number: number): string {
	return `C${String(number).padStart(6, '0')}`;
}
