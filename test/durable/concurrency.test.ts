import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { commandStore } from '../../extensions/core/src/api/command/store.ts';
import { runCommand, type Command } from '../../extensions/core/src/application/command/run-command.ts';
import { eachDatabase } from '../support/databases.ts';
import { auditCard, createStampTables, followUps, newCard, redeem } from '../support/stamp-card.ts';
import { startWorker } from '../support/workers.ts';

interface Answer {
	key: string;
	kind: string;
	answer: unknown;
}

/** 400 requests, every fifth with a key that another one has too. */
function requests(card: string): { key: string; card: string }[] {
	return Array.from({ length: 400 }, (_, i) => ({ card, key: `k${i % 5 === 4 ? i - 2 : i}` }));
}
const DISTINCT = 320;

eachDatabase('many clients at once', (name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createStampTables(knex);
	});

	/** SQLite has one writing process: there the clients share a server. Elsewhere two processes have eight clients each. */
	async function send(list: { key: string; card: string }[]): Promise<Answer[]> {
		if (name === 'SQLite') {
			return Promise.all(list.map(async ({ key, card }) => ({ key, ...flat(await redeem(knex, { card, stamps: 1 }, key)) })));
		}
		// Neighbours that share a key go to different processes.
		const halves = [list.filter((_, i) => i % 2 === 0), list.filter((_, i) => i % 2 === 1)];
		const workers = await Promise.all(halves.map((keys) => startWorker(knex, { redeem: { keys, clients: 8 } })));
		return (await Promise.all(workers.map((worker) => worker.run<Answer[]>()))).flatMap((answers) => answers!);
	}
	const flat = (outcome: object): { kind: string; answer: unknown } =>
		({ answer: null, ...outcome }) as { kind: string; answer: unknown };

	it('one hot card: every key counts once, and no stamp is spent that is not there', async () => {
		const { card, customer } = await newCard(knex, 200);
		const answers = await send(requests(card));
		expect(answers).toHaveLength(400);
		const byKey = new Map<string, Set<string>>();
		for (const { key, kind, answer } of answers) {
			byKey.set(key, (byKey.get(key) ?? new Set()).add(JSON.stringify([kind, answer])));
		}
		expect(byKey.size).toBe(DISTINCT);
		expect([...byKey.values()].filter((kinds) => kinds.size > 1), 'a key with two answers').toEqual([]);
		const done = [...byKey.values()].filter((kinds) => [...kinds][0]!.startsWith('["done"'));
		expect(done).toHaveLength(200);
		expect(await auditCard(knex, card)).toEqual({ balance: 0, ledger: 0, redemptions: 200 });
		const kinds = await followUps(knex, customer);
		const count = (kind: string) => kinds.filter((item) => item === kind).length;
		process.stdout.write(`${name}: 400 requests with ${byKey.size} keys, ${count('core.announce')} facts, ${count('example.thank-you')} letters\n`);
		expect([count('core.announce'), count('example.thank-you')]).toEqual([200, 200]);
	});

	it('many cards: nobody waits crosswise', async () => {
		const cards = await Promise.all(Array.from({ length: 20 }, () => newCard(knex, 20)));
		const list = Array.from({ length: 400 }, (_, i) => ({ key: `many${i}`, card: cards[i % 20]!.card }));
		const answers = await send(list);
		expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(400);
		for (const { card } of cards) expect(await auditCard(knex, card)).toEqual({ balance: 0, ledger: 0, redemptions: 20 });
	});

	it('a lock by name shuts others out, though every command writes what it has read', async () => {
		const { card } = await newCard(knex, 40);
		const store = commandStore(knex, () => Promise.resolve());
		const takeOne: Command<{ card: string }, { stamps: number }, number, Knex> = {
			name: 'test.take-one',
			locks: () => [{ name: `card:${card}` }],
			load: (reader) => reader('example_cards').where({ id: card }).first('stamps'),
			decide: ({ stamps }) => ({
				answer: stamps - 1,
				effects: [{ update: 'example_cards', where: { id: card }, set: { stamps: stamps - 1 } }],
			}),
		};
		const request = { input: { card }, caller: 'tester', idempotencyKey: null, now: new Date() };
		const outcomes = await Promise.all(Array.from({ length: 40 }, () => runCommand(store, takeOne, request)));
		const left = outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.answer : null));
		expect(new Set(left).size).toBe(40);
		expect((await knex('example_cards').where({ id: card }).first('stamps')).stamps).toBe(0);
	});
});
