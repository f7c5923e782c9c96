import type { Knex } from '../directus.ts';

type Turns = Map<string, Promise<unknown>>;

const TURNS = new WeakMap<Knex, Turns>();

/**
 * Does work that needs the same row one after the other, in the order of asking, within this process. The database would make it wait
 * as well, but each who waits there holds a connection: one busy account would leave none for all others. Names are taken in the order
 * given, which must be one order for all.
 */
export function inTurn<Result>(database: Knex, names: string[], work: () => Promise<Result>): Promise<Result> {
	const turns = TURNS.get(database) ?? new Map<string, Promise<unknown>>();
	TURNS.set(database, turns);
	return names.reduceRight<() => Promise<Result>>((inner, name) => () => afterOthers(turns, name, inner), work)();
}

async function afterOthers<Result>(turns: Turns, name: string, work: () => Promise<Result>): Promise<Result> {
	const before = turns.get(name) ?? Promise.resolve();
	const mine = before.then(work, work);
	const done = mine.catch(() => undefined);
	turns.set(name, done);
	try {
		return await mine;
	} finally {
		if (turns.get(name) === done) turns.delete(name);
	}
}
