import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Knex } from '../directus.ts';
import { inTurn } from './in-turn.ts';

const database = (): Knex => ({}) as Knex;

/** Work that ends when it is told to, and says when it is going on. */
function work(log: string[], name: string): { run: () => Promise<string>; end: () => void } {
	let end = (): void => undefined;
	const ended = new Promise<void>((resolve) => (end = resolve));
	const run = async (): Promise<string> => {
		log.push(`${name} begins`);
		await ended;
		log.push(`${name} ends`);
		return name;
	};
	return { run, end };
}

/** All that can happen without anybody's doing has happened. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('what needs one row waits its turn, what needs another does not', async () => {
	const [here, log] = [database(), [] as string[]];
	const [first, second, other] = ['first', 'second', 'other'].map((name) => work(log, name)) as [ReturnType<typeof work>, ReturnType<typeof work>, ReturnType<typeof work>];
	const all = [inTurn(here, ['a'], first.run), inTurn(here, ['a'], second.run), inTurn(here, ['b'], other.run)];
	await quiet();
	expect(log).toEqual(['first begins', 'other begins']);
	for (const one of [first, second, other]) one.end();
	expect(await Promise.all(all)).toEqual(['first', 'second', 'other']);
	expect(log.filter((line) => !line.startsWith('other'))).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

it('who fails lets the next one go on, and fails alone', async () => {
	const here = database();
	const failing = inTurn(here, ['a'], () => Promise.reject(new Error('no')));
	const next = inTurn(here, ['a'], () => Promise.resolve('yes'));
	await expect(failing).rejects.toThrow('no');
	await expect(next).resolves.toBe('yes');
});

it('another database has turns of its own', async () => {
	const log: string[] = [];
	const waiting = work(log, 'waiting');
	const held = inTurn(database(), ['a'], waiting.run);
	await expect(inTurn(database(), ['a'], () => Promise.resolve('done'))).resolves.toBe('done');
	waiting.end();
	await held;
});

it('any crowd gets through, one at a time for each name', async () => {
	const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }).map((some) => some.sort());
	await fc.assert(
		fc.asyncProperty(fc.array(names, { maxLength: 20 }), async (crowd) => {
			const here = database();
			const busy = new Set<string>();
			const one = (some: string[]) => async (): Promise<void> => {
				for (const name of some) expect(busy.has(name)).toBe(false);
				for (const name of some) busy.add(name);
				await quiet();
				for (const name of some) busy.delete(name);
			};
			await Promise.all(crowd.map((some) => inTurn(here, some, one(some))));
		}),
		{ numRuns: 50 },
	);
});
