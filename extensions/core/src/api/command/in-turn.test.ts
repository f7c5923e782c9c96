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

type Work = ReturnType<typeof work>;

/** All that can happen without anybody's doing has happened. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('one works, one stands ready, the others wait in the order of asking; what needs another row does not', async () => {
	const [here, log] = [database(), [] as string[]];
	const [first, second, third, other] = ['first', 'second', 'third', 'other'].map((name) => work(log, name)) as Work[];
	const all = [first, second, third].map((one) => inTurn(here, ['a'], one!.run));
	all.push(inTurn(here, ['b'], other!.run));
	await quiet();
	expect(log).toEqual(['first begins', 'second begins', 'other begins']);
	first!.end();
	await quiet();
	expect(log.slice(3)).toEqual(['first ends', 'third begins']);
	for (const one of [second, third, other]) one!.end();
	expect(await Promise.all(all)).toEqual(['first', 'second', 'third', 'other']);
});

it('who fails lets the next one go on, and fails alone', async () => {
	const here = database();
	const failing = [1, 2].map(() => inTurn(here, ['a'], () => Promise.reject(new Error('no'))));
	const next = inTurn(here, ['a'], () => Promise.resolve('yes'));
	for (const one of failing) await expect(one).rejects.toThrow('no');
	await expect(next).resolves.toBe('yes');
});

it('another database has turns of its own', async () => {
	const log: string[] = [];
	const waiting = work(log, 'waiting');
	const busy = database();
	const held = [inTurn(busy, ['a'], waiting.run), inTurn(busy, ['a'], waiting.run)];
	await expect(inTurn(database(), ['a'], () => Promise.resolve('done'))).resolves.toBe('done');
	waiting.end();
	await Promise.all(held);
});

it('any crowd gets through, two at a time for each name', async () => {
	const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }).map((some) => some.sort());
	await fc.assert(
		fc.asyncProperty(fc.array(names, { maxLength: 20 }), async (crowd) => {
			const here = database();
			const busy = new Map<string, number>();
			const count = (name: string, more: number): number => busy.set(name, (busy.get(name) ?? 0) + more).get(name)!;
			const one = (some: string[]) => async (): Promise<void> => {
				for (const name of some) expect(count(name, 1)).toBeLessThanOrEqual(2);
				await quiet();
				for (const name of some) count(name, -1);
			};
			await Promise.all(crowd.map((some) => inTurn(here, some, one(some))));
		}),
		{ numRuns: 50 },
	);
});
