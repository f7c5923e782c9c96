import type { Knex } from '../directus.ts';

/** Who works and who waits under one name. */
interface Turns {
	busy: number;
	waiting: (() => void)[];
}

const TURNS = new WeakMap<Knex, Map<string, Turns>>();

/**
 * One works, and one stands ready in the database: it has begun and waits for the row's lock, which it gets the moment the first one
 * commits.
 */
const AT_ONCE = 2;

/**
 * Lets few at once do work that needs the same row, in the order of asking, within this process. The database would make the others
 * wait as well, but each who waits there holds a connection: one busy account would leave none for all others. Names are taken in the
 * order given, which must be one order for all.
 */
export function inTurn<Result>(database: Knex, names: string[], work: () => Promise<Result>): Promise<Result> {
	const turns = TURNS.get(database) ?? new Map<string, Turns>();
	TURNS.set(database, turns);
	return names.reduceRight<() => Promise<Result>>((inner, name) => () => afterOthers(turns, name, inner), work)();
}

async function afterOthers<Result>(all: Map<string, Turns>, name: string, work: () => Promise<Result>): Promise<Result> {
	const turns = all.get(name) ?? { busy: 0, waiting: [] };
	all.set(name, turns);
	if (turns.busy < AT_ONCE) turns.busy += 1;
	else await new Promise<void>((resolve) => turns.waiting.push(resolve));
	try {
		return await work();
	} finally {
		const next = turns.waiting.shift();
		// Whoever is next takes the place over, so that nobody who comes later gets in between.
		if (next) next();
		else if ((turns.busy -= 1) === 0) all.delete(name);
	}
}
