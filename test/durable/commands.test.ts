import type { Knex } from 'knex';
import { beforeAll, expect, it, vi } from 'vitest';
import { readCounter } from '../../extensions/core/src/api/counters.ts';
import { commandStore } from '../../extensions/core/src/api/command/store.ts';
import { runCommand, type Command, type CommandRequest, type Outcome } from '../../extensions/core/src/application/command/run-command.ts';
import { eachDatabase } from '../support/databases.ts';
import { CARD } from '../../docs/examples/stamp-card.ts';
import { auditCard, createStampTables, newCard, redeem } from '../support/stamp-card.ts';

eachDatabase('commands', (name, connect) => {
	let knex: Knex;
	const run = <Input, State, Answer>(
		command: Command<Input, State, Answer, Knex>,
		input: Input,
		idempotencyKey: string | null,
		rest: { seed?: string } = {},
	): Promise<Outcome<Answer>> =>
		runCommand(commandStore(knex, () => Promise.resolve()), command, { input, caller: 'tester', idempotencyKey, now: new Date(), ...rest });
	const answerIn = <Answer>(outcome: Outcome<Answer>): Answer => {
		if (outcome.kind !== 'done') throw new Error(outcome.kind);
		return outcome.answer;
	};
	beforeAll(async () => {
		knex = await connect();
		await createStampTables(knex);
	});

	it('a command happens: balance, ledger, log, fact and what is to follow', async () => {
		const { card } = await newCard(knex, 10);
		expect(await redeem(knex, { card, stamps: 4 }, 'happens')).toEqual({ kind: 'done', answer: { left: 6 }, replayed: false });
		expect(await auditCard(knex, card)).toEqual({ balance: 6, ledger: 6, redemptions: 1 });
		const logged = await knex('crm_commands').where({ command: 'example.redeem-stamps' }).orderBy('id', 'desc').first();
		expect(logged).toMatchObject({ caller: 'tester', outcome: 'done', result: '{"left":6}', keep_until_ms: null });
		const kinds: string[] = await knex('crm_actions').orderBy('id').pluck('kind');
		expect(kinds).toEqual(['example.thank-you', 'core.announce']);
	});

	it('the same key and request again gives the first answer and does nothing', async () => {
		const { card } = await newCard(knex, 10);
		await redeem(knex, { card, stamps: 4 }, 'again');
		await redeem(knex, { card, stamps: 1 }, 'between');
		expect(await redeem(knex, { card, stamps: 4 }, 'again')).toEqual({ kind: 'done', answer: { left: 6 }, replayed: true });
		expect(await auditCard(knex, card)).toEqual({ balance: 5, ledger: 5, redemptions: 2 });
	});

	it('the order of keys in a request does not make it another request', async () => {
		const { card } = await newCard(knex, 10);
		await redeem(knex, { card, stamps: 4 }, 'order');
		expect(await redeem(knex, { stamps: 4, card }, 'order')).toMatchObject({ kind: 'done', replayed: true });
	});

	it('the same key with another request is a mismatch', async () => {
		const { card } = await newCard(knex, 10);
		await redeem(knex, { card, stamps: 4 }, 'mismatch');
		expect(await redeem(knex, { card, stamps: 5 }, 'mismatch')).toEqual({ kind: 'mismatch' });
		expect(await auditCard(knex, card)).toEqual({ balance: 6, ledger: 6, redemptions: 1 });
	});

	it.each([
		['case', 'KEY', 'key'],
		['trailing blanks', 'blank', 'blank '],
	])('keys that differ in %s are different keys', async (_what, one, other) => {
		const { card } = await newCard(knex, 10);
		await redeem(knex, { card, stamps: 1 }, one);
		expect(await redeem(knex, { card, stamps: 1 }, other)).toMatchObject({ kind: 'done', replayed: false });
	});

	it('two callers may use the same key', async () => {
		const { card } = await newCard(knex, 10);
		await redeem(knex, { card, stamps: 1 }, 'shared');
		expect(await redeem(knex, { card, stamps: 1 }, 'shared', { caller: 'other' })).toMatchObject({ replayed: false });
	});

	it('without a key every request is a new one', async () => {
		const { card } = await newCard(knex, 10);
		await redeem(knex, { card, stamps: 1 }, null);
		await redeem(knex, { card, stamps: 1 }, null);
		expect((await auditCard(knex, card)).balance).toBe(8);
	});

	it('a refusal sticks to its key, even when it would be granted now', async () => {
		const { card } = await newCard(knex, 3);
		const refused = await redeem(knex, { card, stamps: 10 }, 'sticks');
		expect(refused).toMatchObject({ kind: 'refused', refusal: { status: 409, reason: 'not_enough_stamps' }, replayed: false });
		await knex('example_cards').where({ id: card }).update({ stamps: 50 });
		expect(await redeem(knex, { card, stamps: 10 }, 'sticks')).toEqual({ ...refused, replayed: true });
		expect(await redeem(knex, { card, stamps: 10 }, 'a new key')).toMatchObject({ kind: 'done' });
	});

	it('what does not exist is missing, and its key stays free', async () => {
		const nobody = '00000000-0000-4000-8000-000000000000';
		expect(await redeem(knex, { card: nobody, stamps: 1 }, 'free')).toEqual({ kind: 'missing', what: CARD });
		const { card } = await newCard(knex, 3);
		expect(await redeem(knex, { card, stamps: 1 }, 'free')).toMatchObject({ kind: 'done', replayed: false });
	});

	it('what a decision cannot find is missing, and nothing is stored', async () => {
		const COUPON = ['优惠券', 'Coupon'] as const;
		const { card } = await newCard(knex, 3);
		const lookUp: Command<object, null, never, Knex> = {
			name: 'test.look-up', locks: () => [{ name: 'test' }], load: () => Promise.resolve(null), decide: () => ({ missing: COUPON }),
		};
		expect(await run(lookUp, { card }, 'missing')).toEqual({ kind: 'missing', what: COUPON });
		expect(await knex('crm_commands').where({ command: 'test.look-up' })).toEqual([]);
	});

	it('a refusal without words is a mistake, and nothing is stored', async () => {
		const mute: Command<object, null, never, Knex> = {
			name: 'test.mute', locks: () => [{ name: 'test' }], load: () => Promise.resolve(null),
			decide: () => ({ refusal: { status: 409, reason: 'no_comment' } }),
		};
		await expect(run(mute, {}, 'mute')).rejects.toThrow('test.mute has no words for its refusal "no_comment"');
		expect(await knex('crm_commands').where({ command: 'test.mute' })).toEqual([]);
	});

	it('the same seed draws the same ids, another one others; all are UUIDs', async () => {
		const drawTwo: Command<object, null, string[], Knex> = {
			name: 'test.draw', locks: () => [{ name: 'test' }], load: () => Promise.resolve(null),
			decide: (_state, _input, { newId }) => ({ answer: [newId(), newId()] }),
		};
		const draw = async (seed?: string): Promise<string[]> => answerIn(await run(drawTwo, {}, null, { seed }));
		const first = await draw('one');
		expect(await draw('one')).toEqual(first);
		const all = [...first, ...(await draw('two')), ...(await draw()), ...(await draw())];
		expect(new Set(all).size).toBe(8);
		for (const id of all) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
	});

	it('it is as late as the database says once the locks are held, to the second', async () => {
		const tellTime: Command<object, null, string, Knex> = {
			name: 'test.tell-time', locks: () => [{ name: 'time' }], load: () => Promise.resolve(null),
			decide: (_state, _input, { now }) => ({ answer: now.toISOString() }),
		};
		const early = Date.now();
		vi.useFakeTimers({ toFake: ['Date'], now: early - 86_400_000 });
		try {
			// This machine's clock is a day late until the locks are held; SQLite has no other one.
			const onStep: CommandRequest<object>['onStep'] = (step) => {
				if (step === 'locked') vi.setSystemTime(name === 'SQLite' ? early : early - 43_200_000);
			};
			const request = { input: {}, caller: 'tester', idempotencyKey: 'time', onStep };
			const said = answerIn(await runCommand(commandStore(knex, () => Promise.resolve()), tellTime, request));
			expect(Math.abs(Date.parse(said) - early)).toBeLessThan(30_000);
			expect(said).toMatch(/\.000Z$/);
			const { done_at_ms: doneAt } = await knex('crm_commands').where({ command: 'test.tell-time' }).first('done_at_ms');
			expect(Math.abs(Number(doneAt) - early)).toBeLessThan(30_000);
		} finally {
			vi.useRealTimers();
		}
	});

	it('a counter that many share never exceeds its limit', async () => {
		const takeOne: Command<object, number, number, Knex> = {
			name: 'test.take', locks: () => [{ counter: 'test:stock' }], load: (reader) => readCounter(reader, 'test:stock'),
			decide: (taken) =>
				taken < 3
					? { answer: taken + 1, effects: [{ count: 'test:stock', add: 1, atMost: 3 }] }
					: { refusal: { status: 409, reason: 'none_left' } },
			words: { reasons: { none_left: ['没有了。', 'None is left.'] } },
		};
		const outcomes = await Promise.all(Array.from({ length: 8 }, () => run(takeOne, {}, null)));
		expect(outcomes.filter(({ kind }) => kind === 'done').map((outcome) => answerIn(outcome)).sort()).toEqual([1, 2, 3]);
		expect(await readCounter(knex, 'test:stock')).toBe(3);
	});

	it('a counter that was not read first is a bug and rolls back', async () => {
		const blind: Command<object, null, null, Knex> = {
			name: 'test.blind', locks: () => [{ counter: 'test:blind' }], load: () => Promise.resolve(null),
			decide: () => ({ answer: null, effects: [{ count: 'test:blind', add: 5, atMost: 3 }] }),
		};
		await expect(run(blind, {}, null)).rejects.toThrow('would exceed 3');
		expect(await readCounter(knex, 'test:blind')).toBe(0);
	});

	it('a failure in the middle leaves nothing behind', async () => {
		const { card } = await newCard(knex, 10);
		const onStep = (step: string) => (step === 'written' ? Promise.reject(new Error('power cut')) : undefined);
		await expect(redeem(knex, { card, stamps: 4 }, 'power', { onStep })).rejects.toThrow('power cut');
		expect(await auditCard(knex, card)).toEqual({ balance: 10, ledger: 10, redemptions: 0 });
		expect(await redeem(knex, { card, stamps: 4 }, 'power')).toMatchObject({ kind: 'done', replayed: false });
	});
});
