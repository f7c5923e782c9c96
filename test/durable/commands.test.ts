import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { auditCard, createStampTables, newCard, redeem } from '../support/stamp-card.ts';

eachDatabase('commands', (_name, connect) => {
	let knex: Knex;
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
		expect(await redeem(knex, { card: nobody, stamps: 1 }, 'free')).toEqual({ kind: 'missing', what: 'Card' });
		const { card } = await newCard(knex, 3);
		expect(await redeem(knex, { card, stamps: 1 }, 'free')).toMatchObject({ kind: 'done', replayed: false });
	});

	it('a failure in the middle leaves nothing behind', async () => {
		const { card } = await newCard(knex, 10);
		const onStep = (step: string) => (step === 'enqueued' ? Promise.reject(new Error('power cut')) : undefined);
		await expect(redeem(knex, { card, stamps: 4 }, 'power', { onStep })).rejects.toThrow('power cut');
		expect(await auditCard(knex, card)).toEqual({ balance: 10, ledger: 10, redemptions: 0 });
		expect(await redeem(knex, { card, stamps: 4 }, 'power')).toMatchObject({ kind: 'done', replayed: false });
	});
});
